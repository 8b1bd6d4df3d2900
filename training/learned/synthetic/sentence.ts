/** Puts parts together as people type them: attributes before a noun, exclusions in frames of their own, filters, asides. */
import type { Select } from '../../../src/answer/query.ts';
import { fill, type Part, type Setting } from './part.ts';
import { askers, exclusionFrames, keywordFrames, kills, leadIns, monthAsides, nouns, repairs } from './phrases.ts';

/** Puts parts around a noun: pieces at the head, attributes, clauses that take away. */
export function sentence(setting: Setting, parts: readonly Part[], tail: string): string {
  const { random } = setting;
  const of = (place: Part['place']) => parts.filter((part) => part.place === place).map(({ text }) => text);
  const attributes = random.shuffle(of('attribute'));
  const front = of('front').map((text) => text + random.pick(['', ',', '的']));
  const noun = random.pick(nouns);
  const joint = random.pick(['、', ',', '的', '且', '又', ' ', '、', ',', '而且', '、又', '的,']);
  const body = `${front.join('')}${attributes.join(joint)}${attributes.length ? '的' : ''}`;
  const style = random.next();
  let typed: string;
  if (style < 0.2 && attributes.length)
    typed = `${random.pick(['任务里', '任务中', '哪些任务', '清单里', '附件1里'])}${front.join('')}${random.pick(['', ','])}${attributes.join(joint)}${random.pick(['的', '的', ''])}${random.pick(['', ','])}${tail}`;
  else if (style < 0.3 && attributes.length && tail) typed = `${tail}${random.pick([':', ',', ''])}${body}${noun}`;
  else typed = `${body}${noun}${random.pick(['', ',', ',', ' '])}${tail}`;
  for (const clause of of('clause'))
    typed = random.chance(0.4)
      ? `${clause}${random.pick([',', ' ', ','])}${typed}`
      : `${typed.replace(/,$/, '')}${random.pick([',', ' '])}${clause}`;
  return typed;
}

/** 先把X去掉，剩下的Y: an exclusion of a unit in a frame of its own. */
export function framed(setting: Setting, parts: readonly Part[], tail: string): string | undefined {
  const { random } = setting;
  const excluded = parts.find(({ shape }) => shape.startsWith('!') && shape !== '!yes');
  const rest = parts.filter((part) => part !== excluded);
  if (!excluded || !rest.length || rest.some(({ place }) => place === 'clause')) return undefined;
  // The excluded clause without its own verb: 公安牵头的不要 → 公安牵头.
  const bare = /^(.*?)的?(?:都?不要|除外|不算|去掉|剔除|拿掉|排除|的都不要)$/.exec(excluded.text)?.[1];
  if (!bare) return undefined;
  const x = `${bare}${random.chance(0.8) ? '的' : ''}`;
  const y = rest.map(({ text }) => text).join(random.pick(['、', ',', ' ', '又']));
  return fill(random.pick(exclusionFrames), { x, y, k: random.pick(kills), t: tail }).replaceAll('的的', '的');
}

export function keywords({ random }: Setting, parts: readonly Part[]): string {
  const typed = random.shuffle(parts.map(({ keyword }) => keyword));
  return `${random.pick(keywordFrames.start)}${typed.join(random.pick(keywordFrames.joint))} ${random.pick(keywordFrames.tail)}`;
}

/** The asker beside the unit, a correction in the middle, punctuation left out, the plan's own headings. */
export function roughen(setting: Setting, text: string, query: Select): string {
  const { random, words } = setting;
  let typed = words.inOwnHeadings(random, text);
  const named = JSON.stringify(query);
  const other = () => random.pick(words.unitKeys('task').filter((key) => !named.includes(key.split('|')[0]!)));
  if (random.chance(0.12)) typed = fill(random.pick(askers), { u: words.unit(random, other()) }) + typed;
  else if (random.chance(0.06)) typed = repaired(setting, typed, words.unit(random, other()));
  else typed = leadIn(setting) + typed;
  if (random.chance(0.15)) typed = typed.replace(/[,、]/g, ' ');
  return typed + random.pick(['', '', '?', '。', '?']);
}

const leadIn = (setting: Setting) => (setting.random.chance(0.06) ? aside(setting) : setting.random.pick(leadIns));

/** 都10月了: which month it is, and nothing that is asked. */
const aside = ({ random, now }: Setting) => fill(random.pick(monthAsides), { m: `${now.month}月` });

function repaired({ random, words }: Setting, typed: string, other: string): string {
  const gap = () => random.pick([' ', ',', ',']);
  const names = words.gazetteer;
  for (let at = 0; at < typed.length; at++) {
    const name = names.at(typed, at);
    if (name?.meaning.type === 'unit')
      return `${typed.slice(0, at)}${other}${gap()}${random.pick(repairs)}${gap()}${typed.slice(at)}`;
  }
  return typed;
}
