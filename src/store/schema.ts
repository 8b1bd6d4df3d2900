/** The tables as drizzle schemas. After a change, `npm run migrations` writes the migration. */
import { sql } from 'drizzle-orm';
import {
  bigserial,
  boolean,
  check,
  date,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { defaultTimeZone } from '../shared/zone.ts';

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
const words = (values: readonly string[]) => sql.raw(values.map((value) => `'${value}'`).join(', '));

const subscriptionStates = ['active', 'paused', 'suspended', 'ended'] as const;
const deliveryStates = ['pending', 'sending', 'sent', 'skipped', 'failed', 'unknown'] as const;
const offDays = ['send', 'next', 'previous'] as const;
const doneRules = ['omit', 'tick'] as const;
const languages = ['zh', 'en'] as const;
const attachments = ['none', 'xlsx'] as const;
const lateRules = ['latest', 'all', 'none'] as const;

/** A subscription belongs to a channel, not to a person. An ended one stays, since deliveries refer to it. */
export const subscription = pgTable(
  'subscription',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    /** Its name in a file of subscriptions; absent for those made in a chat. */
    name: text('name').unique(),
    door: text('door').notNull(),
    channel: text('channel').notNull(),
    /** Which records (plans, units and roles, ★, groups) and which of their dates (due, overdue, duties, …). */
    scope: jsonb('scope').notNull(),
    content: jsonb('content').notNull(),
    /** The request in the group's words. */
    requestText: text('said').notNull(),
    schedule: jsonb('schedule').notNull(),
    timeZone: text('time_zone').notNull().default(defaultTimeZone),
    offDay: text('off_day', { enum: offDays }).notNull().default('send'),
    quiet: jsonb('quiet'),
    late: text('late', { enum: lateRules }).notNull().default('latest'),
    /** Absent = on the slot's own day. */
    lateWithinHours: doublePrecision('late_within_hours'),
    silentWhenEmpty: boolean('silent_when_empty').notNull().default(false),
    /** Tasks that the group marked as completed: left out, or ticked. */
    done: text('done', { enum: doneRules }).notNull().default('tick'),
    language: text('language', { enum: languages }).notNull().default('zh'),
    /** What goes with each digest: its list as a spreadsheet, or nothing. */
    attach: text('attach', { enum: attachments }).notNull().default('none'),
    state: text('state', { enum: subscriptionStates }).notNull().default('active'),
    stateReason: text('state_reason'),
    pausedUntil: date('paused_until', { mode: 'string' }),
    /** All slots up to the cursor have their deliveries. */
    cursorAt: instant('cursor_at').notNull(),
    nextAt: instant('next_at'),
    /** Plans whose end was announced to the group, which happens once. */
    told: text('told').array().notNull().default(sql`'{}'`),
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
    version: integer('version').notNull().default(1),
  },
  (table) => [
    index('subscription_due').on(table.nextAt).where(sql`${table.state} = 'active'`),
    index('subscription_channel').on(table.door, table.channel),
    check('subscription_state', sql`${table.state} in (${words(subscriptionStates)})`),
    check('subscription_off_day', sql`${table.offDay} in (${words(offDays)})`),
    check('subscription_done', sql`${table.done} in (${words(doneRules)})`),
    check('subscription_language', sql`${table.language} in (${words(languages)})`),
    check('subscription_attach', sql`${table.attach} in (${words(attachments)})`),
    check('subscription_late', sql`${table.late} in (${words(lateRules)})`),
  ],
);

/** One row for each slot: its state, its content and its outcome. The id is the platform's idempotency key. */
export const delivery = pgTable(
  'delivery',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    subscriptionId: uuid('subscription_id')
      .notNull()
      .references(() => subscription.id),
    slotAt: instant('slot_at').notNull(),
    door: text('door').notNull(),
    channel: text('channel').notNull(),
    state: text('state', { enum: deliveryStates }).notNull().default('pending'),
    reason: text('reason'),
    /** Stored before the first attempt: every attempt sends the same bytes. */
    card: jsonb('card'),
    /** Further cards of a long digest, for 更多. */
    pages: jsonb('pages'),
    /** The cause of an alert, unique for each admin. Absent = a digest. */
    cause: text('cause'),
    /** Plans whose end the card announces. */
    tells: text('tells').array().notNull().default(sql`'{}'`),
    /** The only job that may work on it; a job left over from before does nothing. */
    job: uuid('job'),
    attempts: integer('attempts').notNull().default(0),
    /** The platform's id of the message that shows the card. */
    message: text('message'),
    lastError: text('last_error'),
    createdAt: instant('created_at').notNull(),
    /** When the first attempt that may have arrived was made; absent = none can have. */
    sendingAt: instant('sending_at'),
    settledAt: instant('settled_at'),
  },
  (table) => [
    uniqueIndex('delivery_slot').on(table.subscriptionId, table.slotAt).where(sql`${table.cause} is null`),
    uniqueIndex('delivery_notice').on(table.door, table.channel, table.cause).where(sql`${table.cause} is not null`),
    index('delivery_open').on(table.door, table.state).where(sql`${table.state} in ('pending', 'sending', 'unknown')`),
    index('delivery_settled').on(table.settledAt),
    check('delivery_state', sql`${table.state} in (${words(deliveryStates)})`),
  ],
);

/** The audit log: who changed what, and when. */
export const audit = pgTable(
  'audit',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    at: instant('at').notNull(),
    actor: text('actor').notNull(),
    door: text('door'),
    channel: text('channel'),
    action: text('action').notNull(),
    subject: text('subject'),
    detail: jsonb('detail'),
  },
  (table) => [index('audit_at').on(table.at), index('audit_channel').on(table.door, table.channel, table.at)],
);

/** Tasks that a group marked as completed (本群登记); never the plan's statement. Undoing deletes the row. */
export const registration = pgTable(
  'registration',
  {
    door: text('door').notNull(),
    channel: text('channel').notNull(),
    pack: text('pack').notNull(),
    record: text('record').notNull(),
    doneBy: text('done_by').notNull(),
    doneAt: instant('done_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.door, table.channel, table.pack, table.record] })],
);

/** Ids of received messages: platforms deliver an event again, also after a restart. */
export const seenMessage = pgTable(
  'seen_message',
  {
    door: text('door').notNull(),
    message: text('message').notNull(),
    seenAt: instant('seen_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.door, table.message] }), index('seen_message_at').on(table.seenAt)],
);

/** The state of a dialogue: its next message may reach another replica. */
export const dialogue = pgTable(
  'dialogue',
  {
    door: text('door').notNull(),
    conversation: text('conversation').notNull(),
    user: text('user').notNull(),
    memory: jsonb('memory').notNull(),
    touchedAt: instant('touched_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.door, table.conversation, table.user] }),
    index('dialogue_touched').on(table.touchedAt),
  ],
);

/** The question log: questions and outcomes. People and rooms are stored as hashes. */
export const question = pgTable(
  'question',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    at: instant('at').notNull(),
    door: text('door').notNull(),
    /** Id of the card that answered it; feedback refers to it. */
    reply: uuid('reply').notNull().unique().defaultRandom(),
    user: text('user').notNull().default(''),
    room: text('room').notNull().default(''),
    text: text('text').notNull(),
    outcome: text('outcome').notNull(),
    pack: text('pack'),
    records: text('records').array().notNull(),
    tookMs: integer('took_ms').notNull().default(0),
    useful: boolean('useful'),
    usefulAt: instant('useful_at'),
  },
  (table) => [
    index('question_at').on(table.at),
    index('question_asker').on(table.door, table.room, table.user, table.at),
  ],
);

/** Admins: they may give commands, and they get the alerts. */
export const admin = pgTable(
  'admin',
  {
    door: text('door').notNull(),
    user: text('user').notNull(),
    name: text('name'),
    addedBy: text('added_by').notNull(),
    addedAt: instant('added_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.door, table.user] })],
);

/** One-time codes by which somebody becomes an admin, stored as hashes. */
export const invite = pgTable('invite', {
  code: text('code').primaryKey(),
  createdBy: text('created_by').notNull(),
  createdAt: instant('created_at').notNull(),
  expiresAt: instant('expires_at').notNull(),
  usedBy: text('used_by'),
  usedAt: instant('used_at'),
});

/** The platform's current id of a channel, where ids change at login; `channel` is the stable one. */
export const room = pgTable(
  'room',
  {
    door: text('door').notNull(),
    channel: text('channel').notNull(),
    address: text('address').notNull(),
    topic: text('topic').notNull(),
    seenAt: instant('seen_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.door, table.channel] }),
    unique('room_address').on(table.door, table.address),
  ],
);

/** Rate limit buckets of channels and of whole doors (the empty channel), shared by all replicas. */
export const rateBucket = pgTable(
  'pace',
  {
    door: text('door').notNull(),
    channel: text('channel').notNull(),
    freeAt: instant('free_at').notNull(),
    /** A pause that the platform asked for; it also overrides earlier reservations. */
    notBefore: instant('not_before'),
  },
  (table) => [primaryKey({ columns: [table.door, table.channel] })],
);

/** The plan that questions and commands of a channel are about where they name none. */
export const channelPlan = pgTable(
  'channel_plan',
  {
    door: text('door').notNull(),
    channel: text('channel').notNull(),
    pack: text('pack').notNull(),
    setBy: text('set_by').notNull(),
    setAt: instant('set_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.door, table.channel] })],
);

/** Open sessions of the maintainers' pages; tokens are stored as hashes. */
export const adminSession = pgTable(
  'admin_session',
  {
    token: text('token').primaryKey(),
    user: text('user').notNull(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
  },
  (table) => [index('admin_session_expires').on(table.expiresAt)],
);

/** Values of this installation, such as the salt of its hashes. */
export const installation = pgTable('installation', {
  key: text('key').primaryKey(),
  value: text('value').notNull(),
});
