/** Everyday names of a plan's units, proposed from their official names: without the level before them, and by common short forms. */
import { loadUnitNames } from '../load-common.ts';

const levels = /^(?:[省市县区州盟旗镇乡]|全[省市县区])/;
const bare = (name: string) => name.replace(/（/g, '(').replace(/）/g, ')');
/** 市教育局（市语委办） is called by the name before the brackets. */
const withoutBrackets = (name: string) => name.replace(/(?<=.{3})\([^)]*\)$/, '');

/** A name in the parts that people leave out: the place, the level, and what the unit itself is called. */
function partsOf(name: string, place: string): { level: string; stem: string } {
  const plain = withoutBrackets(bare(name));
  // 丁山市民政局, 丁山供电公司: the place with its level, or without.
  const before = [place, place.slice(0, -1)].find((one) => one.length > 1 && plain.startsWith(one));
  const local = before && plain.length > before.length + 1 ? plain.slice(before.length) : plain;
  const level = levels.exec(local)?.[0] ?? '';
  const stem = local.slice(level.length);
  return stem.length > 1 ? { level, stem } : { level: '', stem: local };
}

function namesOf(name: string, place: string, alike: readonly (readonly string[])[]): string[] {
  const { level, stem } = partsOf(name, place);
  const same = alike
    .filter((names) => names.some((one) => one === stem || one === `${level}${stem}`))
    .flat()
    // A 厅 is a province's, a 局 is not.
    .filter((one) => (level === '省' ? !one.endsWith('局') : !one.endsWith('厅')));
  const found = [stem, ...same].flatMap((one) => (level ? [one, `${level}${one}`] : [one]));
  return [...new Set([withoutBrackets(bare(name)), ...found])].filter(
    (one) => one !== name && one.length > 1 && !one.startsWith('委'),
  );
}

/** The place that a plan is for, as its title begins: 丁山市社区助餐服务提升行动方案. */
export const placeOf = (title: string): string =>
  (/^[^省市县区旗]{1,7}[省市县区旗]/.exec(title) ?? /^[^州盟]{1,7}[州盟]/.exec(title))?.[0] ?? '';

/**
 * Names by unit. A name that two units would have is left out, unless it is the whole official name of one.
 * @param place as `placeOf` reads it; empty where unknown
 */
export function proposeNames(units: readonly string[], place: string): Map<string, string[]> {
  const alike = loadUnitNames();
  const proposed = new Map(units.map((unit) => [unit, namesOf(unit, place, alike)]));
  const count = new Map<string, number>(units.map((unit) => [unit, 1]));
  for (const names of proposed.values()) for (const name of names) count.set(name, (count.get(name) ?? 0) + 1);
  return new Map([...proposed].map(([unit, names]) => [unit, names.filter((name) => count.get(name) === 1)]));
}
