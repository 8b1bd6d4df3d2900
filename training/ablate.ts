/** What each part is worth: `npm run ablate [-- ways | features | words | readers] [--every N]` drops one at a time and counts golden questions lost and won. */
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { renderText } from '../adapters/shared/plain-text.ts';
import { committedWeights } from '../src/answer/choose/choose-answer.ts';
import { answerTurn } from '../src/answer/dialogue/answer-turn.ts';
import { committedTurnWeights, turnChances } from '../src/answer/dialogue/choose/choose-turn.ts';
import type { TurnFeatures } from '../src/answer/dialogue/choose/turn-features.ts';
import { type GoldenQuestion, judge, readGolden } from '../src/knowledge/golden.ts';
import { loadPack } from '../src/knowledge/load.ts';
import { loadSpeech } from '../src/knowledge/load-common.ts';
import { type Fault, SetupError } from '../src/model/fault.ts';
import { readAnswerExamples } from './answer-examples.ts';
import { asker } from './asking.ts';
import { goldenFiles } from './golden-files.ts';
import { FeatureColumns, takenBy, weightsByColumn } from './learned/choice.ts';
import { readTurnExamples, type TurnExample } from './turn-examples.ts';

const root = resolve(import.meta.dirname, '..');
const pack = loadPack(join(root, 'knowledge/xian-ip'));
const files = goldenFiles();

/** For each question whether it is right, in one order. */
type Marks = readonly boolean[];

interface Worth {
  part: string;
  /** Right with the part, wrong without it. */
  lost: number;
  won: number;
}

function worth(part: string, withIt: Marks, without: Marks): Worth {
  const lost = withIt.filter((right, at) => right && !without[at]).length;
  const won = without.filter((right, at) => right && !withIt[at]).length;
  return { part, lost, won };
}

function print(title: string, marks: Marks, found: readonly Worth[]): void {
  const right = marks.filter(Boolean).length;
  console.log(`${title}: ${right} of ${marks.length} right with everything`);
  const rows = found.toSorted((a, b) => b.lost - b.won - (a.lost - a.won) || (a.part < b.part ? -1 : 1));
  for (const { part, lost, won } of rows)
    console.log(
      `  ${String(lost - won).padStart(5)}  lost ${String(lost).padStart(4)}  won ${String(won).padStart(4)}  ${part}`,
    );
}

const largest = (chances: readonly number[]) => chances.indexOf(Math.max(...chances));

/** Ways for a turn to go on, without fitting anew. */
function ablateWays(): void {
  const examples = readTurnExamples().filter(({ set }) => !set.endsWith('after a turn'));
  const weights = committedTurnWeights();
  const marksWithout = (way: string | undefined): Marks =>
    examples.map((one) => {
      const kept = way === undefined ? one : withoutWay(one, way);
      return kept.right[largest(turnChances(kept.features, weights))] ?? false;
    });
  const ways = new Set(examples.flatMap((one) => one.ways.flat()));
  const all = marksWithout(undefined);
  print(
    'Ways to go on',
    all,
    [...ways].map((way) => worth(way, all, marksWithout(way))),
  );
}

function withoutWay({ ways, features, right }: TurnExample, way: string): Pick<TurnExample, 'features' | 'right'> {
  const kept = ways.flatMap((names, at) => (names.some((name) => name !== way) ? [at] : []));
  const drop = (own: TurnFeatures): TurnFeatures =>
    new Map([...own].filter(([name]) => name !== way && !name.startsWith(`${way} `)));
  return { features: kept.map((at) => drop(features[at]!)), right: kept.map((at) => right[at]!) };
}

/** Groups of features of the choice of an answer, without fitting anew. */
function ablateFeatures(): void {
  const columns = new FeatureColumns();
  const examples = readAnswerExamples(columns, false);
  const weights = weightsByColumn(columns, committedWeights(true));
  // "set if rank.share" is of the group "if rank", "record with kind task" of "with kind".
  const groups = columns.names.map((name) => name.slice(name.indexOf(' ') + 1).match(/^\w+ [^=.0-9 ]*/)![0]);
  const marksWithout = (group: string | undefined): Marks => {
    const kept = weights.map((weight, column) => (groups[column] === group ? 0 : weight));
    return examples.map((example) => example.right[takenBy(example, kept)] ?? false);
  };
  const all = marksWithout(undefined);
  print(
    'Features of the choice of an answer',
    all,
    [...new Set(groups)].map((group) => worth(group, all, marksWithout(group))),
  );
}

/** Every n-th single question: building the assistant anew for each list costs more than asking. */
function singles(every: number): GoldenQuestion[] {
  const faults: Fault[] = [];
  const all = files.flatMap((file) => readGolden(file, pack.facts.timeZone, faults));
  if (faults.length) throw new SetupError('The golden questions cannot be read.', faults);
  return all.filter(({ id }) => !id.includes('/')).filter((_, at) => at % every === 0);
}

function marksOf(questions: readonly GoldenQuestion[], ask: ReturnType<typeof asker>): Marks {
  return questions.map(({ question: { text, at }, expected }) => {
    const { outcome, records, card } = answerTurn(ask(text, at), undefined);
    return judge(expected, { kind: outcome, records, text: renderText(card) }).right;
  });
}

/** Lists of words by their meaning. */
function ablateWords(every: number): void {
  const speech = loadSpeech();
  const questions = singles(every);
  const all = marksOf(questions, asker(pack, { speech }));
  const found = Object.keys(speech.intents).map((tag) => {
    const { [tag]: _, ...intents } = speech.intents;
    process.stderr.write(`${tag}          \r`);
    return worth(tag, all, marksOf(questions, asker(pack, { speech: { ...speech, intents } })));
  });
  const fillers = marksOf(questions, asker(pack, { speech: { ...speech, fillers: [] } }));
  print('Lists of words', all, [...found, worth('fillers', all, fillers)]);
}

/** The witnesses of sets. */
function ablateReaders(every: number): void {
  const questions = singles(every);
  const all = marksOf(questions, asker(pack));
  const found = ['grammar', 'learned'].map((dropped) =>
    worth(dropped, all, marksOf(questions, asker(pack, { withReaders: (name) => name !== dropped }))),
  );
  print('Readers of sets', all, found);
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { every: { type: 'string', default: '7' } },
});
const every = Number(values.every);
const parts: Record<string, () => void> = {
  ways: ablateWays,
  features: ablateFeatures,
  words: () => ablateWords(every),
  readers: () => ablateReaders(every),
};
for (const name of positionals.length ? positionals : Object.keys(parts)) {
  const ablate = parts[name];
  if (!ablate) throw new SetupError(`There is no part ${name}; there are: ${Object.keys(parts).join(', ')}.`, []);
  ablate();
}
