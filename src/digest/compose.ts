/** The digest of a subscription at a moment, as cards: the first is sent, the others wait for 更多. */
import { type Month, monthOf, numberOf, yearOf } from '../knowledge/month.ts';
import { monthDue, unitsIn } from '../knowledge/select.ts';
import { type Formatter, formatterFor, nameOf, shorten, shortName, sourceOf, units } from '../language/format.ts';
import type { Block, Card, ListItem } from '../model/card.ts';
import type { KnowledgePack } from '../model/pack.ts';
import type { PlanRecord, Task } from '../model/plan.ts';
import type { Subscription } from '../model/subscription.ts';
import { type Calendar, workdaysUntil } from './calendar/working-days.ts';
import { sayContent, sayScope } from './format-scope.ts';
import { digestSpeaker, type SayDigest } from './phrases.ts';
import { duties, phases } from './recurring.ts';
import { formatDay, formatTime, formatWeekday } from './request/format-schedule.ts';
import { deadlineDay, type Moment, momentOf, monthTest, packsOf, scopedTasks, uncoveredYears } from './select.ts';

export interface DigestInput {
  subscription: Subscription;
  packs: readonly KnowledgePack[];
  calendar: Calendar;
  /** The moment that the digest is for: its slot. */
  at: Date;
  /** When it is sent, where that is later than meant. */
  sentAt?: Date;
  /** Registered by the group as done: `pack/record`. */
  done?: ReadonlySet<string>;
  /** Packs whose end the group has been told of already. */
  notifiedPlans?: ReadonlySet<string>;
}

export interface Digest {
  /** `over`: it tells for the first time that nothing will be due any more. */
  outcome: 'due' | 'nothing' | 'over' | 'silence';
  /** Empty = silence. */
  cards: Card[];
  /** `pack/record` of every row, in order. */
  records: string[];
  /** Packs whose end this digest tells: remember them. */
  tells: string[];
}

/** A phone shows about this much without much scrolling. */
const rowsOnPage = 14;
const rowLength = 36;
/** More late than a queue or a slow start explains. */
const lateAfterMs = 15 * 60_000;

/** Rows under one heading; a page ends between groups, and inside one only where it fills a page by itself. */
interface Group {
  pack: KnowledgePack;
  heading: string;
  unit: string;
  count: number;
  continued: boolean;
  rows: { task: Task; item: ListItem }[];
}

interface Part {
  outcome: Digest['outcome'];
  lead: Block[];
  groups: Group[];
  tail: Block[];
  cited: PlanRecord[];
}

const sayMonth = (say: SayDigest, month: Month) =>
  say('month', { year: yearOf(month), month: String(numberOf(month)) });

const key = (pack: KnowledgePack, task: PlanRecord) => `${pack.id}/${task.id}`;

function stars(say: SayDigest, tasks: readonly Task[]): string {
  const count = tasks.filter((task) => task.starred).length;
  return count ? say('stars', { count }) : '';
}

function roles(say: SayDigest, subscription: Subscription, tasks: readonly Task[]): string {
  const [only, ...others] = subscription.scope.units;
  if (!only || others.length || only.role !== 'any') return '';
  const leads = tasks.filter((task) => unitsIn(task, 'responsible').includes(only.unit)).length;
  return say('roles', { leads, helps: tasks.length - leads });
}

function headingOf(say: SayDigest, moment: Moment, month: Month, count: number): string {
  const current = monthOf(moment.day.year, moment.day.month);
  if (month < current) return say('passed', { date: sayMonth(say, month), count });
  const end = deadlineDay(month);
  const date = formatDay(end, moment.subscription.language);
  if (end === moment.today) return say('deadlineToday', { date, count });
  const left = workdaysUntil(moment.calendar, moment.today, end);
  return left ? say('deadline', { date, left, count }) : say('deadlineOff', { date, count });
}

/** By deadline (what is still to come first), then by responsible unit (the subscriber's own first), ★ first. */
function groupTasks(
  say: SayDigest,
  formatter: Formatter,
  moment: Moment,
  tasks: readonly Task[],
  done: ReadonlySet<string>,
): Group[] {
  const current = monthOf(moment.day.year, moment.day.month);
  const own = moment.subscription.scope.units.map(({ unit }) => unit);
  const months = [...new Set(tasks.map((task) => monthDue(task)!))].sort(
    (a, b) => Number(a < current) - Number(b < current) || a - b,
  );
  return months.flatMap((month) => {
    const due = tasks.filter((task) => monthDue(task) === month);
    const byUnit = Map.groupBy(due, (task) => units(task.responsible.units.map((name) => shortName(formatter, name))));
    const heading = headingOf(say, moment, month, due.length);
    const leads = (group: readonly Task[]) => group.some((task) => task.responsible.units.some((u) => own.includes(u)));
    const ordered = [...byUnit].sort(([, a], [, b]) => Number(leads(b)) - Number(leads(a)));
    return ordered.map(([unit, group]) => {
      const rows = [...group].sort((a, b) => Number(b.starred) - Number(a.starred) || a.number - b.number);
      return {
        pack: formatter.pack,
        heading,
        unit,
        count: group.length,
        continued: false,
        rows: rows.map((task) => ({ task, item: itemOf(say, formatter, task, done) })),
      };
    });
  });
}

function itemOf(say: SayDigest, formatter: Formatter, task: Task, done: ReadonlySet<string>): ListItem {
  const text = `${task.starred ? '★' : ''}${shorten(nameOf(task), rowLength)}`;
  const said = done.has(key(formatter.pack, task)) ? say('ticked', { text }) : text;
  return { id: task.id, number: task.number, text: said };
}

function partOf(input: DigestInput, moment: Moment, pack: KnowledgePack, due: (month: Month) => boolean): Part {
  const { subscription, done = new Set(), notifiedPlans = new Set() } = input;
  const { content, language, scope } = subscription;
  const say = digestSpeaker(language);
  const formatter = formatterFor(pack, moment.day, language);
  const current = monthOf(moment.day.year, moment.day.month);
  const all = scopedTasks(pack, scope, current);
  const dated = all.filter((task) => monthDue(task) !== undefined);
  const last = Math.max(...dated.map((task) => monthDue(task)!));
  const chosen = dated.filter((task) => due(monthDue(task)!));
  const omitted = subscription.done === 'omit' ? chosen.filter((task) => done.has(key(pack, task))) : [];
  const shown = chosen.filter((task) => !omitted.includes(task));
  const what = sayContent(say, content);
  const where = sayScope(say, formatter, scope);
  const part: Part = { outcome: 'nothing', lead: [], groups: [], tail: [], cited: [] };
  const text = (said: string) => ({ type: 'text', text: said }) as const;
  const isOver = dated.length > 0 && last < current;
  if (isOver && !notifiedPlans.has(pack.id)) {
    part.outcome = 'over';
    const whole = [...pack.records.values()].every((record) => (monthDue(record) ?? 0) <= last);
    part.lead.push(text(say(whole ? 'allOver' : 'scopeOver', { scope: where, date: sayMonth(say, last) })));
    const ongoing = all.filter((task) => task.deadline?.kind === 'ongoing');
    if (ongoing.length) {
      const cell = ongoing[0]!.deadline!.cell.text;
      const numbers = ongoing.map((task) => task.number).join(say('listJoin'));
      part.lead.push(text(say('ongoing', { cell, count: ongoing.length, numbers })));
      part.cited.push(...ongoing);
    }
  }
  if (shown.length) {
    if (part.outcome !== 'over') part.outcome = 'due';
    const counts = { count: shown.length, stars: stars(say, shown), roles: roles(say, subscription, shown) };
    part.lead.push(text(say('total', { scope: where, what, ...counts })));
    part.groups = groupTasks(say, formatter, moment, shown, done);
  } else if (part.outcome === 'nothing' && !isOver) {
    const next = Math.min(...dated.map((task) => monthDue(task)!).filter((month) => month >= current));
    const count = dated.filter((task) => monthDue(task) === next).length;
    const soon = Number.isFinite(next) ? say('nextDue', { date: sayMonth(say, next), count }) : '';
    part.lead.push(text(`${say(dated.length ? 'nothing' : 'noDeadlines', { scope: where, what })}${soon}`));
  }
  if (omitted.length) {
    const numbers = omitted.map((task) => task.number).join(say('listJoin'));
    part.tail.push(text(say('omitted', { count: omitted.length, numbers })));
  }
  const standing = [
    ...(content.phases ? phases(say, pack, current) : []),
    ...(content.duties || part.outcome === 'over' ? duties(say, pack, scope, all, part.outcome === 'over') : []),
  ];
  if (standing.length && part.outcome === 'nothing') part.outcome = 'due';
  part.tail.push(...standing.map(({ block }) => block));
  part.cited.push(...standing.flatMap(({ records }) => records));
  if (shown.some((task) => monthDue(task)! < current)) part.tail.push(text(say('unrecorded')));
  const open = uncoveredYears(
    moment,
    shown.map((task) => monthDue(task)!),
  );
  if (open.length) part.tail.push(text(say('weekdayRule', { years: open.join(say('listJoin')) })));
  return part;
}

/** Whole groups while they fit; a group that fills a page by itself is cut between its rows. */
function paginate(groups: readonly Group[]): Group[][] {
  const pages: Group[][] = [];
  let room = 0;
  for (const group of groups) {
    let rest = group;
    while (rest.rows.length) {
      const fits = rest.rows.length <= room;
      if (!fits && (room < rowsOnPage || !pages.length)) {
        pages.push([]);
        room = rowsOnPage;
        continue;
      }
      const taken = rest.rows.slice(0, room);
      pages.at(-1)!.push({ ...rest, rows: taken });
      room -= taken.length;
      rest = { ...rest, continued: true, rows: rest.rows.slice(taken.length) };
    }
  }
  return pages;
}

export function composeDigest(input: DigestInput): Digest {
  const { subscription, packs, calendar, at, sentAt } = input;
  const { language, timing, scope } = subscription;
  const say = digestSpeaker(language);
  const moment = momentOf(subscription, calendar, at);
  const chosen = packsOf(packs, scope);
  const due = monthTest(packs, moment);
  const notifiedPlans = input.notifiedPlans ?? new Set<string>();
  const parts = chosen.map((pack) => ({ pack, part: partOf(input, moment, pack, due) }));
  const saying = parts.filter(({ part }) => part.outcome !== 'nothing' || part.tail.length);
  const quiet = parts.filter((one) => !saying.includes(one) && one.part.lead.length);
  const shownParts = [...saying, ...(saying.length || subscription.whenNothing === 'silence' ? [] : quiet)];
  if (!shownParts.length) return { outcome: 'silence', cards: [], records: [], tells: [] };

  const title = say('title', {
    date: formatDay(moment.today, language),
    weekday: formatWeekday(moment.today, language),
  });
  const opening: Block[] = [];
  if (sentAt && sentAt.getTime() - at.getTime() > lateAfterMs) {
    const date = formatDay(moment.today, language);
    opening.push({ type: 'text', text: say('late', { date, time: formatTime(at, timing.zone) }) });
  }
  const cards: Card[] = [];
  const groups = shownParts.flatMap(({ part }) => part.groups);
  const total = groups.reduce((sum, group) => sum + group.rows.length, 0);
  let before = 0;
  const pages = paginate(groups);
  for (const page of pages.length ? pages : [[]]) {
    const first = !cards.length;
    const blocks: Block[] = first ? [...opening] : [];
    const sources: string[] = [];
    for (const { pack, part } of shownParts) {
      const mine = page.filter((group) => group.pack === pack);
      if (!first && !mine.length) continue;
      if (chosen.length > 1) blocks.push({ type: 'text', text: say('plan', { title: pack.facts.title }) });
      if (first) blocks.push(...part.lead);
      let under = '';
      for (const { heading, unit, count, continued, rows } of mine) {
        if (heading !== under) blocks.push({ type: 'text', text: heading });
        under = heading;
        const label = say(continued ? 'unitGroupPart' : 'unitGroup', { unit, count });
        blocks.push({ type: 'list', label, items: rows.map(({ item }) => item) });
      }
      if (first) blocks.push(...part.tail);
      const rows = mine.flatMap((group) => group.rows.map(({ task }) => task)).sort((a, b) => a.number - b.number);
      sources.push(...sourceOf(formatterFor(pack, moment.day, language), [...rows, ...(first ? part.cited : [])]));
    }
    before += page.reduce((sum, group) => sum + group.rows.length, 0);
    const left = total - before;
    if (left) blocks.push({ type: 'text', text: say('more', { count: left }) });
    const more = say('moreQuestion');
    cards.push({ title, blocks, choices: left ? [{ label: more, question: more }] : [], sources });
  }
  const outcomes = shownParts.map(({ part }) => part.outcome);
  return {
    outcome: outcomes.includes('over') ? 'over' : outcomes.includes('due') ? 'due' : 'nothing',
    cards,
    records: groups.flatMap(({ pack, rows }) => rows.map(({ task }) => key(pack, task))),
    tells: saying
      .filter(({ pack, part }) => part.outcome === 'over' && !notifiedPlans.has(pack.id))
      .map(({ pack }) => pack.id),
  };
}
