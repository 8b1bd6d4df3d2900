/** Synthetic questions over any pack: a typed query is sampled, and put into words by the phrase grammar. */
import { execute } from '../../src/answer/execute/execute.ts';
import { allOf, type Condition, type Form, type Select } from '../../src/answer/query.ts';
import { type Day, monthOf, numberOf, yearOf } from '../../src/knowledge/month.ts';
import type { KnowledgePack } from '../../src/model/pack.ts';
import { gazetteerOf, type Question } from './examples.ts';
import { lookup, otherKind } from './kinds.ts';
import {
  countPart,
  duePart,
  emptyPart,
  fill,
  groupPart,
  leaderPart,
  notUnitPart,
  onlyPart,
  type Part,
  pairPart,
  rowsPart,
  type Setting,
  starPart,
  textPart,
  unitPart,
  withoutPart,
} from './parts.ts';
import {
  askers,
  comparePhrases,
  eachTails,
  exceptPhrases,
  exclusionFrames,
  forms,
  keywordFrames,
  kills,
  leadIns,
  leastTails,
  mostTails,
  nouns,
  orderTails,
  repairs,
  roleWords,
} from './phrases.ts';
import { Random } from './random.ts';
import { PackWords } from './vocabulary.ts';

/** Makers of parts by family: a question has at most one part of a family, units apart. */
const makers: Record<string, { weight: number; make: (setting: Setting) => Part }> = {
  unit: { weight: 6, make: unitPart },
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
const aboutUnits = new Set(['unit', 'notUnit', 'only', 'pair', 'without', 'leader', 'count', 'empty']);

interface Sampled {
  query: Select;
  text: string;
  shape: string;
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
    let at = random.next() * open.reduce((sum, [, { weight }]) => sum + weight, 0);
    const [family] = open.find(([, { weight }]) => (at -= weight) < 0) ?? open[0]!;
    chosen.push(family);
  }
  return chosen;
}

/** Puts parts around a noun: pieces at the head, attributes, clauses that take away. */
function sentence(setting: Setting, parts: readonly Part[], tail: string): string {
  const { random } = setting;
  const of = (place: Part['place']) => parts.filter((part) => part.place === place).map(({ text }) => text);
  const attributes = random.shuffle(of('attribute'));
  const front = of('front').map((text) => text + random.pick(['', ',', '的']));
  const noun = random.pick(nouns);
  const joint = random.pick(['、', ',', '的', '且', '又', ' ', '、', ',', '而且', '、又', '的,']);
  const body = `${front.join('')}${attributes.join(joint)}${attributes.length ? '的' : ''}`;
  const style = random.next();
  let said: string;
  if (style < 0.2 && attributes.length)
    said = `${random.pick(['任务里', '任务中', '哪些任务', '清单里', '附件1里'])}${front.join('')}${random.pick(['', ','])}${attributes.join(joint)}${random.pick(['的', '的', ''])}${random.pick(['', ','])}${tail}`;
  else if (style < 0.3 && attributes.length && tail) said = `${tail}${random.pick([':', ',', ''])}${body}${noun}`;
  else said = `${body}${noun}${random.pick(['', ',', ',', ' '])}${tail}`;
  for (const clause of of('clause'))
    said = random.chance(0.4)
      ? `${clause}${random.pick([',', ' ', ','])}${said}`
      : `${said.replace(/,$/, '')}${random.pick([',', ' '])}${clause}`;
  return said;
}

/** 先把X去掉，剩下的Y: an exclusion of a unit in a frame of its own. */
function framed(setting: Setting, parts: readonly Part[], tail: string): string | undefined {
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

function keywords({ random }: Setting, parts: readonly Part[]): string {
  const said = random.shuffle(parts.map(({ keyword }) => keyword));
  return `${random.pick(keywordFrames.start)}${said.join(random.pick(keywordFrames.joint))} ${random.pick(keywordFrames.tail)}`;
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
  let said = sentence(setting, parts, random.pick(tails[column]!));
  let except: string[] | undefined;
  if (form !== 'each' && units && random.chance(0.3)) {
    const key = random.pick(words.unitKeys('task').filter((one) => !one.includes('|')));
    except = [key];
    said = `${fill(random.pick(exceptPhrases), { u: words.unit(random, key) })}${said}`;
  }
  const as = { [form]: column, ...(except ? { except } : {}) } as unknown as Form;
  return { query: select(whereOf(parts), as), text: said, shape: shapeOf(parts, `${form} ${column}`) };
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

/** The asker beside the unit, a correction in the middle, punctuation left out, the plan's own headings. */
function roughen(setting: Setting, { text, query }: Sampled): string {
  const { random, words } = setting;
  let said = words.inOwnHeadings(random, text);
  const named = JSON.stringify(query);
  const other = () => random.pick(words.unitKeys('task').filter((key) => !named.includes(key.split('|')[0]!)));
  if (random.chance(0.12)) said = fill(random.pick(askers), { u: words.unit(random, other()) }) + said;
  else if (random.chance(0.06)) said = repaired(setting, said, words.unit(random, other()));
  else said = random.pick(leadIns) + said;
  if (random.chance(0.15)) said = said.replace(/[,、]/g, ' ');
  return said + random.pick(['', '', '?', '。', '?']);
}

function repaired({ random, words }: Setting, said: string, other: string): string {
  const gap = () => random.pick([' ', ',', ',']);
  const names = words.gazetteer;
  for (let at = 0; at < said.length; at++) {
    const name = names.at(said, at);
    if (name?.meaning.type === 'unit')
      return `${said.slice(0, at)}${other}${gap()}${random.pick(repairs)}${gap()}${said.slice(at)}`;
  }
  return said;
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

/** @returns `count` questions, the same for the same seed */
export function syntheticQuestions(pack: KnowledgePack, count: number, seed: number): Question[] {
  const random = new Random(seed);
  const words = new PackWords(gazetteerOf(pack));
  const found: Question[] = [];
  while (found.length < count) {
    const now = dayIn({ words, random });
    const setting = { random, words, now };
    const way = random.next();
    const id = `synthetic-${seed}-${found.length}`;
    if (way < 0.08) {
      found.push({ id, text: lookup(setting), now, pack, query: undefined, shape: 'lookup' });
      continue;
    }
    const sampled =
      way < 0.62
        ? plain(setting)
        : way < 0.7
          ? ordered(setting)
          : way < 0.79
            ? counted(setting)
            : way < 0.82
              ? compared(setting)
              : otherKind(setting);
    if (!sampled || !wanted(sampled.query, pack, now, random)) continue;
    const text = sampled.query.kind === 'task' ? roughen(setting, sampled) : random.pick(leadIns) + sampled.text;
    found.push({ id, text, now, pack, query: sampled.query, shape: sampled.shape });
  }
  return found;
}
