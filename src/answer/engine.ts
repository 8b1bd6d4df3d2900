/** One pack made ready to be asked: its vocabulary, the search over its records, and the search over its channels. */
import type { Channel, KnowledgePack } from '../model/pack.ts';
import type { PlanRecord } from '../model/plan.ts';
import type { CommonSpeech } from '../model/speech.ts';
import { Repairer } from './repair.ts';
import { IndexBuilder, type Ranking, type SearchIndex } from './search.ts';
import { Stated } from './stated.ts';
import { clean, type Features, features, hashFeature } from './text.ts';
import { buildVocabulary, conceptsIn, type Vocabulary } from './vocabulary.ts';

/** Topics that are no question at all: they count only where nothing else is asked. */
export const social: ReadonlySet<string> = new Set(['smalltalk', 'abuse', 'identity', 'nonsense', 'injection']);

/** The record's own words count as much as this many phrasings. */
const ownWeight = 2;

export class Engine {
  readonly pack: KnowledgePack;
  readonly speech: CommonSpeech;
  readonly vocabulary: Vocabulary;
  readonly repairer: Repairer;
  readonly stated: Stated;
  private readonly index: SearchIndex;
  private readonly channels: SearchIndex;
  private readonly channelById = new Map<string, Channel>();

  constructor(pack: KnowledgePack, speech: CommonSpeech) {
    this.pack = pack;
    this.speech = speech;
    this.vocabulary = buildVocabulary(pack, speech);
    const phrasings = pack.phrasings.map(({ target, text }) => ({ target, text: clean(text) }));
    const examples = speech.outside.flatMap((topic) =>
      topic.examples.map((text) => ({ topic: topic.id, text: clean(text) })),
    );
    this.stated = new Stated([
      ...phrasings.map(({ target, text }) => ({ text, outside: target === 'outside' })),
      ...examples.filter(({ topic }) => !social.has(topic)).map(({ text }) => ({ text, outside: true })),
    ]);
    // One map for all texts: thousands of short-lived ones cost more to collect than to fill.
    const scratch: Features = new Map();
    const index = new IndexBuilder();
    for (const record of pack.records.values())
      index.add(record.id, this.featuresOf(clean(ownText(record)), scratch), ownWeight);
    for (const channel of pack.channels) this.channelById.set(channel.id, channel);
    for (const { target, text } of phrasings) {
      const id = target.startsWith('channel:') ? this.channelById.get(target.slice(8))?.records[0] : target;
      if (id && id !== 'outside') index.add(id, this.featuresOf(text, scratch));
    }
    for (const { topic, text } of examples) index.add(`outside:${topic}`, this.featuresOf(text, scratch));
    this.index = index.done();
    const sayings = [...phrasings, ...examples].map(({ text }) => text);
    this.repairer = new Repairer(pack, speech, sayings, (part) => this.index.has(hashFeature(part)));
    const channels = new IndexBuilder();
    for (const channel of pack.channels)
      for (const text of [channel.name, ...channel.aliases, ...channel.needs, ...channel.say])
        channels.add(channel.id, this.featuresOf(clean(text), scratch));
    this.channels = channels.done();
  }

  /** Characters, words and concepts of a clean text. */
  private featuresOf(cleaned: string, scratch?: Features): Features {
    scratch?.clear();
    const found = features(cleaned, scratch);
    for (const { value } of conceptsIn(cleaned, this.vocabulary)) found.set(hashFeature(`#${value}`), 1);
    return found;
  }

  rank(text: string, allow?: (id: string) => boolean): Ranking {
    return this.index.search(this.featuresOf(text), allow);
  }

  /** The channel that a question means among those that stand on a record; best first. */
  channelsFor(text: string, record: string): { channel: Channel; score: number }[] {
    return this.channels
      .search(this.featuresOf(text), (id) => this.channelById.get(id)!.records.includes(record))
      .hits.map(({ id, score }) => ({ channel: this.channelById.get(id)!, score }));
  }
}

function ownText(record: PlanRecord): string {
  const title = 'title' in record && record.title.text !== record.text.text ? `${record.title.text} ` : '';
  return `${title}${record.text.text}`;
}
