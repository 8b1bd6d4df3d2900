/** Parts of synthetic questions about tasks: a condition of a column, and how somebody puts it. */
import { type Condition, notOf } from '../../src/answer/query.ts';
import { type Day, type Month, monthOf, numberOf, yearOf } from '../../src/knowledge/month.ts';
import { readPeriods } from '../../src/language/period.ts';
import {
  countPhrases,
  duePhrases,
  dueWords,
  emptyPhrases,
  groupPhrases,
  keywordPhrases,
  pairPhrases,
  rowPhrases,
  starPhrases,
  textPhrases,
  unitPhrases,
} from './phrases.ts';
import type { Random } from './random.ts';
import type { PackWords } from './vocabulary.ts';

/** Where a part stands: before the noun, as a sentence of its own, or at the head of the question. */
export type Place = 'attribute' | 'clause' | 'front';

export interface Part {
  condition: Condition;
  text: string;
  /** As for a spreadsheet's filter. */
  keyword: string;
  place: Place;
  shape: string;
  /** Keys of the units that it names. */
  units: string[];
}

export interface Setting {
  random: Random;
  words: PackWords;
  now: Day;
}

export const fill = (template: string, values: Readonly<Record<string, string>>) =>
  template.replace(/\{(\w)\}/g, (whole, name: string) => values[name] ?? whole);

export const monthText = (month: Month) => `${yearOf(month)}-${String(numberOf(month)).padStart(2, '0')}`;
const numerals = '零一两三四五六七八九';
const columnOf: Record<string, string> = { lead: 'responsible', coop: 'cooperating', any: 'units' };

function part(
  { random }: Setting,
  shape: string,
  condition: Condition,
  phrases: readonly string[],
  values: Readonly<Record<string, string>>,
  more: { place?: Place; units?: string[]; keyword?: string } = {},
): Part {
  const text = fill(random.pick(phrases), values);
  const keywords = keywordPhrases[more.keyword ?? shape];
  return {
    condition,
    text,
    keyword: keywords ? fill(random.pick(keywords), values) : text,
    place: more.place ?? 'attribute',
    shape,
    units: more.units ?? [],
  };
}

const has = (role: string, key: string): Condition => ({ column: columnOf[role]!, is: 'has', units: key.split('|') });

export function unitPart(setting: Setting): Part {
  const { random, words } = setting;
  const key = random.pick(words.unitKeys('task'));
  const role = random.pick(['lead', 'coop', 'coop', 'any', 'any']);
  return part(setting, role, has(role, key), unitPhrases[role]!, { u: words.unit(random, key) }, { units: [key] });
}

export function notUnitPart(setting: Setting): Part {
  const { random, words } = setting;
  const key = random.pick(words.unitKeys('task'));
  const u = words.unit(random, key);
  const role = random.pick(['lead', 'lead', 'any', 'any', 'coop']);
  const whole = random.chance(0.5);
  return part(
    setting,
    `${whole ? '!' : '-'}${role}`,
    notOf(has(role, key)),
    unitPhrases[`${whole ? '!' : '-'}${role}`]!,
    { u },
    {
      place: whole ? 'clause' : 'attribute',
      units: [key],
      keyword: `-${role}`,
    },
  );
}

export function onlyPart(setting: Setting): Part {
  const { random, words } = setting;
  const key = random.pick(words.unitKeys('task'));
  const u = words.unit(random, key);
  const units = [key];
  const kind = random.pick(['+coop-lead', '+coop-lead', 'only-coop', 'only-coop', 'only-lead']);
  if (kind === '+coop-lead')
    return part(
      setting,
      kind,
      { all: [has('coop', key), notOf(has('lead', key))] },
      unitPhrases[kind]!,
      { u },
      { units },
    );
  const column = kind === 'only-coop' ? 'cooperating' : 'responsible';
  return part(setting, kind, { column, is: 'only', units: key.split('|') }, unitPhrases[kind]!, { u }, { units });
}

export function leaderPart(setting: Setting): Part {
  const { random, words } = setting;
  if (words.offices.length && random.chance(0.3)) {
    const office = random.pick(words.offices);
    return part(setting, 'office', { column: 'leader', is: 'of', text: office }, unitPhrases.office!, {
      u: random.pick([office, office.replace('政府', ''), `${office[0]}里领导`]),
    });
  }
  const key = random.pick(words.unitKeys('task').filter((one) => !one.includes('|')));
  const condition: Condition = { column: 'leader', is: 'of', text: words.gazetteer.short(key) };
  const not = random.chance(0.12);
  return part(
    setting,
    not ? '-leader' : 'leader',
    not ? notOf(condition) : condition,
    unitPhrases[not ? '-leader' : 'leader']!,
    {
      u: words.unit(random, key),
    },
    { units: [key] },
  );
}

export function pairPart(setting: Setting): Part {
  const { random, words } = setting;
  const [first, second] = random.some(words.unitKeys('task'), 2) as [string, string];
  const shape = random.pick(Object.keys(pairPhrases));
  const [join, role] = shape.split(' ') as [string, string];
  const values = { a: words.unit(random, first), b: words.unit(random, second) };
  const units = [first, second];
  if (shape === 'lead coop')
    return part(setting, shape, { all: [has('lead', first), has('coop', second)] }, pairPhrases[shape]!, values, {
      units,
    });
  const both = [has(role, first), has(role, second)];
  return part(setting, shape, join === 'any' ? { any: both } : { all: both }, pairPhrases[shape]!, values, { units });
}

/** 有A参与但没有B: two parts in one. */
export function withoutPart(setting: Setting): Part {
  const { random, words } = setting;
  const [first, second] = random.some(words.unitKeys('task'), 2) as [string, string];
  const plus = random.pick(['any', 'any', 'coop', 'lead']);
  const minus = random.pick(['any', 'any', 'lead']);
  const whole = random.chance(0.5);
  const positive = fill(random.pick(unitPhrases[plus]!), { u: words.unit(random, first) });
  const negative = fill(random.pick(unitPhrases[`${whole ? '!' : '-'}${minus}`]!), { u: words.unit(random, second) });
  const text = `${positive}${whole ? '的,' : random.pick(['、', '但', '而', '又', '、但', ',可', ',但是'])}${negative}`;
  return {
    condition: { all: [has(plus, first), notOf(has(minus, second))] },
    text,
    keyword: text,
    place: whole ? 'clause' : 'attribute',
    shape: 'with and without',
    units: [first, second],
  };
}

export function starPart(setting: Setting): Part {
  const { random, words } = setting;
  const { yes, no } = words.flags;
  const way = random.pick(['yes', 'yes', 'no', 'no', '!yes'] as const);
  const own = way === 'no' ? no : way === 'yes' ? yes : yes.map((name) => `${name}的不要`);
  const phrases = own.length && random.chance(0.35) ? own : starPhrases[way];
  const condition: Condition = { column: 'starred', is: way === 'yes' ? 'yes' : 'no' };
  return part(
    setting,
    way,
    condition,
    phrases,
    {},
    {
      place: way === '!yes' ? 'clause' : 'attribute',
      keyword: way === 'yes' ? 'yes' : 'no',
    },
  );
}

export function emptyPart(setting: Setting): Part {
  const way = setting.random.pick(['cooperating', 'cooperating', 'cooperating', 'some', 'leader'] as const);
  const condition: Condition = { column: way === 'leader' ? 'leader' : 'cooperating', is: 'empty' };
  return part(setting, way, way === 'some' ? notOf(condition) : condition, emptyPhrases[way], {});
}

export function textPart(setting: Setting): Part {
  const { random, words } = setting;
  const w = words.term(random);
  const v = words.term(random);
  const contains = (text: string): Condition => ({ column: 'text', is: 'contains', text });
  const way = random.pick(['yes', 'yes', 'yes', 'yes', 'no', 'either', 'both'] as const);
  if (way === 'yes') return part(setting, 'text', contains(w), textPhrases.yes, { w });
  if (way === 'no') return part(setting, 'not text', notOf(contains(w)), textPhrases.no, { w });
  const both = [contains(w), contains(v)];
  return part(setting, `${way} text`, way === 'both' ? { all: both } : { any: both }, textPhrases[way], { w, v });
}

export function groupPart(setting: Setting): Part {
  const { random, words } = setting;
  const id = random.pick([...words.groups.keys()]);
  const g = random.pick(words.groups.get(id)!);
  const condition: Condition = { column: 'group', is: 'linked', to: [id] };
  if (random.chance(0.12))
    return part(setting, 'not group', notOf(condition), groupPhrases.out, { g }, { place: 'clause' });
  return part(setting, 'group', condition, groupPhrases.in, { g }, { place: 'front' });
}

export function rowsPart(setting: Setting): Part {
  const { random, words } = setting;
  const last = Math.max(
    ...[...words.gazetteer.pack.records.values()].map((one) => (one.kind === 'task' ? one.number : 0)),
  );
  const between = (low: number, high: number): Condition => ({ column: 'number', is: 'between', low, high });
  const low = random.between(1, Math.max(1, last - 5));
  const high = Math.min(last, low + random.between(4, 19));
  const tail = random.pick(rowPhrases.tail);
  const values = { a: String(low), b: String(high) };
  if (random.chance(0.2))
    return part(
      setting,
      'first rows',
      { column: 'number', is: 'at-most', value: high },
      rowPhrases.first.map((one) => one + tail),
      values,
      { place: 'front' },
    );
  if (random.chance(0.08))
    return part(
      setting,
      'some rows',
      { any: [between(low, low), between(high, high)] },
      rowPhrases.some.map((one) => one + tail),
      values,
      { place: 'front' },
    );
  return part(
    setting,
    'between',
    between(low, high),
    rowPhrases.between.map((one) => one + tail),
    values,
    { place: 'front' },
  );
}

export function countPart(setting: Setting): Part {
  const { random } = setting;
  const number = random.pick([1, 2, 2, 3, 3, 4, 5, 6, 8]);
  const way = random.pick(['exactly', 'exactly', 'atLeast', 'atLeast', 'atMost'] as const);
  const digits = random.chance(0.5);
  const say = (value: number) => (digits ? String(value) : numerals[value]!);
  const bounds = {
    exactly: { atLeast: number, atMost: number },
    atLeast: { atLeast: number },
    atMost: { atMost: number },
  };
  const condition: Condition = { column: 'cooperating', is: 'count', ...bounds[way] };
  const phrases = countPhrases[way].filter((phrase) => number > 1 || !phrase.includes('{p}'));
  return part(setting, way, condition, phrases, { n: say(number), p: say(number - 1), s: say(number + 1) });
}

const lastDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function window(setting: Setting, from: Month, to: Month, said: string, shape: string): Part {
  const condition: Condition =
    from === to
      ? { column: 'deadline', is: 'on', month: monthText(from) }
      : { column: 'deadline', is: 'within', from: monthText(from), to: monthText(to) };
  return part(
    setting,
    shape,
    condition,
    duePhrases.span,
    { m: said, t: setting.random.pick(dueWords) },
    { keyword: 'none' },
  );
}

/** Spans that have a name: 本季度, 去年, 下半年, 未来30天. */
function namedSpan(setting: Setting): Part {
  const { random, words, now } = setting;
  const current = monthOf(now.year, now.month);
  const quarter = current - (current % 3);
  const year = random.pick([now.year - 1, now.year, now.year + 1]);
  const half = random.below(2);
  const yearNames = { [now.year - 1]: '去年', [now.year]: '今年', [now.year + 1]: '明年' };
  const spans: [Month, Month, string[], string][] = [
    [quarter, quarter + 2, ['本季度', '这个季度', '这季度', '当季'], 'this quarter'],
    [quarter + 3, quarter + 5, ['下季度', '下个季度'], 'next quarter'],
    [quarter - 3, quarter - 1, ['上季度', '上个季度'], 'last quarter'],
    [
      monthOf(year, 1),
      monthOf(year, 12),
      [`${year}年`, yearNames[year]!, `${year}年全年`, `${yearNames[year]}一年`],
      'year',
    ],
    [
      monthOf(year, 1 + 6 * half),
      monthOf(year, 6 + 6 * half),
      [`${year}年`, yearNames[year]!].map((one) => `${one}${half ? '下' : '上'}半年`),
      'half year',
    ],
    [current, current, ['本月', '这个月', '当月', '这月'], 'this month'],
    [current + 1, current + 1, ['下个月', '下月', '次月'], 'next month'],
    [current - 1, current - 1, ['上个月', '上月'], 'last month'],
  ];
  if (random.chance(0.15)) {
    const said = random.pick([
      '30天内',
      '未来30天',
      '接下来两个月内',
      '今后60天内',
      '一个月内',
      '未来三个月',
      '近两周内',
      '90天内',
    ]);
    const [found] = readPeriods(said, now, words.gazetteer.due);
    if (found?.from !== undefined && found.to !== undefined) return window(setting, found.from, found.to, said, 'days');
  }
  const [from, to, names, shape] = random.pick(spans);
  return window(setting, from, to, random.pick(names), shape);
}

/** One month, or several, with a direction. */
function monthSpan(setting: Setting): Part {
  const { random, words, now } = setting;
  const { due } = words.gazetteer;
  const all = due.length ? due : [monthOf(now.year, now.month)];
  const m = random.chance(0.8) ? random.pick(all) : monthOf(now.year, 1) + random.below(24);
  const n = random.chance(0.6) ? random.pick(all) : m + random.between(1, 9);
  const [from, to] = m < n ? [m, n] : [n, m + Number(m === n)];
  const said = { m: words.month(random, m, now), t: random.pick(dueWords) };
  const day = `${words.month(random, m, now).replace(/份$/, '')}${lastDays[m % 12]}${random.pick(['日', '号'])}`;
  const column = 'deadline';
  const month = monthText(m);
  const way = random.pick([
    'on',
    'on',
    'on',
    'by',
    'by',
    'before',
    'after',
    'from',
    'within',
    'within',
    'union',
    '!on',
    '!on',
    '-on',
  ] as const);
  const pair = { m: words.month(random, from, now), n: words.month(random, to, now), t: said.t };
  const on = (at: Month): Condition => ({ column, is: 'on', month: monthText(at) });
  switch (way) {
    case 'on':
      return part(setting, way, on(m), duePhrases.on, said);
    case 'by':
      return part(setting, way, { column, is: 'by', month }, duePhrases.by, {
        ...said,
        d: /\d月\d/.test(day) ? day : `${yearOf(m)}年${numberOf(m)}月${lastDays[m % 12]}日`,
      });
    case 'before':
    case 'after':
    case 'from':
      return part(setting, way, { column, is: way, month }, duePhrases[way], said);
    case 'within':
      return part(
        setting,
        way,
        { column, is: 'within', from: monthText(from), to: monthText(to) },
        duePhrases.within,
        pair,
      );
    case 'union':
      return part(setting, way, { any: [on(from), on(to)] }, duePhrases.union, pair);
    default:
      return part(setting, way, notOf(on(m)), duePhrases[way], said, {
        place: way === '!on' ? 'clause' : 'attribute',
        keyword: '!on',
      });
  }
}

export function duePart(setting: Setting): Part {
  const { random, now } = setting;
  const column = 'deadline';
  const way = random.below(10);
  if (way < 5) return monthSpan(setting);
  if (way < 7) return namedSpan(setting);
  if (way === 7) return part(setting, 'past', { column, is: 'past' }, duePhrases.past, {});
  if (way === 8) return part(setting, 'open', { column, is: 'open' }, duePhrases.open, {});
  const current = monthOf(now.year, now.month);
  const rest: Condition = { column, is: 'within', from: monthText(current), to: `${now.year}-12` };
  return part(setting, 'rest of year', rest, duePhrases.rest, { t: random.pick(dueWords) });
}
