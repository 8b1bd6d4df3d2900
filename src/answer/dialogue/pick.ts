/** Which of the things just shown is meant: 第二个, ②, 2、, 选1, 倒数第三条, 最后一条, 另一个, 45那个. */
import { readNumber } from '../../language/number.ts';

export interface Pick {
  /** Counted from 1; from the end where negative. */
  position?: number;
  /** The number of a row, where it is among those shown; else it may still be a position. */
  row?: number;
  /** The one of two that was not looked at. */
  other?: true;
  /** Only where two are shown. */
  two?: true;
  /** The middle one of an odd number. */
  middle?: true;
}

const digits = '(\\d{1,3}|[一二三四五六七八九十]{1,3})';
const counter = '[个项条家件]';

const asPosition = (position: number): Pick => ({ position });
const asRow = (row: number): Pick => ({ row });

/** Patterns of a position only; the first group is its number. */
const positions: readonly [RegExp, (n: number) => Pick][] = [
  [new RegExp(`倒数第?${digits}${counter}?`), (n) => ({ position: -n })],
  [new RegExp(`第${digits}${counter}`), asPosition],
  [new RegExp(`^(?:就|选|要|看|我选|那就|点)?[第(（]?${digits}[)）、.,吧]+(?:吧|呢|的)?$`), asPosition],
  [new RegExp(`^(?:选|我选|就选|就要|就|选择)${digits}${counter}?(?:吧)?$`), asPosition],
];

/** A bare number: the row that bears it, if it was shown; else the position. */
const rowNumbers: readonly (readonly [RegExp, (n: number) => Pick])[] = [
  [new RegExp(`^(?:那|看|看看|讲讲|说说)?[第#]?${digits}${counter}?(?:那个|那条|那项|号)?(?:呢)?$`), asRow],
  [/^(?:那|看看?|退回|回到|翻到|看下)?(\d{1,3})(?:那个|那条|那项|号|的|说|讲|呢)/, asRow],
  [/^(?:退回|回到|翻到|看下)(\d{1,3})(?![\d.年月日号])/, asRow],
  [/^(?:请?看|那)?(\d{1,2})(?=[,\u4e00-\u9fff])(?![年月日号项条个家季万件人%]|大)/, asRow],
];

const circled = '①②③④⑤⑥⑦⑧⑨⑩';
const last = /最后[一那]?[个项条步件]|末[一]?[个项条]|最后那|最末|末尾/;
const first = /头一?[个项条件]|最前头那?[个项条件]?|打头的?那?[个项条]|最前面?那?[个项条]/;

/** Places by a word; the first pattern that fits counts. */
const places: readonly (readonly [RegExp, Pick])[] = [
  [last, { position: -1 }],
  [/\bthe last\b/, { position: -1 }],
  [first, { position: 1 }],
  [/^(?:那)?另(?:外)?一?[个项条]/, { other: true }],
  [/中间那?[个项条]/, { middle: true }],
  [/^前面那?[个条项]/, { position: 1 }],
  [/^后面那?[个项条]/, { position: -1 }],
  [/\bthe first\b/, { position: 1 }],
  [/\bthe second\b/, { position: 2 }],
  [/\bthe third\b/, { position: 3 }],
  [/\bthe fourth\b/, { position: 4 }],
  [/\bthe fifth\b/, { position: 5 }],
];

/** The pick of the first pattern that finds a number, made of that number. */
function byNumber(text: string, patterns: readonly (readonly [RegExp, (n: number) => Pick])[]): Pick | undefined {
  for (const [pattern, pick] of patterns) {
    const digits = pattern.exec(text)?.[1];
    const n = digits === undefined ? undefined : readNumber(digits);
    if (n) return pick(n);
  }
  return undefined;
}

function byCircle(text: string): Pick | undefined {
  const sign = [...text].find((character) => circled.includes(character));
  return sign ? { position: circled.indexOf(sign) + 1 } : undefined;
}

/** @returns undefined where the words point at nothing shown */
export const readPick = (text: string): Pick | undefined =>
  byNumber(text, positions) ??
  byCircle(text) ??
  byNumber(text, rowNumbers) ??
  places.find(([pattern]) => pattern.test(text))?.[1];

/** The id that is meant among those shown, in their order. */
export function picked(pick: Pick, ids: readonly string[], focus: string | undefined): string | undefined {
  if (pick.other) return ids.length === 2 ? ids.find((id) => id !== focus) : undefined;
  if (pick.two && ids.length !== 2) return undefined;
  if (pick.middle) return ids.length % 2 ? ids[(ids.length - 1) / 2] : undefined;
  if (pick.row !== undefined) return ids.find((id) => Number(/\d+$/.exec(id)?.[0]) === pick.row) ?? ids[pick.row - 1];
  const at = pick.position! > 0 ? pick.position! - 1 : ids.length + pick.position!;
  return ids[at];
}
