/** Training examples: a question with its typed query, its mentions and their labels. */
import type { Select } from '../../src/answer/query.ts';
import { type Analysis, analyse } from '../../src/answer/read/learned/features.ts';
import { Gazetteer } from '../../src/answer/read/learned/gazetteer.ts';
import { findMentions } from '../../src/answer/read/learned/mentions.ts';
import { clean } from '../../src/answer/text/text.ts';
import { type Day, monthOf } from '../../src/knowledge/month.ts';
import type { KnowledgePack } from '../../src/model/pack/pack.ts';
import { type Labels, labelsOf } from './labels.ts';

/** A question for a set, or for none (`query` undefined). */
export interface Question {
  id: string;
  text: string;
  now: Day;
  pack: KnowledgePack;
  query: Select | undefined;
  shape: string;
}

export interface Example {
  question: Question;
  analysis: Analysis;
  gazetteer: Gazetteer;
  labels: Labels | undefined;
  weight: number;
}

const gazetteers = new WeakMap<KnowledgePack, Gazetteer>();

export function gazetteerOf(pack: KnowledgePack): Gazetteer {
  let gazetteer = gazetteers.get(pack);
  if (!gazetteer) {
    gazetteer = new Gazetteer(pack);
    gazetteers.set(pack, gazetteer);
  }
  return gazetteer;
}

export const currentOf = ({ now }: Question) => monthOf(now.year, now.month);

export function toDay(iso: string): Day {
  const [year, month, day] = iso.split('-').map(Number);
  return { year: year!, month: month!, day: day! };
}

export function toExample(question: Question, weight: number): Example {
  const gazetteer = gazetteerOf(question.pack);
  const text = clean(question.text);
  const mentions = findMentions(text, question.now, gazetteer);
  const current = currentOf(question);
  return {
    question,
    analysis: analyse(text, current, mentions, gazetteer),
    gazetteer,
    labels: question.query && labelsOf(question.query, mentions, gazetteer, current),
    weight,
  };
}
