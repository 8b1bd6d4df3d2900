/** Single golden questions as examples to learn from: every answer that each could have, with whether it is right. */
import { join, relative, resolve } from 'node:path';
import { renderText } from '../adapters/shared/plain-text.ts';
import { analyse } from '../src/answer/analyse/analysis.ts';
import { featuresFor } from '../src/answer/choose/choose-answer.ts';
import { featuresOf } from '../src/answer/choose/features.ts';
import { type AnswerCandidate, answersTo } from '../src/answer/respond/candidates.ts';
import { type GoldenQuestion, judge, readGolden } from '../src/knowledge/golden.ts';
import { loadPack } from '../src/knowledge/load.ts';
import { type Fault, SetupError } from '../src/model/fault.ts';
import type { KnowledgePack } from '../src/model/pack/pack.ts';
import { asker } from './asking.ts';
import { goldenFiles, goldenFolder } from './golden-files.ts';
import { type ChoiceExample, type FeatureColumns, rowOf } from './learned/choice.ts';

const root = resolve(import.meta.dirname, '..');

export interface AnswerExample extends ChoiceExample {
  set: string;
  id: string;
  text: string;
  /** What each candidate is: its kind, and the record or query that it states. */
  candidates: string[];
}

/** The pack as it was on the day of its import: records, units and places, nothing that was written by hand afterwards. */
const asImported = (pack: KnowledgePack): KnowledgePack => ({
  ...pack,
  phrasings: [],
  needs: { facets: [], needs: [] },
  servicePoints: [],
  concepts: [],
  groupNames: {},
  duties: [],
  notes: [],
});

/** A question back is no answer to learn from. */
function isRight({ expected }: GoldenQuestion, { respond }: AnswerCandidate): boolean {
  const response = respond();
  if (!response) return false;
  const { outcome, records, card } = response;
  return judge(expected, { kind: outcome, records, text: renderText(card) }).right;
}

const nameOf = ({ route, record, read }: AnswerCandidate): string =>
  [route, record ?? (read ? JSON.stringify(read.query) : '')].filter(Boolean).join(' ');

/** Sampled sets are a third of all questions, and all of one kind. */
const weightOf = (set: string) => (/(?:^|\/)sets/.test(set) ? 0.6 : 1);

function questionsOf(file: string, { facts }: KnowledgePack): GoldenQuestion[] {
  const faults: Fault[] = [];
  const questions = readGolden(file, facts.timeZone, faults);
  if (faults.length) throw new SetupError(`${file} cannot be read.`, faults);
  return questions.filter(({ id }) => !id.includes('/'));
}

/** @param fresh of the pack as on the day of its import */
export function readAnswerExamples(columns: FeatureColumns, fresh: boolean): AnswerExample[] {
  const curated = loadPack(join(root, 'knowledge/xian-ip'));
  const pack = fresh ? asImported(curated) : curated;
  const ask = asker(pack);
  return goldenFiles().flatMap((file) => {
    const set = relative(goldenFolder, file).replace(/\.jsonl$/, '');
    return questionsOf(file, pack).map((golden) => {
      const context = ask(golden.question.text, golden.question.at);
      const analysis = analyse(context);
      const candidates = answersTo(context, analysis);
      const ofQuestion = featuresOf(analysis, pack);
      return {
        set,
        id: golden.id,
        text: golden.question.text,
        candidates: candidates.map(nameOf),
        rows: candidates.map((candidate) => rowOf(featuresFor(candidate, ofQuestion), columns)),
        right: candidates.map((candidate) => isRight(golden, candidate)),
        weight: weightOf(set),
      };
    });
  });
}
