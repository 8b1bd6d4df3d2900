/** Parses a request for a digest in free words and any order (每个工作日9:00 公安牵头★ 本月到期); lists what it can't read. */

import type { Language } from '../../language/answer-phrases.ts';
import type { KnowledgePack } from '../../model/pack/pack.ts';
import type { Scope } from '../../model/subscription.ts';
import type { DayNumber } from '../../shared/day.ts';
import { digestSpeaker } from '../phrases.ts';
import { fold, type Names, namesOf } from './entities.ts';
import { parseSchedule } from './parse-schedule.ts';
import {
  meanings,
  type Reading,
  type RequestParse,
  type Role,
  roleWords,
  scope,
  type UnitMention,
} from './request-grammar.ts';
import { onlyFillers, placeLeads, readTime, timeAlone, trimmed } from './request-time.ts';

/** Takes what has a meaning of its own; what remains are the words of a schedule, and words that mean nothing. */
function scan(text: string, packs: readonly KnowledgePack[], draft: Reading): string[] {
  const names = namesOf(packs);
  const rest: string[] = [''];
  for (let at = 0; at < text.length; ) {
    const found = takeAt(text, at, draft) || takeName(text, at, names, draft);
    if (!found) rest.push(`${rest.pop()}${text[at]}`);
    else if (rest.at(-1)) rest.push('');
    at += found || 1;
  }
  return rest;
}

/** Takes the name of a plan, a group or units with their role. @returns its length; 0 where none stands there */
function takeName(text: string, start: number, names: Names, draft: Reading): number {
  const found = names.at(text, start);
  if (!found) return 0;
  const { named, length } = found;
  if (named.kind === 'plan') {
    scope(draft).plans = [...new Set([...(scope(draft).plans ?? []), named.plan])];
    return length;
  }
  draft.understood++;
  if (named.kind === 'group') {
    scope(draft).groups = [...new Set([...(scope(draft).groups ?? []), named.group])];
    return length;
  }
  const { role, length: roleLength } = roleAt(text, start + length);
  draft.units.push({ units: named.units, role, start, end: start + length + roleLength });
  return length + roleLength;
}

function roleAt(text: string, at: number): { role: Role | undefined; length: number } {
  for (const [role, pattern] of roleWords) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) return { role, length: match[0].length };
  }
  return { role: undefined, length: 0 };
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
function rolesOf(text: string, mentions: readonly UnitMention[]): Scope['units'] {
  const roles: Role[] = [];
  for (let at = mentions.length - 1; at >= 0; at--) {
    const one = mentions[at]!;
    const after = mentions[at + 1];
    const joined = after && /^\s*(?:、|,|和|与|及|跟|and|&)?\s*$/.test(text.slice(one.end, after.start));
    roles[at] = one.role ?? (joined ? roles[at + 1]! : 'any');
  }
  const units: Scope['units'] = [];
  for (const [at, one] of mentions.entries())
    for (const unit of one.units)
      if (!units.some((known) => known.unit === unit && known.role === roles[at]))
        units.push({ unit, role: roles[at]! });
  return units;
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
  input: string,
  packs: readonly KnowledgePack[],
  today: DayNumber,
  language: Language,
): RequestParse {
  const text = fold(input);
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
