/** Trains what tells the move of a turn in a dialogue: `npm run train:moves [-- --test FILE]`; the same lines give the same bytes. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseQuestion } from '../src/answer/analyse/parse-question.ts';
import { type Move, moveFeatures, moveModelFile, moves } from '../src/answer/dialogue/moves/read-move.ts';
import { Engine } from '../src/answer/engine.ts';
import { Classifier } from '../src/answer/read/learned/classifier.ts';
import type { FeatureMap } from '../src/answer/read/learned/features.ts';
import { clean } from '../src/answer/text/text.ts';
import { loadPack } from '../src/knowledge/load.ts';
import { loadSpeech } from '../src/knowledge/load-common.ts';
import { dayAt } from '../src/knowledge/month.ts';
import { fitLogistic, type Labelled, Rows } from './learned/logistic.ts';

const root = resolve(import.meta.dirname, '..');
const pack = loadPack(join(root, 'knowledge/xian-ip'));
const engine = new Engine(pack, loadSpeech());
const now = dayAt(new Date('2025-06-10T10:00:00+08:00'), pack.facts.timeZone);

/** What stands for a slot, in turn: names, months and numbers of several shapes. */
const fills = {
  unit: ['公安局', '市检察院', '法院', '市司法局', '关中海关', '市市场监管局'],
  month: ['6月', '2025年3月', '12月', '下个月', '2024年12月'],
  n: ['二', '3', '四', '5', '1'],
} as const;

interface Turn {
  move: Move;
  features: FeatureMap;
  text: string;
}

function turnsIn(file: string): Turn[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.flatMap((line, at) => {
    const [move, written] = line.split('\t');
    if (!written || !moves.includes(move as Move)) return [];
    const text = clean(
      written.replace(/\{(unit|month|n)\}/g, (_, slot: keyof typeof fills) => fills[slot][at % fills[slot].length]!),
    );
    return [{ move: move as Move, text, features: moveFeatures(parseQuestion(text, now, engine.vocabulary)) }];
  });
}

/** Questions asked by themselves, which need nothing before them. */
const aloneFiles = ['own', 'more', 'third', 'fourth'].flatMap((set) =>
  ['enterprise', 'officials', 'noisy'].map((kind) => `tests/golden/${set}/${kind}.jsonl`),
);
const aloneWeight = 0.2;

function questionsIn(file: string): FeatureMap[] {
  const lines = readFileSync(join(root, file), 'utf8').split('\n').filter(Boolean);
  // The model is every plan's: the names of this one's places are no words to learn from.
  const general = (text: string) => pack.facts.places.reduce((left, place) => left.replaceAll(place, '本市'), text);
  return lines.map((line) => moveFeatures(parseQuestion(clean(general(JSON.parse(line).q)), now, engine.vocabulary)));
}

const cut = process.argv.indexOf('--test');
const testing = cut < 0 ? [] : process.argv.slice(cut + 1);
const turns = turnsIn(join(root, 'knowledge/common/turn-moves.tsv'));
const rows = new Rows();
const labelled: Labelled[] = turns.map(({ move, features }, row) => {
  rows.add(features);
  return { row, label: move, weight: 1 };
});
for (const file of aloneFiles)
  for (const features of questionsIn(file)) {
    rows.add(features);
    labelled.push({ row: rows.size - 1, label: 'alone', weight: aloneWeight });
  }
const model = fitLogistic(rows, labelled, { c: 3, minCount: 2, iterations: 60, prune: 0.1 });
for (const file of testing) {
  const classifier = new Classifier(model);
  const test = turnsIn(file);
  const right = test.filter(({ features, move, text }) => {
    const [[best, logp]] = [...classifier.logProbabilities(features)].sort((a, b) => b[1] - a[1]) as [[string, number]];
    if (best !== move) console.log(`${move}\t${text}\t${best} ${Math.exp(logp).toFixed(2)}`);
    return best === move;
  });
  console.log(`${file}: ${right.length} of ${test.length}`);
}
if (!testing.length) writeFileSync(moveModelFile, `${JSON.stringify(model)}\n`);
