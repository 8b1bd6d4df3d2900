/** A text that lost its line breaks, cut again where its headings and numbers count on. */
import { ordinal } from '../text/numbers.ts';
import { plain } from '../text/plain.ts';

/** Forms of numbers within a text; a cut is made only where the count of the form goes on. */
const forms: readonly RegExp[] = [
  /(?<=^|[。;)\s:])([一二三四五六七八九十]{1,3})、/g,
  /\(([一二三四五六七八九十]{1,3})\)/g,
  /(?<![\d.(第〔])(\d{1,2})[.、](?!\d)/g,
];

interface Cut {
  at: number;
  rank: number;
  number: number;
}

function candidates(text: string): Cut[] {
  return forms
    .flatMap((form, rank) =>
      [...text.matchAll(form)].map((found) => ({ at: found.index, rank, number: ordinal(found[1]!) })),
    )
    .sort((a, b) => a.at - b.at);
}

/** Numbers count from 1 in each form; one of an outer form lets the inner ones begin again, or go on. */
function countedCuts(text: string): number[] {
  const last = [0, 0, 0];
  const cuts: number[] = [];
  for (const { at, rank, number } of candidates(text)) {
    const begins =
      number === 1 && (rank === 0 ? last[0] === 0 : last.slice(0, rank).some((count) => count > 0) || last[rank] === 0);
    if (!begins && number !== last[rank]! + 1) continue;
    last[rank] = number;
    cuts.push(at);
  }
  return cuts;
}

const gap = /\s+/g;
const longLine = 150;

/** Blanks between two pieces of the head, as a page leaves them where its lines ended. */
function gapsIn(text: string, until: number): number[] {
  return [...text.slice(0, until).matchAll(gap)].map(({ index }) => index).filter((at) => at > 0);
}

/**
 * Cuts a text of hardly any lines into lines.
 * @returns undefined where it has line breaks enough, or nothing to cut at
 */
export function recut(source: string): string[] | undefined {
  const printed = source.split(/\r\n|\r|\n/).filter((line) => line.trim());
  const longest = printed.reduce((a, b) => (b.length > a.length ? b : a), '');
  if (printed.length > 3 || longest.length < longLine || longest.includes('\t')) return undefined;
  const text = plain(longest);
  const counted = countedCuts(text);
  if (counted.length < 3) return undefined;
  const cuts = [...new Set([...gapsIn(text, counted[0]!), ...counted])].sort((a, b) => a - b);
  const pieces = [0, ...cuts].map((at, index) => longest.slice(at, cuts[index] ?? longest.length).trim());
  return printed.flatMap((line) => (line === longest ? pieces.filter(Boolean) : [line]));
}
