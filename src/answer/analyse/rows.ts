/** Records named by number, however written: 24号任务, 第二十四项, 附件2第5条, #24, 28和29两项, 三(三)9. */

import { readNumber } from '../../language/number.ts';
import type { RecordKind } from '../../model/plan.ts';

export interface RowReference {
  /** Undefined where the words leave it open (第二条): the dialogue decides, then it is a task. */
  kind: RecordKind | undefined;
  number: number;
  start: number;
  end: number;
  /** The records at a place that is said in full (附件2第1项, 二(一)3). */
  ids?: readonly string[];
  /** `第二个`, `第2条`: may as well be the second of the list just shown. */
  ordinal: boolean;
}

// A number ends where its digits end: otherwise a long run of digits could be cut in countless ways.
const digits = '(?:\\d{1,6}(?!\\d)|[一二三四五六七八九十百零]{1,6}(?![一二三四五六七八九十百零]))';
const joined = `${digits}(?:\\s*(?:[,、和与跟及]|还有|以及|and|&)\\s*第?${digits})*`;

/** Kind by the word beside the number. */
const kindWords: [RecordKind, string][] = [
  [
    'support',
    '附件?\\s*(?:2|二|两)|省级支持(?:政策)?|支持政策|支持事项|省级(?:政策)?|省里支持|支持|annex\\s*2|support',
  ],
  ['indicator', '(?:预期)?指标|indicator'],
  ['measure', '(?:主要)?措施|举措|measure'],
  ['phase', '阶段|phase|stage'],
  ['guarantee', '(?:组织)?保障(?:措施)?|guarantee'],
  ['group', '(?:措施)?(?:大组|组|大块|板块)|group'],
  ['task', '附件?\\s*(?:1|一)|(?:★|特色|重点|基础)?任务|清单|序号|task|annex\\s*1|row|item'],
];

const before = kindWords.map(([kind, words]) => ({
  kind,
  pattern: new RegExp(
    `(?:${words})(?:清单)?(?:表)?(?:里|中)?\\s*的?\\s*(?:第|no\\.?|#|之|:)?\\s*(${joined})\\s*(?:号|项|条|个|款|行)?(?!\\s*(?:家|年|月|天|人|分|件|%|级|季|共|些|起|样|下|点|直|定|般|览|条|项|条?龙|大?部分|大?块|章|[个项条]?(?:全部?|都|统统|组|部分|方面)))`,
    'g',
  ),
}));
const after = kindWords.map(([kind, words]) => ({
  kind,
  pattern: new RegExp(`(?:第\\s*(${joined})\\s*(?:项|条|个|号|大)?|(${joined})\\s*号)\\s*(?:${words})`, 'g'),
}));
const bare: { pattern: RegExp; ordinal: boolean }[] = [
  { pattern: new RegExp(`(?:序号|编号)(?:是|为)\\s*(${digits})(?:号|的)?`, 'g'), ordinal: false },
  { pattern: /(?:原文|全文|原话|full text|original)\s*(?:第)?\s*(\d{1,6})\s*(?:项|条|号)?/g, ordinal: false },
  { pattern: new RegExp(`第\\s*(${joined})\\s*(?:号|行)`, 'g'), ordinal: false },
  { pattern: new RegExp(`第\\s*(${joined})\\s*(?:个|条|项|款)`, 'g'), ordinal: true },
  { pattern: new RegExp(`第\\s*\\((${digits})\\)\\s*(?:条|项|款)`, 'g'), ordinal: true },
  { pattern: /(?:#|no\.?\s*|№|nr\.?\s*)(\d{1,6})(?!\d)/g, ordinal: false },
  {
    pattern: new RegExp(
      `(?<![\\d.一二三四五六七八九十共有的到要哪第])((?:${digits})(?:\\s*(?:[,、和与跟及]|还有)\\s*(?:${digits}))+)\\s*(?:[两三四五几]?(?:项|条|号)|这[两三几](?:项|条|个))`,
      'g',
    ),
    ordinal: false,
  },
  {
    pattern:
      /(?<!是不是|是否|有没有|只有|只剩)(?<![\d.共有的到要哪第达超近约\-年月])(\d{1,6})\s*(?:号(?!文|线|召|楼|(?:这天)?(?:之前|以前|前|到期|截止|要?交))|项(?!目|的?有(?!没)|以)|条(?!例|路))/g,
    ordinal: false,
  },
];
const places = /[一二三四五六七八九]\(([一二三四五六七八九十]+)\)\s*(\d{1,3})?/g;

function numbersOf(text: string): number[] {
  return [...text.matchAll(new RegExp(digits, 'g'))]
    .map(([part]) => readNumber(part))
    .filter((n) => n !== undefined && Number.isInteger(n)) as number[];
}

/** `section` words (第三部分) are left to the caller: they name groups only where the plan has some. */
export function readRows(text: string): RowReference[] {
  const found: RowReference[] = [];
  const taken = (start: number, end: number) => found.some((other) => start < other.end && other.start < end);
  const take = (
    match: RegExpExecArray,
    kind: RecordKind | undefined,
    printed: string | undefined,
    ordinal: boolean,
  ) => {
    const start = match.index;
    const end = start + match[0].length;
    if (!printed || taken(start, end)) return;
    for (const number of numbersOf(printed)) found.push({ kind, number, start, end: end, ordinal });
  };
  const each = (pattern: RegExp, use: (match: RegExpExecArray) => void) => {
    for (const match of text.matchAll(pattern)) use(match);
  };
  for (const { kind, pattern } of before) each(pattern, (match) => take(match, kind, match[1], false));
  for (const { kind, pattern } of after) each(pattern, (match) => take(match, kind, match[1] ?? match[2], false));
  each(places, (match) => {
    const printed = match[2] ?? match[1]!;
    take(match, match[2] ? 'measure' : 'group', printed, false);
  });
  each(/^\s*(\d{1,3}(?:(?:\s*[,、和与跟]\s*|\s+)\d{1,3})+)(?![\d.年月日家%:])/g, (match) =>
    take(match, undefined, match[1], false),
  );
  for (const { pattern, ordinal } of bare) each(pattern, (match) => take(match, undefined, match[1], ordinal));
  each(/第\s*([一二三四五六七八九十]|\d{1,2})\s*(?:大?部分|大块|方面|大类|板块)/g, (match) =>
    take(match, 'group', match[1], false),
  );
  return found.sort((a, b) => a.start - b.start);
}

const placed =
  /附件\s*(\d{1,3}|[一二三四五六七八九十]{1,3})?\s*的?\s*第?\s*(\d{1,6})\s*(?:项|条|号)|[一二三四五六七八九十]{1,3}\s*\([一二三四五六七八九十]{1,3}\)\s*(?:\d{1,3})?/g;

/** A place as it is compared: 附件二第1条 is 附件2第1项. */
export function placeKey(place: string): string {
  return place
    .replace(/\s/g, '')
    .replace(/^附件([一二三四五六七八九十]+)/, (_, numeral: string) => `附件${readNumber(numeral) ?? numeral}`)
    .replace(/^(附件\d*)的?第?(\d+)(?:项|条|号)$/, '$1第$2项');
}

/** Rows that are named by the place at which the plan prints them, in place of what their numbers alone would mean. */
export function readPlaces(
  text: string,
  rows: readonly RowReference[],
  places: ReadonlyMap<string, readonly string[]>,
): RowReference[] {
  const found: RowReference[] = [];
  for (const match of text.matchAll(placed)) {
    const ids = places.get(placeKey(match[0]));
    if (!ids) continue;
    const [kind, number] = ids[0]!
      .split(/[:.]/)
      .flatMap((part, at, all) => (at === 0 || at === all.length - 1 ? [part] : []));
    found.push({
      kind: kind as RecordKind,
      number: Number.parseInt(number!, 10),
      start: match.index,
      end: match.index + match[0].length,
      ordinal: false,
      ids,
    });
  }
  const apart = rows.filter((row) => !found.some(({ start, end }) => row.start < end && start < row.end));
  return [...apart, ...found].sort((a, b) => a.start - b.start);
}
