/** Reads a request for a digest in free words, in any order: 每个工作日9:00 公安牵头★ 本月到期; whatever can't be read is named. */

import type { Language } from '../../language/answer-phrases.ts';
import type { KnowledgePack } from '../../model/pack.ts';
import type { Scope } from '../../model/subscription.ts';
import type { DayNumber } from '../../shared/day.ts';
import { digestSpeaker } from '../phrases.ts';
import { fold, namesOf } from './entities.ts';
import { parseSchedule } from './parse-schedule.ts';
import {
  content,
  meanings,
  type ParsedRequest,
  type RequestDraft,
  type Role,
  roleWords,
  scope,
  type UnitMention,
} from './request-grammar.ts';

export interface RequestParse {
  request: ParsedRequest;
  /** What was decided for want of words. */
  notes: string[];
  /** Words that mean nothing here. */
  unread: string[];
  /** Why what was said can't be a schedule. */
  problem: string | undefined;
  /** How many things were read; names of plans, which are in every question, do not count. */
  understood: number;
}

type Reading = RequestDraft & RequestParse;

/** What stands between the things that mean something. */
const fillers =
  '(?:提醒(?:我们|我)?|到期提醒|推送|发送|发到|发给|给?我们|本群|到?群里|一下|都?要|也要|全部|所有|任务|事项|摘要|内容|每次|只看|只要|仅看|只|把|请|的|和|与|及|以及|还有|加上|并|也|看|有|在|发|中|里|to|us|me|please|the|and|for|with|of|at|tasks?|digests?|deadlines?|by)';
const onlyFillers = new RegExp(`^(?:${fillers}|\\s)+$`);
const edges = new RegExp(`^(?:(?:${fillers})(?![a-z]))+|(?:(?<![a-z])${fillers})+$`, 'g');

/** Takes what has a meaning of its own; what remains are the words of a schedule, and words that mean nothing. */
function scan(text: string, packs: readonly KnowledgePack[], draft: Reading): string[] {
  const names = namesOf(packs);
  const rest: string[] = [''];
  const cut = () => {
    if (rest.at(-1)) rest.push('');
  };
  for (let at = 0; at < text.length; ) {
    const took = takeAt(text, at, draft);
    if (took) {
      cut();
      at += took;
      continue;
    }
    const found = names.at(text, at);
    if (!found) {
      rest[rest.length - 1] = `${rest.at(-1)}${text[at++]}`;
      continue;
    }
    const { named, length } = found;
    const start = at;
    at += length;
    cut();
    if (named.kind === 'plan') {
      scope(draft).plans = [...new Set([...(scope(draft).plans ?? []), named.plan])];
      continue;
    }
    draft.understood++;
    if (named.kind === 'group') {
      scope(draft).groups = [...new Set([...(scope(draft).groups ?? []), named.group])];
      continue;
    }
    let role: Role | undefined;
    for (const [one, pattern] of roleWords) {
      pattern.lastIndex = at;
      const match = pattern.exec(text);
      if (!match) continue;
      role = one;
      at += match[0].length;
      break;
    }
    draft.units.push({ units: named.units, role, start, end: at });
  }
  return rest;
}

function takeAt(text: string, at: number, draft: Reading): number {
  if (/[a-z]/.test(text[at - 1] ?? '') && /[a-z]/.test(text[at]!)) return 0;
  for (const { pattern, take } of meanings) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (!match?.[0]) continue;
    // A word of letters ends where its letters end.
    if (/[a-z]/.test(match[0].at(-1)!) && /[a-z]/.test(text[at + match[0].length] ?? '')) continue;
    if (take(match, draft) === false) continue;
    draft.understood++;
    return match[0].length;
  }
  return 0;
}

/** 公安、法院牵头: units that are joined share the role after the last of them. */
function rolesOf(text: string, said: readonly UnitMention[]): Scope['units'] {
  const roles: Role[] = [];
  for (let at = said.length - 1; at >= 0; at--) {
    const one = said[at]!;
    const after = said[at + 1];
    const joined = after && /^\s*(?:、|,|和|与|及|跟|and|&)?\s*$/.test(text.slice(one.end, after.start));
    roles[at] = one.role ?? (joined ? roles[at + 1]! : 'any');
  }
  const units: Scope['units'] = [];
  for (const [at, one] of said.entries())
    for (const unit of one.units)
      if (!units.some((known) => known.unit === unit && known.role === roles[at]))
        units.push({ unit, role: roles[at]! });
  return units;
}

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

const trimmed = (words: string) => words.replace(/^[\s,、;:。.!)]+|[\s,、;:。.!(]+$/g, '');
/** 9:30, 下午3点: a time of day alone is one on working days. */
const startsWithTime = /^\D{0,4}[\d一二两三四五六七八九十]{1,3}(?:[:点时]|\s*(?:am|pm))/;

const anyWorkday: Record<Language, string> = { zh: '每个工作日', en: 'every working day' };

function readTime(rest: readonly string[], today: DayNumber, language: Language, draft: Reading): void {
  const parts = rest.map(trimmed).filter((part) => part && !/^[\p{P}\p{S}\s]+$/u.test(part));
  const take = (words: string) => {
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
  };
  const segments = parts
    .flatMap((part) => part.split(/(?<=[\u3400-\u9fff)])\s*[,;。.;:]+\s*|[,;。]\s*(?=[\u3400-\u9fff])|\s+/))
    .filter((part) => trimmed(part) && !onlyFillers.test(trimmed(part)));
  if (!segments.length || take(parts.join(' '))) return;
  const words = segments.map((part) => part.replace(edges, '')).filter(Boolean);
  for (const { kept, left } of ways(words)) {
    const said = kept.join(' ');
    if (!take(said) && !(startsWithTime.test(said) && take(`${anyWorkday[language]} ${said}`))) continue;
    // What is wrong by itself (9:60) says more than that it was not understood.
    for (const part of left.map(trimmed)) {
      const read = parseSchedule(part, today, language);
      if ('problem' in read && !read.vague) draft.problem ??= read.problem;
      else draft.unread.push(part);
    }
    return;
  }
  if (!draft.problem) draft.unread.push(...words.map(trimmed));
}

/** 到期前…: the schedule where nothing else is said of when, else reminders inside the digests. */
function placeLeads(draft: Reading, today: DayNumber, language: Language, times: string | undefined): void {
  const { request: wanted } = draft;
  const said = draft.leads.findIndex(({ reminder }) => !reminder);
  const scheduling = wanted.schedule ? -1 : said >= 0 ? said : draft.leads.length - 1;
  const named = Object.keys(wanted.content ?? {}).length > 0;
  for (const [index, one] of draft.leads.entries()) {
    if (index === scheduling) {
      // The time of day reads as it does on every working day.
      const read = parseSchedule(trimmed(`${anyWorkday[language]} ${times ?? ''}`), today, language);
      if ('schedule' in read && 'at' in read.schedule) {
        wanted.schedule = { kind: 'before-deadlines', leads: one.leads, at: read.schedule.at };
        draft.notes.push(...read.notes);
      } else if ('problem' in read) draft.problem ??= read.problem;
      if (named || draft.leads.length > 1) continue;
    }
    content(draft).leads = [...(content(draft).leads ?? []), ...one.leads];
  }
}

const cronField = '(?:[\\d*?,/lw#-]+|[a-z]{3}(?:[,-][a-z]{3})*)';
const cronPattern = new RegExp(`(?:^|\\s)(?:cron\\s*:?\\s*)?(@[a-z]+|[\\d*]\\S*(?: ${cronField}){4,5})(?=[\\s,]|$)`);

/** An expression for experts, wherever it stands: its signs mean nothing else. */
function takeCron(text: string, today: DayNumber, language: Language, draft: Reading) {
  const match = cronPattern.exec(text);
  const words = match?.[1]?.split(' ') ?? [];
  // What follows five fields may be a word of its own.
  for (const count of match && /[*@]/.test(match[1]!) ? [6, 5, 1] : []) {
    if (words.length < count) continue;
    const expression = words.slice(0, count).join(' ');
    const read = parseSchedule(`cron ${expression}`, today, language);
    if ('problem' in read) {
      draft.problem ??= read.problem;
      continue;
    }
    draft.problem = undefined;
    draft.request.schedule = read.schedule;
    draft.notes.push(...read.notes);
    draft.understood++;
    const [before, after] = [text.slice(0, match!.index), text.slice(match!.index + match![0].length)];
    return { expression, others: `${before} ${words.slice(count).join(' ')}${after}` };
  }
  return { expression: undefined, others: draft.problem ? '' : text };
}

export function parseRequest(
  said: string,
  packs: readonly KnowledgePack[],
  today: DayNumber,
  language: Language,
): RequestParse {
  const text = fold(said);
  const draft: Reading = {
    request: {},
    notes: [],
    unread: [],
    problem: undefined,
    understood: 0,
    units: [],
    leads: [],
  };
  const { expression, others } = takeCron(text, today, language, draft);
  const rest = scan(others, packs, draft);
  if (draft.units.length) scope(draft).units = rolesOf(others, draft.units);
  const times = draft.leads.length && !expression ? timeAlone(rest) : undefined;
  if (expression) draft.unread.push(...rest.map(trimmed).filter((part) => part && !onlyFillers.test(part)));
  else if (times === undefined) readTime(rest, today, language, draft);
  placeLeads(draft, today, language, times);
  const groups = draft.request.scope?.groups ?? [];
  const missing = groups.filter((number) => !packs.some((pack) => pack.records.has(`group:${number}`)));
  const say = digestSpeaker(language);
  draft.unread.push(...missing.map((number) => say('groupWord', { number })));
  if (missing.length) scope(draft).groups = groups.filter((number) => !missing.includes(number));
  const { request: wanted, notes, unread, problem, understood } = draft;
  return { request: wanted, notes, unread, problem, understood };
}

/** The rest where it is a time of day and nothing else. */
function timeAlone(rest: readonly string[]): string | undefined {
  const words = rest
    .join(' ')
    .replace(/[,、;。]/g, ' ')
    .split(/\s+/)
    .filter((part) => part && !onlyFillers.test(part))
    .join(' ');
  const time =
    '(?:上午|早上|下午|晚上|中午)?\\s*(?:\\d{1,2}:\\d{2}|[\\d一二两三四五六七八九十]{1,3}[点时](?:半|一刻|三刻|钟|整|\\d{1,2}分?)?|\\d{1,2}\\s*(?:am|pm))\\s*(?:am|pm)?';
  if (!words) return '';
  return new RegExp(`^(?:${time}[\\s,、]*)+$`).test(words) ? words : undefined;
}
