/** How likely each label is for a question's kind, operator and joins, and for the role of every mention. */
import type { RecordKind } from '../../../model/plan.ts';
import { type Distribution, geometricMean, mostDecided } from './classifier.ts';
import { type Analysis, type FeatureMap, measureFeatures, mentionFeatures, sentenceFeatures } from './features.ts';
import type { Gazetteer } from './gazetteer.ts';
import type { Mention } from './mentions.ts';
import type { ClassifierName, MentionClassifier, Model, SentenceClassifier } from './model.ts';

/** Mentions that mean the same and share one role. */
export interface Slot {
  id: string;
  mentions: readonly Mention[];
  distribution: Distribution;
}

/** A place where what an indicator is counted in may be named. */
export interface MeasurePlace {
  start: number;
  end: number;
  measure: string;
}

const percent = /百分数|百分率|百分点|百分比|百分号|百分之|%/g;

/** Places of 家, 件, % and the like; the percent sign has several names. */
export function measurePlaces(text: string, measures: readonly string[]): MeasurePlace[] {
  return measures.flatMap((measure) => {
    const pattern = measure === '%' ? percent : new RegExp(measure.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'g');
    return [...text.matchAll(pattern)].map((match) => ({
      start: match.index,
      end: match.index + match[0].length,
      measure,
    }));
  });
}

/** Which classifier decides the role of a mention in a question for this kind of record. */
export function classifierOf(mention: Mention, kind: RecordKind): MentionClassifier | undefined {
  switch (mention.type) {
    case 'unit':
    case 'office':
      return kind === 'support' ? 'unit@support' : 'unit@rows';
    case 'number':
      return kind === 'indicator' ? 'number@indicator' : 'number@rows';
    case 'period':
    case 'term':
    case 'flag':
    case 'group':
      return mention.type;
    default:
      return undefined;
  }
}

export class Scores {
  readonly analysis: Analysis;
  private readonly gazetteer: Gazetteer;
  private readonly model: Model;
  private readonly sentence: FeatureMap;
  private readonly ofMention = new Map<string, FeatureMap>();
  private readonly bySentence = new Map<SentenceClassifier, Distribution>();
  private readonly byKind = new Map<string, readonly Slot[]>();

  constructor(analysis: Analysis, gazetteer: Gazetteer, model: Model) {
    this.analysis = analysis;
    this.gazetteer = gazetteer;
    this.model = model;
    this.sentence = sentenceFeatures(analysis);
  }

  private classify(name: ClassifierName, features: FeatureMap): Distribution {
    return this.model.classifiers.get(name)!.logProbabilities(features);
  }

  of(name: SentenceClassifier): Distribution {
    let distribution = this.bySentence.get(name);
    if (!distribution) {
      distribution = this.classify(name, this.sentence);
      this.bySentence.set(name, distribution);
    }
    return distribution;
  }

  private roleOf(index: number, name: MentionClassifier): Distribution {
    let features = this.ofMention.get(String(index));
    if (!features) {
      features = mentionFeatures(this.analysis, index, this.gazetteer);
      this.ofMention.set(String(index), features);
    }
    return this.classify(name, features);
  }

  /** The mentions that have a role in a question for this kind, those that mean the same together. */
  slots(kind: RecordKind): readonly Slot[] {
    const family = kind === 'support' || kind === 'indicator' ? kind : 'rows';
    let slots = this.byKind.get(family);
    if (slots) return slots;
    const grouped = new Map<string, { name: MentionClassifier; indexes: number[] }>();
    for (const [index, mention] of this.analysis.mentions.entries()) {
      const name = classifierOf(mention, kind);
      if (!name) continue;
      const id = `${mention.type}:${mention.key}`;
      const group = grouped.get(id) ?? { name, indexes: [] };
      group.indexes.push(index);
      grouped.set(id, group);
    }
    slots = [...grouped].map(([id, { name, indexes }]) => {
      const distributions = indexes.map((index) => this.roleOf(index, name));
      return {
        id,
        mentions: indexes.map((index) => this.analysis.mentions[index]!),
        distribution: name === 'term' ? mostDecided(distributions, 'none') : geometricMean(distributions),
      };
    });
    this.byKind.set(family, slots);
    return slots;
  }

  /** How likely each measure of indicators is named, best first. */
  measures(): { measure: string; logp: number }[] {
    const { text } = this.analysis;
    return measurePlaces(text, this.gazetteer.measures)
      .map(({ start, end, measure }) => ({
        measure,
        logp: this.classify('measure', measureFeatures(text, start, end)).get('yes') ?? -9,
      }))
      .sort((a, b) => b.logp - a.logp);
  }
}
