/** Finds what no plan states by its cues: fees, numbers, progress, small talk, orders to the machine; some words void a cue. */

import { foldedSource } from '../../knowledge/load.ts';
import type { OutsideTopic } from '../../model/pack/speech.ts';
import type { Engine } from '../engine.ts';
import { columnsFor } from '../execute/execute.ts';
import { social } from '../retrieve/compile.ts';
import { clean } from '../text/text.ts';

/** Words of these topics also stand in questions that a record answers; the way of asking decides. */
const soft = new Set([
  'opinion-prediction',
  'legal-advice',
  'eligibility',
  'progress',
  'statistics',
  'reason-background',
  'other-period',
  'complaint-about-service',
  'procedure',
  'duration',
  'quantity',
  'ranking',
  'roster',
  'penalty',
  'contact-person',
  'personal-status',
]);

export interface OutsideCue {
  topic: OutsideTopic;
  text: string;
}

interface Compiled {
  topic: OutsideTopic;
  cues: string[];
  unless: string[];
}

const latin = /^[a-z0-9 '-]+$/;

function stands(text: string, cue: string): boolean {
  const at = text.indexOf(cue);
  if (at < 0) return false;
  if (!latin.test(cue)) return true;
  return !/[a-z]/.test(text[at - 1] ?? '') && !/[a-z]/.test(text[at + cue.length] ?? '');
}

export class OutsideTopicFinder {
  private readonly compiled: Compiled[];
  /** What this plan is called is no other document, and the name of one of its units is no other subject. */
  private readonly names: string[];

  /** A cue that stands in the plan itself (a city, a word of its subject) says nothing there. */
  constructor(engine: Engine) {
    const { pack } = engine;
    const texts = [...pack.records.values()].map((record) => record.text.text);
    const headings = pack.plan.annexes.flatMap(({ kind }) =>
      columnsFor(pack)
        .list(kind)
        .flatMap(({ words = [] }) => words),
    );
    const own = clean(foldedSource([...texts, ...headings].join('\n')));
    const units = pack.units.units.flatMap(({ name, short }) => [name, short]);
    this.names = [...pack.facts.names, ...units].map(clean).sort((a, b) => b.length - a.length);
    const places = engine.pack.facts.places.map(clean);
    this.compiled = engine.speech.outside.map((topic) => ({
      topic,
      cues: topic.cues.map(clean).filter((cue) => cue && !own.includes(cue) && !places.includes(cue)),
      unless: topic.unless.map(clean).filter(Boolean),
    }));
  }

  /** Cues in a clean text, questions before small talk. */
  find(asked: string): OutsideCue[] {
    const text = this.names.reduce((left, name) => left.replaceAll(name, ' '), asked);
    const found: OutsideCue[] = [];
    for (const { topic, cues, unless } of this.compiled) {
      const cue = cues.find((one) => stands(text, one));
      if (cue && !unless.some((word) => stands(text, word))) found.push({ topic, text: cue });
    }
    return found.sort((a, b) => Number(social.has(a.topic.id)) - Number(social.has(b.topic.id)));
  }

  /** Drops the sentences that give orders to the machine; what is left may be a question. */
  withoutOrders(text: string): string {
    const orders = this.compiled.find(({ topic }) => topic.id === 'injection');
    const sentences = text.split(/(?<=[.!?;。！？；])\s*|[,，]\s*(?=[^,，]{0,40}[?？])/);
    return sentences
      .filter((sentence) => !orders?.cues.some((cue) => stands(sentence, cue)))
      .join(' ')
      .trim();
  }
}

export const isSocial = (cue: OutsideCue) => social.has(cue.topic.id) && cue.topic.id !== 'injection';
export const isSoft = (cue: OutsideCue) => soft.has(cue.topic.id);
