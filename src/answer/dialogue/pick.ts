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

/** Said of a position only; the first group is its number. */
const positions: readonly [RegExp, (n: number) => Pick][] = [
  [new RegExp(`倒数第?${digits}${counter}?`), (n) => ({ position: -n })],
  [new RegExp(`第${digits}${counter}`), (n) => ({ position: n })],
  [new RegExp(`^(?:就|选|要|看|我选|那就|点)?[第(（]?${digits}[)）、.,吧]+(?:吧|呢|的)?$`), (n) => ({ position: n })],
  [new RegExp(`^(?:选|我选|就选|就要|就|选择)${digits}${counter}?(?:吧)?$`), (n) => ({ position: n })],
];

/** A bare number: the row that bears it, if it was shown; else the position. */
const numbers: readonly RegExp[] = [
  new RegExp(`^(?:那|看|看看|讲讲|说说)?[第#]?${digits}${counter}?(?:那个|那条|那项|号)?(?:呢)?$`),
  /^(?:那|看看?|退回|回到|翻到|看下)?(\d{1,3})(?:那个|那条|那项|号|的|说|讲|呢)/,
  /^(?:退回|回到|翻到|看下)(\d{1,3})(?![\d.年月日号])/,
  /^(?:请?看|那)?(\d{1,2})(?=[,\u4e00-\u9fff])(?![年月日号项条个家季万件人%]|大)/,
];

const circled = '①②③④⑤⑥⑦⑧⑨⑩';
const ordinals = ['first', 'second', 'third', 'fourth', 'fifth'];
const last = /最后[一那]?[个项条步件]|末[一]?[个项条]|最后那|最末|末尾/;
const first = /头一?[个项条件]|最前头那?[个项条件]?|打头的?那?[个项条]|最前面?那?[个项条]/;

/** @returns undefined where the words point at nothing shown */
export function readPick(text: string): Pick | undefined {
  for (const [pattern, pick] of positions) {
    const said = pattern.exec(text)?.[1];
    const n = said === undefined ? undefined : readNumber(said);
    if (n) return pick(n);
  }
  const token = [...text].find((character) => circled.includes(character));
  if (token) return { position: circled.indexOf(token) + 1 };
  for (const pattern of numbers) {
    const said = pattern.exec(text)?.[1];
    const n = said === undefined ? undefined : readNumber(said);
    if (n) return { row: n };
  }
  if (last.test(text) || /\bthe last\b/.test(text)) return { position: -1 };
  if (first.test(text)) return { position: 1 };
  if (/^(?:那)?另(?:外)?一?[个项条]/.test(text)) return { other: true };
  if (/中间那?[个项条]/.test(text)) return { middle: true };
  if (/^前面那?[个条项]/.test(text)) return { position: 1 };
  if (/^后面那?[个项条]/.test(text)) return { position: -1 };
  const at = ordinals.findIndex((word) => new RegExp(`\\bthe ${word}\\b`).test(text));
  return at < 0 ? undefined : { position: at + 1 };
}

/** The id that is meant among those shown, in their order. */
export function picked(pick: Pick, ids: readonly string[], focus: string | undefined): string | undefined {
  if (pick.other) return ids.length === 2 ? ids.find((id) => id !== focus) : undefined;
  if (pick.two && ids.length !== 2) return undefined;
  if (pick.middle) return ids.length % 2 ? ids[(ids.length - 1) / 2] : undefined;
  if (pick.row !== undefined) return ids.find((id) => Number(/\d+$/.exec(id)?.[0]) === pick.row) ?? ids[pick.row - 1];
  const at = pick.position! > 0 ? pick.position! - 1 : ids.length + pick.position!;
  return ids[at];
}
