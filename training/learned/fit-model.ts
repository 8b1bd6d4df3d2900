/** Fits the classifiers and the reranker of the learned reader on labelled examples. */
import type { ClassifierData } from '../../src/answer/read/learned/classifier.ts';
import type { Consistency } from '../../src/answer/read/learned/consistency.ts';
import { measureFeatures, mentionFeatures, sentenceFeatures } from '../../src/answer/read/learned/features.ts';
import {
  type ClassifierName,
  type ModelData,
  mentionClassifiers,
  modelVersion,
  type SentenceClassifier,
  sentenceClassifiers,
  toModel,
} from '../../src/answer/read/learned/model.ts';
import { type Weighed, weigh } from '../../src/answer/read/learned/rank.ts';
import { classifierOf, measurePlaces, Scores } from '../../src/answer/read/learned/scores.ts';
import { currentOf, type Example } from './examples.ts';
import type { Labels } from './labels.ts';
import { minimise } from './lbfgs.ts';
import { type FitOptions, fitLogistic, type Labelled, Rows } from './logistic.ts';
import { isRight } from './right.ts';

export interface TrainingOptions {
  mentions: FitOptions;
  sentences: FitOptions;
  /** Inverse strength of the penalty of the reranker. */
  rerankC: number;
}

/** Label of a sentence classifier for an example; undefined where the example teaches nothing about it. */
function sentenceLabel(name: SentenceClassifier, labels: Labels | undefined, positives: number): string | undefined {
  if (!labels) return name === 'kind' ? 'none' : undefined;
  const task = labels.kind === 'task';
  switch (name) {
    case 'kind':
      return labels.kind;
    case 'op':
      return task || labels.kind === 'support' ? labels.op : undefined;
    case 'join':
      return positives > 1 ? labels.join : undefined;
    case 'status':
      return task || labels.kind === 'phase' ? labels.status : undefined;
    case 'empty':
      return task ? labels.empty : undefined;
    default:
      return labels[name];
  }
}

function positivesOf({ analysis, labels }: Example): number {
  const keys = new Set<string>();
  for (const [at, role] of (labels?.roles ?? []).entries())
    if (role && /^(?:\+(?:lead|coop|any)|text)$/.test(role)) keys.add(analysis.mentions[at]!.key);
  return keys.size;
}

type ByClassifier = Map<ClassifierName, Labelled[]>;

function push(into: ByClassifier, name: ClassifierName, labelled: Labelled): void {
  const list = into.get(name);
  if (list) list.push(labelled);
  else into.set(name, [labelled]);
}

function addMentions(example: Example, labels: Labels, rows: Rows, into: ByClassifier): void {
  const { analysis, gazetteer, weight } = example;
  for (const [index, mention] of analysis.mentions.entries()) {
    const name = classifierOf(mention, labels.kind as 'task');
    const label = labels.roles[index];
    if (!name || label === undefined) continue;
    push(into, name, { row: rows.size, label, weight });
    rows.add(mentionFeatures(analysis, index, gazetteer));
  }
  if (labels.kind !== 'indicator') return;
  for (const { start, end, measure } of measurePlaces(analysis.text, gazetteer.measures)) {
    push(into, 'measure', { row: rows.size, label: measure === labels.measure ? 'yes' : 'no', weight });
    rows.add(measureFeatures(analysis.text, start, end));
  }
}

function fitClassifiers(
  examples: readonly Example[],
  { mentions, sentences }: TrainingOptions,
): Record<ClassifierName, ClassifierData> {
  const whole = new Rows();
  const parts = new Rows();
  const labelled: ByClassifier = new Map();
  for (const example of examples) {
    const positives = positivesOf(example);
    for (const name of sentenceClassifiers) {
      const label = sentenceLabel(name, example.labels, positives);
      if (label !== undefined) push(labelled, name, { row: whole.size, label, weight: example.weight });
    }
    whole.add(sentenceFeatures(example.analysis));
    if (example.labels) addMentions(example, example.labels, parts, labelled);
  }
  const found: Partial<Record<ClassifierName, ClassifierData>> = {};
  for (const name of sentenceClassifiers) found[name] = fitLogistic(whole, labelled.get(name) ?? [], sentences);
  for (const name of mentionClassifiers) found[name] = fitLogistic(parts, labelled.get(name) ?? [], mentions);
  return found as Record<ClassifierName, ClassifierData>;
}

/** Before the reranker is fitted, the labels alone decide. */
const labelsAlone = { logp: 1 };

interface Choice {
  rows: Consistency[];
  right: boolean[];
}

function choiceOf(weighed: readonly Weighed[], example: Example): Choice | undefined {
  const rights = new Map<string, boolean>();
  const right = weighed.map(({ answer, candidate }) => {
    let known = rights.get(answer);
    if (known === undefined) {
      known = isRight(candidate.query, example.question);
      rights.set(answer, known);
    }
    return known;
  });
  if (!right.includes(true) || !right.includes(false)) return undefined;
  return { rows: weighed.map(({ features }) => features), right };
}

/** Candidates of examples that the classifiers have not seen. */
function choices(classifiers: Record<ClassifierName, ClassifierData>, unseen: readonly Example[]): Choice[] {
  const model = toModel({ version: modelVersion, classifiers, rerank: labelsAlone });
  return unseen.flatMap((example) => {
    if (!example.labels) return [];
    const scores = new Scores(example.analysis, example.gazetteer, model);
    return choiceOf(weigh(scores, example.gazetteer, currentOf(example.question)), example) ?? [];
  });
}

/** Weights that make the right candidates likely, starting from the labels alone. */
function fitReranker(all: readonly Choice[], c: number): Record<string, number> {
  const names = Object.keys(all[0]?.rows[0] ?? {});
  const start = Float64Array.from(names, (name) => (name === 'logp' ? 1 : 0));
  const packed = all.map(({ rows, right }) => ({
    rows: rows.map((row) => names.map((name) => row[name] ?? 0)),
    right,
  }));
  const objective = (point: Float64Array, gradient: Float64Array): number => {
    let loss = 0;
    for (let i = 0; i < point.length; i++) {
      const away = point[i]! - start[i]!;
      loss += (away * away) / (2 * c);
      gradient[i] = away / c;
    }
    for (const { rows, right } of packed) loss += addChoice(rows, right, point, gradient);
    return loss;
  };
  const point = minimise(objective, start.slice(), { iterations: 100, tolerance: 1e-6 });
  return Object.fromEntries(names.map((name, at) => [name, Math.round(point[at]! * 100) / 100]));
}

/** Minus the log of the probability of the right candidates together; its gradient is added. */
function addChoice(
  rows: readonly number[][],
  right: readonly boolean[],
  point: Float64Array,
  gradient: Float64Array,
): number {
  const scores = rows.map((row) => row.reduce((sum, value, i) => sum + value * point[i]!, 0));
  const top = Math.max(...scores);
  const weights = scores.map((score) => Math.exp(score - top));
  const total = weights.reduce((a, b) => a + b, 0);
  const good = weights.reduce((sum, weight, at) => sum + (right[at] ? weight : 0), 0);
  for (const [at, row] of rows.entries()) {
    const pull = weights[at]! / total - (right[at] ? weights[at]! / good : 0);
    if (pull !== 0) for (let i = 0; i < row.length; i++) gradient[i]! += pull * row[i]!;
  }
  return -Math.log(good / total);
}

/**
 * Fits everything. The reranker is fitted on candidates of examples that the classifiers which propose them have not seen.
 * @param held is an example held out for the reranker?
 */
export function fitModel(
  examples: readonly Example[],
  held: (example: Example) => boolean,
  options: TrainingOptions,
): ModelData {
  const unseen = examples.filter(held);
  const first = fitClassifiers(
    examples.filter((example) => !held(example)),
    options,
  );
  return {
    version: modelVersion,
    classifiers: fitClassifiers(examples, options),
    rerank: fitReranker(choices(first, unseen), options.rerankC),
  };
}
