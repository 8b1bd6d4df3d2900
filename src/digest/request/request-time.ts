/** Reads the part of a request that says when: a schedule among other words, a time of day alone, reminders before deadlines. */
import type { Language } from '../../language/answer-phrases.ts';
import type { Lead } from '../../model/subscription.ts';
import type { DayNumber } from '../../shared/day.ts';
import { parseSchedule, withClockTimes } from './parse-schedule.ts';
import { content, type Reading } from './request-grammar.ts';

/** What stands between the things that mean something. */
const fillers =
  '(?:提醒(?:大家|我们|我)?|到期提醒|推送|发送|发到|发给|给?我们|本群|到?群里|一下|都?要|也要|全部|所有|任务|事项|摘要|内容|每次|只看|只要|仅看|只|把|请|的|和|与|及|以及|还有|加上|并|也|看|有|在|发|中|里|remind|notify|to|us|me|please|the|and|for|with|of|at|tasks?|digests?|deadlines?|by)';
export const onlyFillers = new RegExp(`^(?:${fillers}|\\s)+$`);
const edges = new RegExp(`^(?:(?:${fillers})(?![a-z]))+|(?:(?<![a-z])${fillers})+$`, 'g');

/** Segments that together make no schedule are tried with fewer of them, most first. */
function* ways(segments: readonly string[]): Iterable<{ kept: string[]; left: string[] }> {
  const count = Math.min(segments.length, 8);
  const masks = [...Array(2 ** count).keys()].filter(Boolean);
  const size = (mask: number) => mask.toString(2).replaceAll('0', '').length;
  for (const mask of masks.sort((a, b) => size(b) - size(a) || a - b))
    yield {
      kept: segments.filter((_, i) => i < count && mask & (1 << i)),
      left: segments.filter((_, i) => !(i < count && mask & (1 << i))),
    };
}

export const trimmed = (words: string) => words.replace(/^[\s,、;:。.!)]+|[\s,、;:。.!(]+$/g, '');
/** 9:30, 下午3点: a time of day alone is one on working days. */
const startsWithTime = /^\D{0,4}[\d一二两三四五六七八九十零]{1,3}(?:[:点时]|\s*(?:am|pm))|^(?:快|要|刚|一)?[上下]班/;

const anyWorkday: Record<Language, string> = { zh: '每个工作日', en: 'every working day' };

/** Takes the words as the schedule. @returns false where they are none; why they can't be one is noted */
function takeSchedule(words: string, today: DayNumber, language: Language, draft: Reading): boolean {
  const read = parseSchedule(trimmed(words), today, language);
  if ('problem' in read) {
    if (!read.vague) draft.problem ??= read.problem;
    return false;
  }
  draft.request.schedule = read.schedule;
  draft.notes.push(...read.notes);
  draft.understood++;
  draft.problem = undefined;
  return true;
}

const isMeaningful = (part: string) => part !== '' && !onlyFillers.test(part);

/** Reads the words that are left over as a schedule: all of them together, else as many as make one. */
export function readTime(rest: readonly string[], today: DayNumber, language: Language, draft: Reading): void {
  const parts = rest
    .map((part) => withClockTimes(trimmed(part)))
    .filter((part) => part && !/^[\p{P}\p{S}\s]+$/u.test(part));
  const segments = parts
    .flatMap((part) => part.split(/(?<=[\u3400-\u9fff)])\s*[,;。.;:]+\s*|[,;。]\s*(?=[\u3400-\u9fff])|\s+/))
    .filter((part) => isMeaningful(trimmed(part)));
  if (!segments.length || takeSchedule(parts.join(' '), today, language, draft)) return;
  const words = segments.map((part) => part.replace(edges, '')).filter(Boolean);
  for (const { kept, left } of ways(words)) {
    const schedule = kept.join(' ');
    const withDay = startsWithTime.test(schedule) ? [`${anyWorkday[language]} ${schedule}`] : [];
    if (![schedule, ...withDay].some((one) => takeSchedule(one, today, language, draft))) continue;
    noteUnread(left.map(trimmed), today, language, draft);
    return;
  }
  if (!draft.problem) draft.unread.push(...words.map(trimmed));
}

/** What is wrong by itself (9:60) says more than that it was not understood. */
function noteUnread(words: readonly string[], today: DayNumber, language: Language, draft: Reading): void {
  for (const part of words) {
    const read = parseSchedule(part, today, language);
    if ('problem' in read && !read.vague) draft.problem ??= read.problem;
    else draft.unread.push(part);
  }
}

/** Makes the leads the schedule; the time of day reads as it does on every working day. */
function scheduleLeads(draft: Reading, leads: Lead[], today: DayNumber, language: Language, times = ''): void {
  const read = parseSchedule(trimmed(`${anyWorkday[language]} ${times}`), today, language);
  if ('problem' in read) draft.problem ??= read.problem;
  else if ('at' in read.schedule) {
    draft.request.schedule = { kind: 'before-deadlines', leads, at: read.schedule.at };
    draft.notes.push(...read.notes);
  }
}

/** 到期前…: the schedule where nothing else is said of when, else reminders inside the digests. */
export function placeLeads(draft: Reading, today: DayNumber, language: Language, times: string | undefined): void {
  const { request, leads } = draft;
  const explicit = leads.findIndex(({ reminder }) => !reminder);
  const scheduling = request.schedule ? -1 : explicit >= 0 ? explicit : leads.length - 1;
  const isOnlySchedule = Object.keys(request.content ?? {}).length === 0 && leads.length === 1;
  for (const [index, one] of leads.entries()) {
    if (index === scheduling) scheduleLeads(draft, one.leads, today, language, times);
    if (index !== scheduling || isOnlySchedule) content(draft).leads = [...(content(draft).leads ?? []), ...one.leads];
  }
}

/** The rest where it is a time of day and nothing else. */
export function timeAlone(rest: readonly string[]): string | undefined {
  const words = rest
    .join(' ')
    .replace(/[,、;。]/g, ' ')
    .split(/\s+/)
    .filter((part) => part && !onlyFillers.test(part))
    .join(' ');
  const time =
    '(?:上午|早上|早晨|清晨|一早|凌晨|半夜|午夜|深夜|夜里|下午|傍晚|晚上|夜晚|中午|早|晚)?\\s*(?:\\d{1,2}:\\d{2}|[\\d一二两三四五六七八九十零]{1,3}[点时](?:半|一刻|三刻|钟|整|\\d{1,2}分?)?|\\d{1,2}\\s*(?:am|pm))\\s*(?:am|pm)?';
  if (!words) return '';
  return new RegExp(`^(?:${time}[\\s,、]*)+$`).test(words) ? words : undefined;
}
