/** Features of a question and of its mentions for the learned classifiers: n-grams around placeholders, word classes, neighbours. */
import type { Month } from '../../../knowledge/month.ts';
import type { Gazetteer } from './gazetteer.ts';
import type { Mention } from './mentions.ts';

/** Weight by feature; a feature's name starts with its family. */
export type FeatureMap = Map<string, number>;

/** A question as three strings: mentions as letters; class words as signs too; letters and signs alone. */
interface Abstract {
  text: string;
  /** Place of each mention's letter. */
  places: number[];
}

export interface Analysis {
  text: string;
  current: Month;
  mentions: readonly Mention[];
  delexed: Abstract;
  classed: Abstract;
  signs: Abstract;
}

const separator = /[,.;?!:\s]/;

export function analyse(text: string, current: Month, mentions: readonly Mention[], gazetteer: Gazetteer): Analysis {
  const delexed: Abstract = { text: '', places: [] };
  const classed: Abstract = { text: '', places: [] };
  const signs: Abstract = { text: '', places: [] };
  let next = 0;
  for (let at = 0; at < text.length; ) {
    const mention = mentions[next];
    if (mention?.start === at) {
      for (const one of [delexed, classed, signs]) {
        one.places.push(one.text.length);
        one.text += mention.sign;
      }
      at = mention.end;
      next++;
      continue;
    }
    const word = gazetteer.classes.at(text, at);
    const end = Math.min(word?.end ?? at + 1, mention?.start ?? text.length);
    const cut = separator.test(text[at]!);
    delexed.text += text.slice(at, end);
    classed.text += word?.sign ?? (cut ? ',' : text[at]);
    signs.text += word?.sign ?? (cut ? ',' : '');
    at = end;
  }
  return { text, current, mentions, delexed, classed, signs };
}

function put(into: FeatureMap, name: string, weight: number): void {
  if (!into.has(name)) into.set(name, weight);
}

function grams(into: FeatureMap, family: string, text: string, least: number, most: number, weight: number): void {
  for (let start = 0; start < text.length; start++)
    for (let end = start + least; end <= Math.min(text.length, start + most); end++)
      put(into, family + text.slice(start, end), weight);
}

function clauseAround(text: string, place: number): [number, number] {
  let from = place;
  while (from > 0 && !separator.test(text[from - 1]!)) from--;
  let to = place;
  while (to < text.length && !separator.test(text[to]!)) to++;
  return [from, to];
}

/** What stands around one place of a string, near and far; `scale` weighs the string against the others. */
function around(into: FeatureMap, family: string, whole: string, place: number, scale: number, short: boolean): void {
  const text = `${whole.slice(0, place)}@${whole.slice(place + 1)}`;
  const [from, to] = clauseAround(text, place);
  const left = text.slice(from, place);
  const right = text.slice(place + 1, to);
  const least = short ? 1 : 2;
  for (let n = 1; n <= 4; n++) {
    if (left.length >= n) put(into, `${family}l<${left.slice(-n)}`, scale);
    if (right.length >= n) put(into, `${family}r>${right.slice(0, n)}`, scale);
  }
  if (!left) put(into, `${family}l^`, scale);
  if (!right) put(into, `${family}r$`, scale);
  grams(into, `${family}L`, left.slice(short ? -5 : -7), 1, 3, 0.6 * scale);
  grams(into, `${family}R`, right.slice(0, short ? 6 : 9), 1, 3, 0.7 * scale);
  grams(into, `${family}(`, left, least, 3, 0.4 * scale);
  grams(into, `${family})`, right, least, 3, 0.4 * scale);
  grams(into, `${family}p`, text.slice(Math.max(0, from - 12), from), least, 3, 0.4 * scale);
  grams(into, `${family}n`, text.slice(to + 1, to + 15), least, 3, 0.4 * scale);
  // Of the whole question only the signs: its words would make most of the model and tell least.
  if (short) grams(into, `${family}s`, text, 1, 4, 0.3 * scale);
}

const bucket = (value: number, bounds: readonly number[]) => bounds.filter((bound) => value >= bound).length;

type MentionOf<T extends Mention['type']> = Extract<Mention, { type: T }>;
type NamedTrait = readonly [name: string, holds: boolean | undefined];

const namesThatHold = (traits: readonly NamedTrait[]): string[] =>
  traits.filter(([, holds]) => holds).map(([name]) => name);

function unitTraits({ bare, units }: MentionOf<'unit'>, gazetteer: Gazetteer): string[] {
  return namesThatHold([
    ['bare', bare],
    ['joint', units.length > 1],
    ['in-tasks', units.some((unit) => gazetteer.standsIn(unit, 'task'))],
    ['in-support', units.some((unit) => gazetteer.standsIn(unit, 'support'))],
  ]);
}

function periodTraits(mention: MentionOf<'period'>, current: Month): string[] {
  const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = mention;
  if (from <= current && current <= to) return ['now'];
  return [to < current ? 'gone' : 'to come'];
}

function numberTraits({ value, chinese }: MentionOf<'number'>): string[] {
  const size = `size${bucket(value, [2, 10, 70, 500])}`;
  return namesThatHold([
    [size, true],
    ['round', value % 10 === 0],
    ['chinese', chinese],
  ]);
}

function termTraits({ term, quoted, named }: MentionOf<'term'>, gazetteer: Gazetteer): string[] {
  const share = `share${bucket(gazetteer.text.share(term), [0.0001, 0.03, 0.1, 0.3])}`;
  return namesThatHold([
    [share, true],
    [`long${Math.min(term.length, 5)}`, true],
    ['quoted', quoted],
    ['named', named],
  ]);
}

/** What the mention itself is like. */
function traitsOf(mention: Mention, { current }: Analysis, gazetteer: Gazetteer): string[] {
  switch (mention.type) {
    case 'unit':
      return unitTraits(mention, gazetteer);
    case 'period':
      return periodTraits(mention, current);
    case 'number':
      return numberTraits(mention);
    case 'term':
      return termTraits(mention, gazetteer);
    default:
      return [];
  }
}

function neighbours(into: FeatureMap, { text, mentions }: Analysis, index: number): void {
  const mention = mentions[index]!;
  const before = mentions[index - 1];
  const after = mentions[index + 1];
  const between = (from: number, to: number) => (to - from <= 4 ? text.slice(from, to) : undefined);
  if (before) {
    into.set(`<${before.sign}`, 0.7);
    const words = between(before.end, mention.start);
    if (words !== undefined) into.set(`<<${before.sign}${words}`, 1);
  }
  if (after) {
    into.set(`>${after.sign}`, 0.7);
    const words = between(mention.end, after.start);
    if (words !== undefined) into.set(`>>${after.sign}${words}`, 1);
  }
}

export function mentionFeatures(analysis: Analysis, index: number, gazetteer: Gazetteer): FeatureMap {
  const { mentions, delexed, classed, signs } = analysis;
  const mention = mentions[index]!;
  const found: FeatureMap = new Map([
    ['=', 1],
    [`=${mention.sign}`, 1],
  ]);
  for (const trait of traitsOf(mention, analysis, gazetteer)) found.set(`=${trait}`, 1);
  const alike = mentions.filter(({ type }) => type === mention.type);
  const keys = [...new Set(alike.map(({ key }) => key))];
  found.set(`=of${Math.min(keys.length, 3)}`, 1);
  found.set(`=${Math.min(keys.indexOf(mention.key), 3)}of${Math.min(keys.length, 3)}`, 1);
  if (alike.filter(({ key }) => key === mention.key).length > 1) found.set('=again', 0.7);
  neighbours(found, analysis, index);
  around(found, '', delexed.text, delexed.places[index]!, 0.5, false);
  around(found, '~', classed.text, classed.places[index]!, 0.7, false);
  around(found, '#', signs.text, signs.places[index]!, 1, true);
  return found;
}

/** Features of the whole question. */
export function sentenceFeatures({ delexed, classed, signs }: Analysis): FeatureMap {
  const found: FeatureMap = new Map([['=', 3]]);
  grams(found, '', `^${delexed.text}$`, 1, 3, 0.3);
  grams(found, '~', `^${classed.text}$`, 1, 4, 0.5);
  grams(found, '#', `^${signs.text}$`, 1, 4, 1);
  for (const clause of signs.text.split(','))
    for (let i = 0; i < clause.length; i++)
      for (let j = i + 1; j < Math.min(clause.length, i + 5); j++) put(found, `_${clause[i]}${clause[j]}`, 0.8);
  for (const sign of new Set(signs.text.match(/[A-Z]/g) ?? [])) {
    const count = signs.text.split(sign).length - 1;
    found.set(`=${sign}${Math.min(count, 3)}`, 0.7);
  }
  return found;
}

/** Signs of what an indicator may be counted in (家, 件, %): single characters that mean it only in some places. */
export function measureFeatures(text: string, start: number, end: number): FeatureMap {
  const found: FeatureMap = new Map([['=', 1]]);
  const left = text.slice(Math.max(0, start - 8), start);
  const right = text.slice(end, end + 8);
  for (let n = 1; n <= 4; n++) {
    if (left.length >= n) put(found, `l<${left.slice(-n)}`, 1);
    if (right.length >= n) put(found, `r>${right.slice(0, n)}`, 1);
  }
  grams(found, 'L', left, 1, 2, 0.5);
  grams(found, 'R', right, 1, 2, 0.5);
  return found;
}
