/** Cells of a table: the units that one names, and the month that one sets. */
import type { Deadline, Span, UnitCell } from '../../model/plan.ts';
import { fold, plainDigits } from './lines.ts';

/** Half-width brackets, so that 甲局（乙办） and 甲局(乙办) are one unit. */
export function plainBrackets(text: string): string {
  return text.replaceAll('（', '(').replaceAll('）', ')');
}

/** Separators inside brackets belong to the name: 甲局（乙办、丙处） is one unit. */
const separator = /[、，,；;](?![^(（]*[)）])/;

function names(cell: Span): string[] {
  return cell.text
    .split(separator)
    .map((name) => plainBrackets(fold(name)))
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

const boundary = /(?<=[局委办厅院会府)]|中心)(?=[市省各])/;
const unit = /^[市省各].+([局委办厅院会府)]|中心|单位)$/;

/** Cuts 市甲局各乙(政府) where one body's name ends and another level's begins; 市甲局乙中心 stays, being a part of 市甲局. */
function cutAtLevels(text: string): string[] | undefined {
  const parts = text.split(boundary);
  return parts.every((part) => unit.test(part)) ? parts : undefined;
}

/**
 * Reads unit cells. A name made of two others that the tables know apart, or that are plainly two, is a separator
 * lost in print: it is cut, and told to the caller.
 */
export function unitReader(cells: readonly Span[]): (cell: Span) => { unit: UnitCell; lost?: string[] } {
  const all = new Set(cells.flatMap(names));
  const known = [...all].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  return (cell) => {
    const lost: string[] = [];
    const units = names(cell).flatMap((name) => {
      const others = known.filter((other) => other !== name);
      const parts = cutInto(name, others) ?? cutAtLevels(name);
      if (!parts || parts.length < 2) return [name];
      lost.push(...parts);
      return parts;
    });
    return { unit: { cell, units }, ...(lost.length ? { lost } : {}) };
  };
}

const monthly = /^(20\d\d)(?:[.．\-/年])(1[0-2]|0?[1-9])月?(?:\d{1,2}日)?(?:底|末)?(?:之?前)?$/;
const yearly = /^(20\d\d)年(?:底|末|年底)?(?:之?前)?$/;

/** A deadline cell: 2024.7, 2025年6月底前, 2026年底前, 2025-06, 长期坚持. Undefined where it is none of these. */
export function readDeadline(cell: Span): Deadline | undefined {
  const text = plainDigits(cell.text);
  if (/^(长期|持续|常态|每年|全年)/.test(text)) return { kind: 'ongoing', cell };
  const dated = monthly.exec(text);
  if (dated) return { kind: 'month', cell, month: `${dated[1]}-${dated[2]!.padStart(2, '0')}` };
  const year = yearly.exec(text);
  if (year) return { kind: 'month', cell, month: `${year[1]}-12` };
  return undefined;
}
