/** Synthetic questions for items of support, indicators, measures, phases and guarantees, and for single records (no set). */

import { numberIn } from '../../../src/answer/columns/columns.ts';
import { type Condition, type Form, notOf, type Select } from '../../../src/answer/query.ts';
import { monthOf } from '../../../src/knowledge/month.ts';
import type { RecordKind } from '../../../src/model/plan.ts';
import { fill, monthText, type Setting } from './part.ts';
import {
  indicatorPhrases,
  lookupPhrases,
  measurePhrases,
  otherPhrases,
  phasePhrases,
  supportNames,
  supportPhrases,
} from './phrases-kinds.ts';

interface Sampled {
  query: Select;
  text: string;
  shape: string;
}

const select = (kind: RecordKind, where: Condition | undefined, as: Form = 'list'): Select => ({
  ask: 'select',
  kind,
  ...(where ? { where } : {}),
  as,
});
const contains = (text: string): Condition => ({ column: 'text', is: 'contains', text });

const counting = /几|多少|数/;
function sampled(kind: RecordKind, way: string, where: Condition | undefined, text: string, form?: Form): Sampled {
  return {
    query: select(kind, where, form ?? (counting.test(text.slice(-8)) ? 'count' : 'list')),
    text,
    shape: `${kind} ${way}`,
  };
}

/** The list of support is called by its annex as well. */
function supportName({ random, words }: Setting): string {
  const annex = words.gazetteer.pack.plan.annexes.find(({ kind }) => kind === 'support');
  const numeral = '零一二三四五'[annex?.number ?? 0];
  return annex && random.chance(0.5)
    ? `附件${random.pick([String(annex.number), numeral!])}`
    : random.pick(supportNames);
}

function support(setting: Setting): Sampled {
  const { random, words } = setting;
  const key = random.pick(words.unitKeys('support'));
  const has: Condition = { column: 'responsible', is: 'has', units: key.split('|') };
  const others = words.unitKeys('support').filter((one) => one !== key);
  const way = random.pick([
    'has',
    'has',
    'only',
    'only',
    'with',
    'with',
    'not',
    'text',
    'text',
    'has text',
    'count',
    ...(others.length ? ['compare', 'compare'] : []),
    'most',
    'least',
    'each',
    'all',
  ]);
  const w = words.term(random);
  const n = random.pick([2, 2, 3]);
  const count: Condition = { column: 'responsible', is: 'count', atLeast: n };
  const conditions: Record<string, Condition | undefined> = {
    has,
    only: { column: 'responsible', is: 'only', units: key.split('|') },
    with: { all: [has, { column: 'responsible', is: 'count', atLeast: 2 }] },
    not: notOf(has),
    text: contains(w),
    'has text': { all: [has, contains(w)] },
    count,
    all: undefined,
  };
  const other = others.length ? random.pick(others) : key;
  const forms: Record<string, Form> = {
    compare: { compare: [has, { ...has, units: other.split('|') }] },
    most: { most: 'responsible' },
    least: { least: 'responsible' },
    each: { each: 'responsible' },
  };
  const values = {
    ...{ k: supportName(setting), u: words.unit(random, key), v: words.unit(random, other) },
    ...{ w, n: String(n), p: String(n - 1) },
  };
  return sampled('support', way, conditions[way], fill(random.pick(supportPhrases[way]!), values), forms[way]);
}

const spokenMeasures: Record<string, readonly string[]> = { '%': ['%', '%', '百分比', '百分号'] };

function indicator({ random, words }: Setting): Sampled {
  const { pack, measures } = words.gazetteer;
  const targets = [...pack.records.values()].flatMap((one) =>
    one.kind === 'indicator' ? (numberIn(one.target.text) ?? []) : [],
  );
  const way = random.pick(['measure', 'measure', 'measure', 'ge', 'ge', 'gt', 'le', 'lt', 'text', 'all']);
  const m = random.pick(measures);
  const value = random.chance(0.5)
    ? Math.floor(random.pick(targets))
    : random.pick([10, 50, 60, 80, 90, 100, 200, 300, 500, 1000, 2000, 3000]);
  const w = words.term(random);
  const tests = { ge: 'at-least', gt: 'above', le: 'at-most', lt: 'below' } as const;
  const where: Condition | undefined =
    way === 'measure'
      ? { column: 'measuredIn', is: 'equals', text: m }
      : way === 'text'
        ? contains(w)
        : way === 'all'
          ? undefined
          : { column: 'target', is: tests[way as keyof typeof tests], value };
  const typed = random.pick(spokenMeasures[m] ?? [m]);
  const quoted = random.pick(['“{m}”', '{m}', '"{m}"', '{m}']).replace('{m}', typed);
  return sampled(
    'indicator',
    way,
    where,
    fill(random.pick(indicatorPhrases[way]!), { m: quoted, v: String(value), w }),
  );
}

function measure({ random, words }: Setting): Sampled {
  const way = random.pick(words.groups.size ? ['group', 'group', 'group', 'text', 'all'] : ['text', 'all']);
  const w = words.term(random);
  if (way !== 'group')
    return sampled(
      'measure',
      way,
      way === 'text' ? contains(w) : undefined,
      fill(random.pick(measurePhrases[way]!), { w }),
    );
  const id = random.pick([...words.groups.keys()]);
  const g = random.pick(words.groups.get(id)!);
  return sampled(
    'measure',
    way,
    { column: 'group', is: 'linked', to: [id] },
    fill(random.pick(measurePhrases[way]!), { g }),
  );
}

function phase({ random, words, now }: Setting): Sampled {
  const way = random.pick(['now', 'now', 'now', 'month', 'past', 'all']);
  const current = monthOf(now.year, now.month);
  const month = current + random.between(-4, 8);
  const column = 'period';
  const where: Condition | undefined =
    way === 'now'
      ? { column, is: 'on', month: monthText(current) }
      : way === 'month'
        ? { column, is: 'on', month: monthText(month) }
        : way === 'past'
          ? { column, is: 'past' }
          : undefined;
  return sampled('phase', way, where, fill(random.pick(phasePhrases[way]!), { m: words.month(random, month, now) }));
}

const rare: RecordKind[] = ['guarantee', 'group', 'task'];

/** A question for records of another kind than tasks, or for a whole kind; undefined where the pack has none. */
export function otherKind(setting: Setting): Sampled | undefined {
  const { random, words } = setting;
  const { kinds } = words.gazetteer;
  const kind = random.pick<RecordKind>([
    'support',
    'support',
    'support',
    'indicator',
    'indicator',
    'measure',
    'measure',
    'phase',
    'phase',
    random.pick(rare),
  ]);
  if (!kinds.has(kind)) return undefined;
  switch (kind) {
    case 'support':
      return support(setting);
    case 'indicator':
      return indicator(setting);
    case 'measure':
      return measure(setting);
    case 'phase':
      return phase(setting);
    default:
      return sampled(kind, 'all', undefined, random.pick(otherPhrases[kind]!));
  }
}

/** A question about one record or fact: no set. */
export function lookup({ random, words }: Setting): string {
  const records = [...words.gazetteer.pack.records.values()].filter(({ kind }) => kind === 'task');
  const record = random.pick(records);
  const from = random.below(Math.max(1, record.text.text.length - 8));
  const r = random.chance(0.5) ? words.term(random) : record.text.text.slice(from, from + random.between(4, 9));
  return fill(random.pick(lookupPhrases), { n: String(record.number), r });
}
