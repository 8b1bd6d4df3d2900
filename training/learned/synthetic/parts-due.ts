/** Parts of synthetic questions that say when something is due: months with a direction, named spans, past and open. */
import { type Condition, notOf } from '../../../src/answer/query.ts';
import { type Month, monthOf, numberOf, yearOf } from '../../../src/knowledge/month.ts';
import { readPeriods } from '../../../src/language/period.ts';
import { monthText, type Part, part, type Setting } from './part.ts';
import { duePhrases, dueWords } from './phrases.ts';

const lastDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function window(setting: Setting, from: Month, to: Month, typed: string, shape: string): Part {
  const condition: Condition =
    from === to
      ? { column: 'deadline', is: 'on', month: monthText(from) }
      : { column: 'deadline', is: 'within', from: monthText(from), to: monthText(to) };
  return part(
    setting,
    shape,
    condition,
    duePhrases.span,
    { m: typed, t: setting.random.pick(dueWords) },
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
    const typed = random.pick([
      '30天内',
      '未来30天',
      '接下来两个月内',
      '今后60天内',
      '一个月内',
      '未来三个月',
      '近两周内',
      '90天内',
    ]);
    const [found] = readPeriods(typed, now, words.gazetteer.due);
    if (found?.from !== undefined && found.to !== undefined)
      return window(setting, found.from, found.to, typed, 'days');
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
  const typed = { m: words.month(random, m, now), t: random.pick(dueWords) };
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
  const pair = { m: words.month(random, from, now), n: words.month(random, to, now), t: typed.t };
  const on = (at: Month): Condition => ({ column, is: 'on', month: monthText(at) });
  switch (way) {
    case 'on':
      return part(setting, way, on(m), duePhrases.on, typed);
    case 'by':
      return part(setting, way, { column, is: 'by', month }, duePhrases.by, {
        ...typed,
        d: /\d月\d/.test(day) ? day : `${yearOf(m)}年${numberOf(m)}月${lastDays[m % 12]}日`,
      });
    case 'before':
    case 'after':
    case 'from':
      return part(setting, way, { column, is: way, month }, duePhrases[way], typed);
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
      return part(setting, way, notOf(on(m)), duePhrases[way], typed, {
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
