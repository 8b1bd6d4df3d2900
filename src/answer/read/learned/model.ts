/** The trained model of the learned reader: its file's shape, and its classifiers by name. */
import { readFileSync } from 'node:fs';
import { Classifier, type ClassifierData } from './classifier.ts';

export const sentenceClassifiers = ['kind', 'op', 'dim', 'form', 'join', 'status', 'empty'] as const;
export const mentionClassifiers = [
  'unit@rows',
  'unit@support',
  'period',
  'number@rows',
  'number@indicator',
  'term',
  'flag',
  'group',
  'measure',
] as const;
export type SentenceClassifier = (typeof sentenceClassifiers)[number];
export type MentionClassifier = (typeof mentionClassifiers)[number];
export type ClassifierName = SentenceClassifier | MentionClassifier;

/** `model.json`: written by training, read once. */
export interface ModelData {
  version: number;
  classifiers: Record<ClassifierName, ClassifierData>;
  /** Weight of each feature of `consistency.ts` in choosing among candidate queries. */
  rerank: Record<string, number>;
}

export const modelVersion = 1;

export interface Model {
  classifiers: ReadonlyMap<ClassifierName, Classifier>;
  rerank: Readonly<Record<string, number>>;
}

export function toModel({ version, classifiers, rerank }: ModelData): Model {
  if (version !== modelVersion) throw new Error(`the model of the learned reader has version ${version}`);
  const named = [...sentenceClassifiers, ...mentionClassifiers].map(
    (name) => [name, new Classifier(classifiers[name])] as const,
  );
  return { classifiers: new Map(named), rerank };
}

let loaded: Model | undefined;

/** The model that is committed beside this file, read once. */
export function committedModel(): Model {
  loaded ??= toModel(JSON.parse(readFileSync(new URL('model.json', import.meta.url), 'utf8')) as ModelData);
  return loaded;
}
