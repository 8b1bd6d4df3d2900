/** Units and the roles in which a question names them: 公安牵头, 法院配合的, 不是市局牵头, 检察院有份的. */
import type { Role, UnitCondition } from '../../knowledge/select.ts';
import type { Token } from '../text/lexer.ts';
import type { Vocabulary } from './vocabulary.ts';

export interface UnitsRead {
  units: UnitCondition[];
  unknownUnits: string[];
  /** Roles that are asked for, not given: 谁牵头, 配合单位. */
  roles: ('responsible' | 'cooperating')[];
}

const roleOf: Record<string, Role> = {
  'role.responsible': 'responsible',
  'role.cooperating': 'cooperating',
  'role.any': 'any',
};
const negatedBefore = /(?:不是|不由|不归|不用|没让|没有|除了|除去|除开|排除|刨去|刨开|去掉|不让|不含|不包括|非|除)\s*$/;
const askedBefore = /(?:是不是|要不要|有没有|用不用|算不算|是否)\s*$/;
const negatedBetween = /(?:不在|没在|没有|未|不|没|非|别)\s*(?:是|用|需要|参与|进|出现在?)?\s*$/;
const askedBetween = /(?:要不要|是不是|用不用|需不需要|有没有|算不算|是否)\s*(?:是|做|当|作为?)?\s*$/;
/** 没份, 不参与: named to be left out. */
const absentAfter = /^\s*(?:没有?份|不沾边|没参与|不参与|无关|不相干|没有?关系|没事)(?!吗|么|吧)/;
const clauseEnd = /[.,!?;]|但|而且|并且/;
const strangerNamed =
  /([\u3400-\u9fff]{2,8}?(?:局|委|办|厅|协会|集团|公司|银行|大学))(?=[\s的]*(?:在?(?:分工|任务|责任|清单)?(?:表|单)?(?:里|中|上)?头?)?[\s的]*(?:牵头|配合|负责|主责|协办|参与|承担|落实))/g;
/** 哪个局, 各委: asks for units or speaks of all of them. */
const notAName = /[哪谁什啥是个]|各|这|那|本/;
const questioned = /(?:谁|哪|啥|什么|几|由)[\u3400-\u9fff]{0,3}\s*$/;

/** The role word that belongs to a unit: the nearest after it in its clause, else one before it. */
function roleFor(
  unit: Token,
  text: string,
  roles: readonly Token[],
  units: readonly Token[],
): { role: Token | undefined; between: string } {
  const nextUnits = units.filter((other) => other.start >= unit.end);
  const after = roles.find((role) => {
    if (role.start < unit.end) return false;
    const between = text.slice(unit.end, role.start);
    if (clauseEnd.test(between.replace(/,/g, '、'))) return false;
    // Units joined by 、/和/跟 share the role after the last of them.
    const passed = nextUnits.filter((other) => other.start < role.start);
    let from = unit.end;
    for (const other of passed) {
      if (!/^[\s,、和与跟及或还有以者也不是又非]*$/.test(text.slice(from, other.start))) return false;
      from = other.end;
    }
    return between.length <= 24;
  });
  if (after) return { role: after, between: text.slice(unit.end, after.start) };
  const before = roles.findLast(
    (role) =>
      role.end <= unit.start &&
      unit.start - role.end <= (/[a-z]/.test(role.text) ? 20 : 8) &&
      !clauseEnd.test(text.slice(role.end, unit.start)),
  );
  return { role: before, between: '' };
}

/** Standard names of departments (教育局, 市委宣传部) where no unit of this plan stands. */
function departmentsBeside(named: readonly Token[], text: string, tokens: readonly Token[]): string[] {
  return tokens
    .filter(
      ({ tag, start, end }) => tag === 'department' && !named.some((unit) => unit.start < end && start < unit.end),
    )
    .map(
      ({ start, text: name }) => `${/(?:市委|省委|区委|市|省|区|县)$/.exec(text.slice(0, start))?.[0] ?? ''}${name}`,
    );
}

/** What a question holds that units are read from. */
interface Scene {
  text: string;
  /** Units that the question names, in order; of one word for several units each. */
  named: readonly Token[];
  roles: readonly Token[];
}

/** A unit as it was read, with the words that gave it its role. */
interface ReadUnit {
  condition: UnitCondition;
  given: readonly Token[];
}

const roleIn = (token: Token): Role => roleOf[token.tag]!;
const negation = /不|没|未|非/;
const betweenRoles = /^[\s的、,和与或加跟及不没只是光做作为]*$/;

/** A word with several meanings that was named before: the second time it is read once. */
const isRepeated = (unit: Token, at: number, { named }: Scene): boolean =>
  named.slice(0, at).some(({ text }) => text === unit.text) &&
  named.filter(({ start }) => start === unit.start).length > 1;

/** Another role right behind one of a unit (牵头和配合的都要); undefined where a unit of its own stands between. */
function secondRole(role: Token, { text, named, roles }: Scene): Token | undefined {
  const second = roles.find(
    (other) => other !== role && other.start >= role.end && betweenRoles.test(text.slice(role.end, other.start)),
  );
  if (!second || roleIn(second) === roleIn(role)) return undefined;
  return named.some(({ start }) => start > role.end && start < second.start) ? undefined : second;
}

function meantRole(role: Token | undefined, second: Token | undefined, not: boolean, text: string): Role {
  if (!role) return 'any';
  if (!second) return roleIn(role);
  // 不牵头、只是配合: the second is what is meant.
  if (not) return roleIn(second);
  // 牵头和配合的都要: two roles in a row are no restriction.
  return negation.test(text.slice(role.end, second.start)) ? roleIn(role) : 'any';
}

function isDenied(unit: Token, between: string, text: string): boolean {
  const lead = text.slice(Math.max(0, unit.start - 5), unit.start);
  return (
    (negatedBefore.test(lead) && !askedBefore.test(lead)) ||
    (negatedBetween.test(between) && !askedBetween.test(between))
  );
}

function readNamed(unit: Token, scene: Scene, { units }: Vocabulary['pack']): ReadUnit {
  const { text, named, roles } = scene;
  const { role, between } = roleFor(unit, text, roles, named);
  const second = role && secondRole(role, scene);
  const not = isDenied(unit, between, text);
  const absent = absentAfter.test(text.slice(unit.end));
  const condition = {
    units: unit.tag === 'joint' ? units.joint[Number(unit.value)]!.units : [unit.value],
    role: absent ? ('any' as const) : meantRole(role, second, not, text),
    not: absent || (not && !second),
    text: unit.text,
  };
  return { condition, given: [role, second].filter((token) => token !== undefined) };
}

/** A name that is built like a unit's, typed nearly as one of this plan's: read as that. */
function readNearly(name: string, at: number, unit: string, { text, roles }: Scene): ReadUnit {
  const role = roles.find(({ start }) => start >= at + name.length);
  const not = negatedBefore.test(text.slice(0, at));
  return {
    condition: { units: [unit], role: role ? roleIn(role) : 'any', not, text: name },
    given: role ? [role] : [],
  };
}

/** Reads names that are built like a unit's and are none of this plan's; those of no unit go to `unknown`. */
function readStrangers(scene: Scene, nearUnit: Vocabulary['nearUnit'], unknown: string[]): ReadUnit[] {
  return [...scene.text.matchAll(strangerNamed)].flatMap((match) => {
    const name = match[1]!;
    if (notAName.test(name)) return [];
    const near = nearUnit(name);
    if (near) return [readNearly(name, match.index, near, scene)];
    if (!unknown.some((one) => name.endsWith(one))) unknown.push(name);
    return [];
  });
}

/** Reads units, and the roles that are asked for, from a text and its tokens. */
export function readUnits(text: string, tokens: readonly Token[], { pack, nearUnit }: Vocabulary): UnitsRead {
  const named = tokens.filter(({ tag }) => tag === 'unit' || tag === 'joint');
  const scene: Scene = { text, named, roles: tokens.filter(({ tag }) => tag in roleOf) };
  const unknownUnits = [...new Set(departmentsBeside(named, text, tokens))];
  const read = named.length
    ? named.filter((unit, at) => !isRepeated(unit, at, scene)).map((unit) => readNamed(unit, scene, pack))
    : readStrangers(scene, nearUnit, unknownUnits);
  const given = new Set(read.flatMap((one) => one.given));
  const asked = scene.roles
    .filter((role) => !given.has(role) || questioned.test(text.slice(0, role.start)))
    .map(roleIn)
    .filter((role) => role !== 'any');
  return { units: read.map(({ condition }) => condition), unknownUnits, roles: [...new Set(asked)] };
}
