/** One pack made ready to be asked: its vocabulary, the search over its records, and the search over its channels. */
import type { Channel, KnowledgePack } from '../model/pack.ts';
import type { CommonSpeech } from '../model/speech.ts';
import { type Compiled, compile, featuresOf } from './compile.ts';
import { Repairer } from './repair.ts';
import { type Ranking, SearchIndex } from './search.ts';
import { outsideness } from './stated.ts';
import { hashFeature } from './text.ts';
import { buildVocabulary, type Vocabulary } from './vocabulary.ts';

/** Compiles a pack; a door to the outside (a disk cache) may do it some other way, with the same outcome. */
export type Compile = (pack: KnowledgePack, speech: CommonSpeech, vocabulary: Vocabulary) => Compiled;

export class Engine {
  readonly pack: KnowledgePack;
  readonly speech: CommonSpeech;
  readonly vocabulary: Vocabulary;
  readonly repairer: Repairer;
  private readonly compiled: Compiled;
  private readonly index: SearchIndex;
  private readonly channels: SearchIndex;
  private readonly channelById: ReadonlyMap<string, Channel>;

  constructor(pack: KnowledgePack, speech: CommonSpeech, compilePack: Compile = compile) {
    this.pack = pack;
    this.speech = speech;
    this.vocabulary = buildVocabulary(pack, speech);
    this.compiled = compilePack(pack, speech, this.vocabulary);
    this.index = new SearchIndex(this.compiled.records);
    this.channels = new SearchIndex(this.compiled.channels);
    this.channelById = new Map(pack.channels.map((channel) => [channel.id, channel]));
    this.repairer = new Repairer(pack, speech, (part) => this.index.has(hashFeature(part)));
  }

  rank(text: string, allow?: (id: string) => boolean): Ranking {
    return this.index.search(featuresOf(text, this.vocabulary), allow);
  }

  /** 0…1: how much a question sounds like what no record states. */
  outsideness(text: string): number {
    return outsideness(this.compiled.stated, text);
  }

  /** The channel that a question means among those that stand on a record; best first. */
  channelsFor(text: string, record: string): { channel: Channel; score: number; share: number }[] {
    const { hits, best } = this.channels.search(featuresOf(text, this.vocabulary), (id) =>
      this.channelById.get(id)!.records.includes(record),
    );
    return hits.map(({ id, score }) => ({ channel: this.channelById.get(id)!, score, share: score / best }));
  }
}
