/** What of a pack takes long to make and is the same every time: its search indexes and what was learned from its phrasings. */
import type { KnowledgePack } from '../../model/pack/pack.ts';
import type { CommonSpeech } from '../../model/pack/speech.ts';
import { buildVocabulary, type Vocabulary } from '../analyse/vocabulary.ts';
import { recordWords } from '../columns/record-words.ts';
import { clean, type Features, features, hashFeature } from '../text/text.ts';
import { IndexBuilder, type IndexData } from './search.ts';
import { type Example, learnStated, type StatedData } from './stated.ts';

/** Plain data throughout, so that it can be kept on disk. */
export interface Compiled {
  records: IndexData;
  servicePoints: IndexData;
  stated: StatedData;
}

/** Topics that are no question at all: they count only where nothing else is asked. */
export const social: ReadonlySet<string> = new Set(['smalltalk', 'abuse', 'identity', 'nonsense', 'injection']);

/** The record's own words count as much as this many phrasings. */
const ownWeight = 2;

/** Characters, words and concepts of a clean text; into `scratch` where one is given. */
export function featuresOf(cleaned: string, { concepts }: Vocabulary, scratch?: Features): Features {
  scratch?.clear();
  const found = features(cleaned, scratch);
  for (const { value } of concepts.read(cleaned)) found.set(hashFeature(`#${value}`), 1);
  return found;
}

export function compile(
  pack: KnowledgePack,
  speech: CommonSpeech,
  vocabulary = buildVocabulary(pack, speech),
): Compiled {
  const phrasings = pack.phrasings.map(({ target, text }) => ({ target, text: clean(text) }));
  const examples = speech.outside.flatMap(({ id, questions }) =>
    questions.map((text) => ({ topic: id, text: clean(text) })),
  );
  // One map for all texts: thousands of short-lived ones cost more to collect than to fill.
  const scratch: Features = new Map();
  const records = new IndexBuilder();
  const firstRecord = new Map(pack.servicePoints.map(({ id, records: on }) => [`service-point:${id}`, on[0]]));
  for (const record of pack.records.values())
    records.add(record.id, featuresOf(clean(recordWords(record)), vocabulary, scratch), ownWeight);
  for (const { target, text } of phrasings) {
    const id = firstRecord.get(target) ?? target;
    if (id !== 'outside') records.add(id, featuresOf(text, vocabulary, scratch));
  }
  for (const { topic, text } of examples) records.add(`outside:${topic}`, featuresOf(text, vocabulary, scratch));
  const servicePoints = new IndexBuilder();
  for (const { id, name, aliases, needs, questions } of pack.servicePoints)
    for (const text of [name, ...aliases, ...needs, ...questions])
      servicePoints.add(id, featuresOf(clean(text), vocabulary, scratch));
  const stated = learnStated(statedExamples(pack, speech));
  return { records: records.done(), servicePoints: servicePoints.done(), stated };
}

/** Questions that a record answers, and questions that none does: those of the pack, and ways of asking said of its things. */
function statedExamples(pack: KnowledgePack, speech: CommonSpeech): Example[] {
  return [
    ...pack.phrasings.map(({ target, text }) => ({ text: clean(text), outside: target === 'outside' })),
    ...aspectExamples(pack, speech),
    ...speech.outside
      .filter(({ id }) => !social.has(id))
      .flatMap(({ questions }) => questions.map((text) => ({ text: clean(text), outside: true }))),
  ];
}

/** How many topics each way of asking is said of. */
const topicsEach = { stated: 4, unstated: 4 };

/** What a plan's things are called in a question: places, terms, the beginnings of its rows. */
function topicsOf({ servicePoints, concepts, plan }: KnowledgePack): string[] {
  const named = servicePoints.flatMap(({ name, aliases }) => [name, ...aliases.slice(0, 2)]);
  const terms = concepts.flatMap((concept) => concept.terms.slice(0, 1));
  const rows = plan.records.map((record) =>
    recordWords(record)
      .split(/[，,。；;、（(]/)[0]!
      .slice(0, longestTopic),
  );
  return [...new Set([...named, ...terms, ...rows].map(clean))].filter((topic) => topic.length > 2);
}
const longestTopic = 16;

/** A way of asking, clean, before and after what it is said of. */
interface Asking {
  question: string;
  slot: 'topic' | 'unit';
  stated: boolean;
  before: string;
  after: string;
  /** No mark stands beside the slot, so that the parts may be cleaned apart. */
  joins: boolean;
}

const letterAtEnd = /(?:^|[\u3400-\u9fff a-z0-9])$/;
const letterAtStart = /^(?:$|[\u3400-\u9fffa-z0-9])/;
const letters = /^[\u3400-\u9fffa-z0-9]{2,}$/;

/** By the list that was read; thousands of ways of asking are the same for every pack. */
const askingsOf = new WeakMap<CommonSpeech['aspects'], readonly Asking[]>();

function askings(aspects: CommonSpeech['aspects']): readonly Asking[] {
  const known = askingsOf.get(aspects);
  if (known) return known;
  const made = aspects.map(({ stated, question }): Asking => {
    const slot = question.includes('{unit}') ? 'unit' : 'topic';
    const [before = '', after] = clean(question).split(`{${slot}}`);
    const joins = after !== undefined && !before.endsWith(' ') && letterAtEnd.test(before) && letterAtStart.test(after);
    return { question, slot, stated, before, after: after ?? '', joins };
  });
  askingsOf.set(aspects, made);
  return made;
}

/** Each way of asking, said of some of the plan's things: what is learned is the asking, since the things are the same. */
function aspectExamples(pack: KnowledgePack, { aspects }: CommonSpeech): Example[] {
  const namesOf = (names: readonly string[]) => names.map((name) => ({ name, joins: letters.test(name) }));
  const fill = {
    topic: namesOf(topicsOf(pack)),
    unit: namesOf(pack.units.units.map(({ short }) => clean(short))),
  };
  const found: Example[] = [];
  let at = 0;
  for (const { question, slot, stated, before, after, joins } of askings(aspects)) {
    const names = fill[slot];
    const count = names.length ? topicsEach[stated ? 'stated' : 'unstated'] : 0;
    for (let n = 0; n < count; n++) {
      at = (at + 7) % names.length;
      const { name, joins: joined } = names[at]!;
      const text = joins && joined ? before + name + after : clean(question.replace(`{${slot}}`, name));
      found.push({ text, outside: !stated });
    }
  }
  return found;
}
