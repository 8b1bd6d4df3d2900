/** A subscription to digests: scope, content, schedule and options, as zod schemas. */
import { z } from 'zod';
import { defaultTimeZone, isZone } from '../shared/zone.ts';

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, {
  error: ({ input }) => `${input} is no time of day; write it as HH:MM, 00:00 to 23:59`,
});
const times = z.array(time).min(1);
const weekday = z.int().min(1).max(7);

/** So long before a deadline; a deadline is a month and means its last day. */
export const Lead = z.strictObject({ count: z.int().min(1).max(400), unit: z.enum(['workday', 'day']) });
export type Lead = z.infer<typeof Lead>;

/** Days in words of the calendar. Weekdays count from 1 (Monday); `nth` -1 is the last; a day that a month lacks is its last. */
export const Schedule = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('daily'), at: times }),
  z.strictObject({ kind: z.literal('workdays'), at: times }),
  z.strictObject({ kind: z.literal('weekly'), weekdays: z.array(weekday).min(1), at: times }),
  /** Every other week, counted from the week of `from`. */
  z.strictObject({
    kind: z.literal('fortnightly'),
    weekdays: z.array(weekday).min(1),
    from: z.iso.date(),
    at: times,
  }),
  z.strictObject({ kind: z.literal('month-days'), days: z.array(z.int().min(1).max(31)).min(1), at: times }),
  z.strictObject({
    kind: z.literal('month-weekday'),
    nth: z.union([z.int().min(1).max(4), z.literal(-1)]),
    weekday,
    at: times,
  }),
  z.strictObject({
    kind: z.literal('nth-workday'),
    every: z.enum(['month', 'quarter', 'year']),
    nth: z.union([z.int().min(1).max(15), z.int().min(-15).max(-1)]),
    at: times,
  }),
  z.strictObject({ kind: z.literal('before-deadlines'), leads: z.array(Lead).min(1), at: times }),
  /** One day only. */
  z.strictObject({ kind: z.literal('once'), on: z.iso.date(), at: times }),
  z.strictObject({ kind: z.literal('cron'), expression: z.string().min(1) }),
]);
export type Schedule = z.infer<typeof Schedule>;

/** Tasks by when they are due. */
export const Due = z.union([
  z.enum(['this-month', 'next-month']),
  z.strictObject({ within: z.int().min(1).max(400), unit: z.enum(['workday', 'day']) }),
]);
export type Due = z.infer<typeof Due>;

export const DigestContent = z.strictObject({
  due: z.array(Due).default([]),
  /** Reminders so many (working) days before a deadline. */
  leads: z.array(Lead).default([]),
  overdue: z.boolean().default(false),
  duties: z.boolean().default(false),
  /** Phases that begin or end in the month. */
  phases: z.boolean().default(false),
  /** What fell due when, by unit, with what the group registered as done: for the time after the last deadline. */
  report: z.boolean().default(false),
});
export type DigestContent = z.infer<typeof DigestContent>;

/** What a digest is of. An empty list narrows nothing. */
export const Scope = z.strictObject({
  /** Ids of packs. */
  plans: z.array(z.string()).default([]),
  units: z
    .array(z.strictObject({ unit: z.string(), role: z.enum(['responsible', 'cooperating', 'any']).default('any') }))
    .default([]),
  starredOnly: z.boolean().default(false),
  /** Numbers of the plan's groups of measures. */
  groups: z.array(z.int().positive()).default([]),
});
export type Scope = z.infer<typeof Scope>;

/** Slots of a time when nothing could be sent. `latest` without hours: only on the slot's own day. */
export const Late = z.discriminatedUnion('policy', [
  z.strictObject({
    policy: z.literal('latest'),
    withinHours: z
      .number()
      .positive()
      .max(24 * 31)
      .optional(),
  }),
  z.strictObject({ policy: z.literal('all') }),
  z.strictObject({ policy: z.literal('none') }),
]);
export type Late = z.infer<typeof Late>;

export const DayOff = z.enum(['send', 'next', 'previous']);
export type DayOff = z.infer<typeof DayOff>;

/** When a digest is sent, with all that moves a slot. */
export const Timing = z.strictObject({
  schedule: Schedule,
  zone: z
    .string()
    .refine(isZone, { error: ({ input }) => `${input} is no IANA time zone; write one such as ${defaultTimeZone}` })
    .default(defaultTimeZone),
  /** A slot on a day off: sent all the same, or on the next or the previous working day. */
  dayOff: DayOff.default('next'),
  /** Nothing is sent from one time of day to the other; a slot within waits for the end. */
  quiet: z
    .strictObject({ from: time, to: time })
    .refine(({ from, to }) => from !== to, 'begins and ends at the same time')
    .optional(),
});
export type Timing = z.infer<typeof Timing>;

export const Subscription = z.strictObject({
  scope: Scope.prefault({}),
  content: DigestContent.prefault({ due: ['this-month'], phases: true }),
  timing: Timing,
  late: Late.default({ policy: 'latest' }),
  whenNothing: z.enum(['line', 'silence']).default('line'),
  /** Tasks that the group has registered as done: left out, or ticked. */
  done: z.enum(['omit', 'tick']).default('tick'),
  language: z.enum(['zh', 'en']).default('zh'),
  /** What goes with each digest: its list as a spreadsheet, or nothing. */
  attach: z.enum(['none', 'xlsx']).default('none'),
});
export type Subscription = z.infer<typeof Subscription>;
