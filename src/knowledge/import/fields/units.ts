/** Names of units in a cell, a bracket or a line: cut at separators, at lost separators, and where two names touch. */
import { plain } from '../text/plain.ts';
import { fold } from '../text/span.ts';
import { nullMarks, unitEndings, unitLevels } from './unit-words.ts';

/** Half-width brackets, so that 甲局（乙办） and 甲局(乙办) are one unit. */
export function plainBrackets(text: string): string {
  return text.replaceAll('（', '(').replaceAll('）', ')');
}

export interface UnitNames {
  units: string[];
  /** What is printed behind the names to say that there are more: 等, 等部门. */
  open?: string;
  /** Names that touched in print and were cut apart. */
  lost?: string[];
  /** The names were printed with a common beginning and end (市甲、乙局) and are written out. */
  expanded?: string[];
}

const ending = new RegExp(`(?:${unitEndings.join('|')})$`);
const level = new RegExp(`^(?:${unitLevels.join('|')})`);
const openList = /(等(?:有关|相关|各有关)?(?:部门|单位|部门和单位|成员单位|机构|地区和部门)?)$/;
const withoutBrackets = (name: string) => plain(name).replace(/\([^()]*\)/g, '');

/** Whether a text reads like the name of a unit: 市甲局, 各区县, 有关单位. */
export function isUnitName(text: string): boolean {
  const name = withoutBrackets(text).replace(/\s+/g, '');
  if (name.length < 2 || name.length > 30 || /[。,;:!?“”"《》%]/.test(name)) return false;
  return ending.test(name) || /^(?:各|有关|相关)/.test(name);
}

const startsUnit = (text: string) => level.test(text.trimStart());
const endsUnit = (text: string) => {
  const name = withoutBrackets(text).trim();
  return name.length > 1 && ending.test(name);
};

/** Places of characters outside of brackets. */
function outside(text: string): boolean[] {
  let depth = 0;
  return [...text].map((char) => {
    if (char === '(') depth++;
    const free = depth === 0;
    if (char === ')') depth = Math.max(0, depth - 1);
    return free;
  });
}

const always = /[、,;\n\t]/;
const conjunction = /(?:和|及|与|以及|会同|并会同|暨|或)/y;

/** Where a name ends at `at`: the length of what separates it from the next, or 0. */
function separatorAt(text: string, at: number, start: number): number {
  const char = text[at]!;
  if (always.test(char)) return 1;
  const left = text.slice(start, at);
  const between = (length: number) => {
    const right = text.slice(at + length);
    return endsUnit(left) && (startsUnit(right) || isUnitName(right.split(/[、,;\s和及与]/)[0]!));
  };
  if (char === ' ' || char === '/') return between(1) && text[at + 1] !== '(' ? 1 : 0;
  conjunction.lastIndex = at;
  const found = conjunction.exec(text)?.[0];
  return found && left.trim() && between(found.length) ? found.length : 0;
}

function cutAtSeparators(text: string): string[] {
  const free = outside(text);
  const names: string[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const length = free[at] ? separatorAt(text, at, start) : 0;
    if (!length) continue;
    names.push(text.slice(start, at));
    start = at + length;
    at = start - 1;
  }
  names.push(text.slice(start));
  return names
    .map((name) => plainBrackets(fold(name)).replace(/^(?:由|以及|和|及|与|会同|并)(?=[市省县区各])/, ''))
    .filter(Boolean);
}

/** Cuts `text` into names of `known`, the first that fits; undefined where that leaves a rest. */
function cutInto(text: string, known: readonly string[]): string[] | undefined {
  // From the end: the name to take at each place, so that neither depth nor time grows with what fits badly.
  const take = new Map<number, string>();
  for (let at = text.length - 1; at >= 0; at--) {
    const name = known.find((name) => {
      const end = at + name.length;
      return text.startsWith(name, at) && (end === text.length || take.has(end));
    });
    if (name) take.set(at, name);
  }
  const parts: string[] = [];
  for (let at = 0; at < text.length; at += parts.at(-1)!.length) {
    const name = take.get(at);
    if (!name) return undefined;
    parts.push(name);
  }
  return parts;
}

const boundary = /(?<=[局委办厅院会府)]|中心)(?=[市省县区各])/;
const unit = /^[市省县区各].+([局委办厅院会府)]|中心|单位)$/;

/** Cuts 市甲局各乙(政府) where one body's name ends and another level's begins; 市甲局乙中心 stays, being a part of 市甲局. */
function cutAtLevels(text: string): string[] | undefined {
  const parts = text.split(boundary);
  return parts.every((part) => unit.test(part)) ? parts : undefined;
}

/** 市甲、乙局 → 市甲局, 市乙局: where a name has lost its ending, the list shares beginning and ending. */
function writeOut(names: readonly string[]): string[] | undefined {
  const [first, last] = [names[0]!, names.at(-1)!];
  if (names.length < 2 || isUnitName(first)) return undefined;
  const beginning = /^[市省县区州]/.exec(first)?.[0];
  const common = /[局委办厅]$/.exec(last)?.[0];
  if (!beginning || !common || names.some((name) => name.length > 8 || /[()]/.test(name))) return undefined;
  return names.map((name) => {
    const begun = name.startsWith(beginning) ? name : beginning + name;
    return ending.test(begun) ? begun : begun + common;
  });
}

/** The names as printed, one by one: separators inside brackets belong to a name (甲局（乙办、丙处） is one unit). */
export function printedNames(raw: string): UnitNames {
  const text = plain(raw).replaceAll('★', '').trim();
  if (nullMarks.test(text)) return { units: [] };
  const open = openList.exec(text)?.[1];
  const names = cutAtSeparators(printedLike(raw, open));
  const whole = writeOut(names);
  return {
    units: whole ?? names,
    ...(open ? { open } : {}),
    ...(whole ? { expanded: whole } : {}),
  };
}

/** The cell with half-width brackets and separators, but the characters that are printed. */
function printedLike(raw: string, open: string | undefined): string {
  const text = raw
    .replaceAll('★', '')
    .trim()
    .replace(/[（），；／　]/g, (char) => plain(char));
  return open ? text.slice(0, -open.length) : text;
}

/**
 * Reads unit cells of one plan. A name made of two others that the plan knows apart, or that are plainly two, is a
 * separator lost in print: it is cut, and reported in `lost`.
 */
export function unitReader(cells: readonly string[]): (raw: string) => UnitNames {
  const all = new Set(cells.flatMap((cell) => printedNames(cell).units));
  const known = [...all].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  const read = new Map<string, UnitNames>();
  const cut = (raw: string): UnitNames => {
    const names = printedNames(raw);
    const lost: string[] = [];
    const units = names.units.flatMap((name) => {
      const parts =
        cutInto(
          name,
          known.filter((other) => other !== name),
        ) ?? cutAtLevels(name);
      if (!parts || parts.length < 2) return [name];
      lost.push(...parts);
      return parts;
    });
    return { ...names, units, ...(lost.length ? { lost } : {}) };
  };
  return (raw) => {
    const kept = read.get(raw) ?? cut(raw);
    read.set(raw, kept);
    return kept;
  };
}
