/** Turns of the golden dialogues as examples to learn from: every way to go on, with whether its answer is right. */
import { join, relative, resolve } from 'node:path';
import { renderText } from '../adapters/shared/plain-text.ts';
import { answerTurn, readTurnBefore } from '../src/answer/dialogue/answer-turn.ts';
import type { Candidate } from '../src/answer/dialogue/choose/candidates.ts';
import { type TurnFeatures, turnFeatures } from '../src/answer/dialogue/choose/turn-features.ts';
import { Memory, type Turn, turnAfter } from '../src/answer/dialogue/memory.ts';
import type { Response } from '../src/answer/response.ts';
import { type GoldenQuestion, judge, readGolden } from '../src/knowledge/golden.ts';
import { loadPack } from '../src/knowledge/load.ts';
import { type Fault, SetupError } from '../src/model/fault.ts';
import { asker } from './asking.ts';
import { goldenFiles, goldenFolder } from './golden-files.ts';

const root = resolve(import.meta.dirname, '..');
const pack = loadPack(join(root, 'knowledge/xian-ip'));
const ask = asker(pack);

export interface TurnExample {
  set: string;
  id: string;
  text: string;
  ways: string[][];
  features: TurnFeatures[];
  right: boolean[];
  weight: number;
}

const isRight = ({ expected }: GoldenQuestion, { outcome, records, card }: Response) =>
  judge(expected, { kind: outcome, records, text: renderText(card) }).right;

function example(set: string, golden: GoldenQuestion, turn: Turn, weight: number): [TurnExample, Candidate[]] {
  const { leaning, candidates } = readTurnBefore(ask(golden.question.text, golden.question.at), turn);
  const found: TurnExample = {
    set,
    id: golden.id,
    text: golden.question.text,
    ways: candidates.map(({ ways }) => ways),
    features: turnFeatures(candidates, leaning),
    right: candidates.map(({ response }) => isRight(golden, response)),
    weight,
  };
  return [found, candidates];
}

/** Of the right ways the one that the words sound like most; −1 where none is right. */
function likeliestRight({ features, right }: TurnExample): number {
  const chance = (at: number) => features[at]!.get('chance')!;
  return right.reduce((best, isRight, at) => (isRight && (best < 0 || chance(at) > chance(best)) ? at : best), -1);
}

/** Turns of one dialogue up to the first that no way answers; after each a right answer is what was said. */
function* turnsOf(set: string, dialogue: readonly GoldenQuestion[]): Generator<{ example?: TurnExample; turn?: Turn }> {
  const memory = new Memory();
  for (const golden of dialogue) {
    const { conversation, user, at, text } = golden.question;
    const before = memory.recall(conversation, user, at);
    let said: Response | undefined;
    if (before) {
      const [found, candidates] = example(set, golden, before, 1);
      yield { example: found };
      said = candidates[likeliestRight(found)]?.response;
    } else {
      const first = answerTurn(ask(text, at), undefined);
      said = isRight(golden, first) ? first : undefined;
    }
    if (!said) return;
    const turn = turnAfter(said, { text, at, pack: pack.id }, before);
    if (!turn) continue;
    memory.keep(conversation, user, turn);
    yield { turn };
  }
}

/** Without the corpus of sets, the probes and the sample: these weights are checked on them. */
const files = goldenFiles().filter((file) => !/^(?:corpus\/sets|kinds|sample)/.test(relative(goldenFolder, file)));

/** Single questions come after somebody's turn, any of them: what is asked next need not go on from it. */
const singleWeight = 0.2;

interface Asked {
  examples: TurnExample[];
  turns: Turn[];
  singles: [set: string, GoldenQuestion][];
}

/** The dialogues of a file as examples, and what its questions leave for others to come after. */
function readSet(file: string): Asked {
  const set = relative(goldenFolder, file).replace(/\.jsonl$/, '');
  const faults: Fault[] = [];
  const byConversation = Map.groupBy(
    readGolden(file, pack.facts.timeZone, faults),
    ({ question }) => question.conversation,
  );
  if (faults.length) throw new SetupError(`${file} cannot be read.`, faults);
  const [dialogues, singles] = [true, false].map((several) =>
    [...byConversation.values()].filter(([first]) => first!.id.includes('/') === several),
  ) as [GoldenQuestion[][], GoldenQuestion[][]];
  const steps = dialogues.flatMap((dialogue) => [...turnsOf(set, dialogue)]);
  return {
    examples: steps.flatMap((step) => step.example ?? []),
    turns: steps.flatMap(({ turn }) => turn ?? []),
    singles: singles.map(([single]) => [set, single!]),
  };
}

export function readTurnExamples(): TurnExample[] {
  const sets = files.map(readSet);
  const turns = sets.flatMap((one) => one.turns);
  const afterTurns = sets
    .flatMap(({ singles }) => singles)
    .map(([set, single], at) => {
      const before = turns[(at * 7919) % turns.length]!;
      const moment = single.question.at.getTime() - 60_000;
      return example(`${set} after a turn`, single, { ...before, atMs: moment }, singleWeight)[0];
    });
  return [...sets.flatMap(({ examples }) => examples), ...afterTurns];
}
