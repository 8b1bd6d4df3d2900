/** Synthetic questions over any pack: a typed query is sampled, and put into words by the phrase grammar. */
import { execute } from '../../../src/answer/execute/execute.ts';
import { allOf, type Condition, type Form, type Select } from '../../../src/answer/query.ts';
import { type Day, monthOf, numberOf, yearOf } from '../../../src/knowledge/month.ts';
import type { KnowledgePack } from '../../../src/model/pack/pack.ts';
import { gazetteerOf, type Question } from '../examples.ts';
import { lookup, otherKind } from './kinds.ts';
import { fill, type Part, type Setting } from './part.ts';
import {
  countPart,
  emptyPart,
  groupPart,
  leaderPart,
  notUnitPart,
  onlyPart,
  pairPart,
  rowsPart,
  selfPart,
  starPart,
  textPart,
  unitPart,
  withoutPart,
} from './parts.ts';
import { duePart } from './parts-due.ts';
import {
  comparePhrases,
  eachTails,
  exceptPhrases,
  forms,
  leadIns,
  leastTails,
  mostTails,
  orderTails,
  roleWords,
} from './phrases.ts';
import { Random } from './random.ts';
import { framed, keywords, roughen, sentence } from './sentence.ts';
import { PackWords } from './vocabulary.ts';

/** Makers of parts by family: a question has at most one part of a family, units apart. */
const makers: Record<string, { weight: number; make: (setting: Setting) => Part }> = {
  unit: { weight: 6, make: unitPart },
  self: { weight: 1, make: selfPart },
  notUnit: { weight: 3, make: notUnitPart },
  only: { weight: 3, make: onlyPart },
  leader: { weight: 1.5, make: leaderPart },
  pair: { weight: 4, make: pairPart },
  without: { weight: 1.5, make: withoutPart },
  due: { weight: 8, make: duePart },
  star: { weight: 3, make: starPart },
  group: { weight: 2.5, make: groupPart },
  empty: { weight: 2, make: emptyPart },
  rows: { weight: 2, make: rowsPart },
  count: { weight: 2.5, make: countPart },
  text: { weight: 3, make: textPart },
};
/** Parts about units exclude each other but for a unit beside an exclusion. */
const aboutUnits = new Set(['unit', 'self', 'notUnit', 'only', 'pair', 'without', 'leader', 'count', 'empty']);

interface Sampled {
  query: Select;
  text: string;
  shape: string;
}

function weighted(random: Random, families: readonly (readonly [string, { weight: number }])[]): string {
  let rest = random.next() * families.reduce((sum, [, { weight }]) => sum + weight, 0);
  for (const [family, { weight }] of families) {
    rest -= weight;
    if (rest < 0) return family;
  }
  return families[0]![0];
}

function familiesOf(setting: Setting, count: number): string[] {
  const { random, words } = setting;
  const chosen: string[] = [];
  while (chosen.length < count) {
    const open = Object.entries(makers).filter(
      ([family]) =>
        !chosen.includes(family) &&
        (family !== 'group' || words.groups.size > 0) &&
        (family !== 'star' || words.flags.yes.length > 0) &&
        (!aboutUnits.has(family) ||
          !chosen.some((other) => aboutUnits.has(other)) ||
          ['unit notUnit', 'notUnit unit'].includes(
            [...chosen.filter((other) => aboutUnits.has(other)), family].join(' '),
          )),
    );
    chosen.push(weighted(random, open));
  }
  return chosen;
}

const whereOf = (parts: readonly Part[]) => allOf(parts.map(({ condition }) => condition));
const select = (where: Condition | undefined, as: Form, order?: Select['order']): Select => ({
  ask: 'select',
  kind: 'task',
  ...(where ? { where } : {}),
  ...(order ? { order } : {}),
  as,
});
const shapeOf = (parts: readonly Part[], more: string) => [...parts.map(({ shape }) => shape), more].join('+');

function plain(setting: Setting): Sampled {
  const { random } = setting;
  const count = random.pick([1, 1, 1, 2, 2, 2, 2, 3, 3]);
  const parts = familiesOf(setting, count).map((family) => makers[family]!.make(setting));
  const form = random.pick(['list', 'list', 'list', 'count', 'count', 'exists'] as const);
  if (random.chance(0.12))
    return { query: select(whereOf(parts), 'list'), text: keywords(setting, parts), shape: shapeOf(parts, 'keywords') };
  const tail = random.pick(forms[form]);
  const text = (random.chance(0.4) ? framed(setting, parts, tail) : undefined) ?? sentence(setting, parts, tail);
  return { query: select(whereOf(parts), form), text, shape: shapeOf(parts, form) };
}

function ordered(setting: Setting): Sampled {
  const { random } = setting;
  const order = random.pick(['earliest', 'latest', 'next', 'next'] as const);
  const families = familiesOf(setting, random.pick([0, 1, 1, 1, 2])).filter((family) => family !== 'due');
  const parts = families.map((family) => makers[family]!.make(setting));
  return {
    query: select(whereOf(parts), 'list', order),
    text: sentence(setting, parts, random.pick(orderTails[order])),
    shape: shapeOf(parts, order),
  };
}

function counted(setting: Setting): Sampled {
  const { random, words } = setting;
  const form = random.pick(['each', 'each', 'most', 'most', 'least'] as const);
  const tails = { each: eachTails, most: mostTails, least: leastTails }[form];
  const columns = Object.keys(tails).filter(
    (column) => (column !== 'group' || words.groups.size) && (column !== 'starred' || words.flags.yes.length),
  );
  const column = random.pick([...columns, 'responsible', 'deadline', 'deadline', 'cooperating']);
  const units = /responsible|cooperating|units/.test(column);
  const families = familiesOf(setting, random.pick([0, 1, 1, 1, 2])).filter(
    (family) => !(units && aboutUnits.has(family)) && family !== (column === 'deadline' ? 'due' : column),
  );
  const parts = families.map((family) => makers[family]!.make(setting));
  let typed = sentence(setting, parts, random.pick(tails[column]!));
  let except: string[] | undefined;
  if (form !== 'each' && units && random.chance(0.3)) {
    const key = random.pick(words.unitKeys('task').filter((one) => !one.includes('|')));
    except = [key];
    typed = `${fill(random.pick(exceptPhrases), { u: words.unit(random, key) })}${typed}`;
  }
  const as = { [form]: column, ...(except ? { except } : {}) } as unknown as Form;
  return { query: select(whereOf(parts), as), text: typed, shape: shapeOf(parts, `${form} ${column}`) };
}

function compared(setting: Setting): Sampled {
  const { random, words } = setting;
  const [first, second] = random.some(words.unitKeys('task'), 2) as [string, string];
  const column = random.pick(['responsible', 'cooperating', 'cooperating', 'units']);
  const side = (key: string): Condition => ({ column, is: 'has', units: key.split('|') });
  const values = { x: words.unit(random, first), y: words.unit(random, second), w: random.pick(roleWords[column]!) };
  return {
    query: select(undefined, { compare: [side(first), side(second)] }),
    text: fill(random.pick(comparePhrases), values),
    shape: `compare ${column}`,
  };
}

function dayIn({ words, random }: Omit<Setting, 'now'>): Day {
  const { due } = words.gazetteer;
  const first = due[0] ?? monthOf(2025, 1);
  const last = due.at(-1) ?? first;
  const month = random.between(first - 1, last + 2);
  return { year: yearOf(month), month: numberOf(month), day: random.between(1, 28) };
}

/** Sets of nearly everything, and empty ones, are rarer than chance makes them. */
function wanted(query: Select, pack: KnowledgePack, now: Day, random: Random): boolean {
  const { records } = execute(query, pack, monthOf(now.year, now.month));
  const of = [...pack.records.values()].filter(({ kind }) => kind === query.kind).length;
  if (!records.length) return random.chance(0.12);
  return records.length < of * 0.45 || typeof query.as === 'object' || random.chance(0.4);
}

/** Kinds of questions with their shares. */
const ways: readonly (readonly [number, (setting: Setting) => Sampled | undefined])[] = [
  [0.58, plain],
  [0.09, ordered],
  [0.1, counted],
  [0.03, compared],
  [0.2, otherKind],
];

function sampleAny(setting: Setting): Sampled | undefined {
  let rest = setting.random.next();
  for (const [share, make] of ways) {
    rest -= share;
    if (rest < 0) return make(setting);
  }
  return plain(setting);
}

const lookupShare = 0.08;

function questionOf(setting: Setting): Pick<Question, 'text' | 'query' | 'shape'> | undefined {
  const { random, words, now } = setting;
  if (random.chance(lookupShare)) return { text: lookup(setting), query: undefined, shape: 'lookup' };
  const sampled = sampleAny(setting);
  if (!sampled || !wanted(sampled.query, words.gazetteer.pack, now, random)) return undefined;
  const { query, shape } = sampled;
  const text = query.kind === 'task' ? roughen(setting, sampled.text, query) : random.pick(leadIns) + sampled.text;
  return { text, query, shape };
}

/** @returns `count` questions, the same for the same seed */
export function syntheticQuestions(pack: KnowledgePack, count: number, seed: number): Question[] {
  const random = new Random(seed);
  const words = new PackWords(gazetteerOf(pack));
  const found: Question[] = [];
  while (found.length < count) {
    const now = dayIn({ words, random });
    const question = questionOf({ random, words, now });
    if (question) found.push({ id: `synthetic-${seed}-${found.length}`, now, pack, ...question });
  }
  return found;
}
