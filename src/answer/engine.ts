/** One pack made ready to be asked: its vocabulary, the search over its records, and the search over its channels. */
import { hasPhrasings } from '../knowledge/phrasings.ts';
import type { KnowledgePack, ServicePoint } from '../model/pack/pack.ts';
import type { CommonSpeech } from '../model/pack/speech.ts';
import { buildVocabulary, type Vocabulary } from './analyse/vocabulary.ts';
import { NeedReader } from './read/needs.ts';
import { type Compiled, compile, featuresOf } from './retrieve/compile.ts';
import { type Ranking, SearchIndex } from './retrieve/search.ts';
import { outsideness } from './retrieve/stated.ts';
import { isRecord } from './retrieve/thresholds.ts';
import { SpellCorrector } from './text/spelling.ts';
import { hashFeature } from './text/text.ts';

/** Compiles a pack; a door to the outside (a disk cache) may do it some other way, with the same outcome. */
export type Compile = (pack: KnowledgePack, speech: CommonSpeech, vocabulary: Vocabulary) => Compiled;

export class Engine {
  readonly pack: KnowledgePack;
  readonly speech: CommonSpeech;
  readonly vocabulary: Vocabulary;
  readonly spelling: SpellCorrector;
  readonly needs: NeedReader;
  private readonly compiled: Compiled;
  private readonly index: SearchIndex;
  private readonly servicePoints: SearchIndex;
  private last: { text: string; ranking: Ranking } | undefined;
  /** Has enough questions written for its records to learn from what it does state. */
  readonly phrased: boolean;
  private readonly servicePointById: ReadonlyMap<string, ServicePoint>;

  constructor(pack: KnowledgePack, speech: CommonSpeech, compilePack: Compile = compile) {
    this.pack = pack;
    this.speech = speech;
    this.vocabulary = buildVocabulary(pack, speech);
    this.compiled = compilePack(pack, speech, this.vocabulary);
    this.index = new SearchIndex(this.compiled.records);
    this.servicePoints = new SearchIndex(this.compiled.servicePoints);
    this.phrased = hasPhrasings(pack);
    this.servicePointById = new Map(pack.servicePoints.map((servicePoint) => [servicePoint.id, servicePoint]));
    this.needs = new NeedReader(pack);
    this.spelling = new SpellCorrector(pack, speech, (part) => this.index.has(hashFeature(part)));
  }

  /** Documents of records and of topics that no plan states, best first. One question is ranked by several steps, so the last ranking is kept. */
  rank(text: string, allow?: (id: string) => boolean): Ranking {
    if (allow && allow !== isRecord) return this.index.search(featuresOf(text, this.vocabulary), allow);
    if (this.last?.text !== text) this.last = { text, ranking: this.index.search(featuresOf(text, this.vocabulary)) };
    const { ranking } = this.last;
    return allow ? { ...ranking, hits: ranking.hits.filter(({ id }) => isRecord(id)) } : ranking;
  }

  /** 0…1: how much a question sounds like what no record states. */
  outsideness(text: string): number {
    return outsideness(this.compiled.stated, text);
  }

  /** The channel that a question means among those that stand on a record; best first. */
  servicePointsFor(text: string, record: string): { channel: ServicePoint; score: number; share: number }[] {
    const { hits, best } = this.servicePoints.search(featuresOf(text, this.vocabulary), (id) =>
      this.servicePointById.get(id)!.records.includes(record),
    );
    return hits.map(({ id, score }) => ({ channel: this.servicePointById.get(id)!, score, share: score / best }));
  }
}
