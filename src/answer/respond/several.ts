/** Two questions in one message: each is answered by itself, in the order asked. */

import type { Block } from '../../model/card.ts';
import { hasToken, parseQuestion } from '../analyse/parse-question.ts';
import { respond } from '../respond.ts';
import type { AnswerContext, Response } from '../response.ts';
import { subjectScore } from '../retrieve/subject.ts';

/** A longer message is a story with one question at its end, not several questions. */
const longest = 120;
/** A part stands alone where its subject is at least this strong. */
const ownSubject = 5;
const cut = /[.?!;]\s*|,\s*|\s+(?=[^\s]{6,})|(?:另外|还有就是|顺便问一?下?|顺便|以及|再问一?下?|and also)/g;

function standsAlone(context: AnswerContext): boolean {
  const { asked } = context;
  const asks =
    asked.aspects.size + asked.columns.length > 0 ||
    asked.wantsList ||
    asked.wantsCount ||
    hasToken(asked, 'ask.interval');
  if (!asks) return false;
  if (asked.rows.length || subjectScore(context) >= ownSubject) return true;
  return asked.units.some((unit) => unit.role !== 'any');
}

/** 裁决规程、简易程序各是几月: one question about two things is two questions. */
function shared(text: string): string[] | undefined {
  const match = /^(.{2,20}?)\s*[,、和与跟]\s*(.{2,20}?)\s*(?:各自|各是|各|分别是?)\s*(.{2,20})$/.exec(text);
  return match ? [`${match[1]}${match[3]}`, `${match[2]}${match[3]}`] : undefined;
}

/** Undefined where the message is one question. */
export function answerSeveral(context: AnswerContext): Response | undefined {
  const { asked, engine, formatter, trace, outsideTopics } = context;
  if (asked.text.length > longest || outsideTopics.find(asked.text).some((cue) => cue.topic.id === 'injection'))
    return undefined;
  // 公安、法院各牵头几项 is one count for each unit.
  if (asked.units.length > 1 && asked.wantsCount && shared(asked.text)) return undefined;
  const texts =
    shared(asked.text) ??
    asked.text
      .split(cut)
      .map((part) => part?.trim())
      .filter((part) => part && part.length > 3);
  if (texts.length < 2) return undefined;
  const parts = texts.map((text) => ({
    ...context,
    asked: parseQuestion(text, formatter.now, engine.vocabulary),
    trace: () => {},
  }));
  const alone = parts.filter(standsAlone);
  if (alone.length < 2) return undefined;
  const responses = alone.map((part) => respond(part));
  const stated = responses.filter((response) => response.outcome === 'answer' || response.outcome === 'list');
  const records = [...new Set(stated.flatMap((response) => response.records))];
  const firsts = new Set(stated.map((response) => response.records[0]));
  if (stated.length < 2 || firsts.size < 2 || stated.length < responses.length - 1) return undefined;
  trace('several questions', alone.map((part) => part.asked.text).join(' | '));
  const blocks: Block[] = responses.flatMap((response) => response.card.blocks);
  return {
    outcome: stated.every((response) => response.outcome === 'list') ? 'list' : 'answer',
    records,
    focus: stated.flatMap((response) => response.focus),
    candidates: [],
    asked,
    card: { blocks, choices: [], sources: [...new Set(responses.flatMap((response) => response.card.sources))] },
  };
}
