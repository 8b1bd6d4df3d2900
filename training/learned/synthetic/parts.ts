/** Parts of synthetic questions about tasks: units in their roles, stars, texts, groups, rows, cells counted or empty. */
import { type Condition, notOf } from '../../../src/answer/query.ts';
import { columnOf, fill, numerals, type Part, part, type Setting } from './part.ts';
import {
  countPhrases,
  emptyPhrases,
  groupPhrases,
  pairPhrases,
  rowPhrases,
  selfAskers,
  selfRoles,
  starPhrases,
  textPhrases,
  unitPhrases,
} from './phrases.ts';

const has = (role: string, key: string): Condition => ({ column: columnOf[role]!, is: 'has', units: key.split('|') });

export function unitPart(setting: Setting): Part {
  const { random, words } = setting;
  const key = random.pick(words.unitKeys('task'));
  const role = random.pick(['lead', 'coop', 'coop', 'any', 'any']);
  return part(setting, role, has(role, key), unitPhrases[role]!, { u: words.unit(random, key) }, { units: [key] });
}

/** The asker is the unit that is meant: it stands at the head, and the question says 他们. */
export function selfPart(setting: Setting): Part {
  const { random, words } = setting;
  const key = random.pick(words.unitKeys('task').filter((one) => !one.includes('|')));
  const role = random.pick(['lead', 'coop', 'any']);
  const phrases = selfAskers.map((asker) => `${asker}${random.pick(selfRoles[role]!)}`);
  return part(setting, `self ${role}`, has(role, key), phrases, { u: words.unit(random, key) }, { units: [key] });
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
