/** The tables: what must outlive a restart. After a change, `npm run migrations` writes the migration. */
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
const lateRules = ['latest', 'all', 'none'] as const;

/** A channel's wish for a digest; it belongs to the channel, not to a person. An ended one stays: the ledger points at it. */
export const subscription = pgTable(
  'subscription',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    /** How a file of subscriptions calls it; those made in a chat have none. */
    name: text('name').unique(),
    door: text('door').notNull(),
    channel: text('channel').notNull(),
    /** Which records, and which moments in their lives: plans, units in which role, ★, groups; due, overdue, duties, … */
    scope: jsonb('scope').notNull(),
    content: jsonb('content').notNull(),
    /** As the group said it, and as it was understood. */
    said: text('said').notNull(),
    schedule: jsonb('schedule').notNull(),
    timeZone: text('time_zone').notNull().default(defaultTimeZone),
    offDay: text('off_day', { enum: offDays }).notNull().default('send'),
    quiet: jsonb('quiet'),
    late: text('late', { enum: lateRules }).notNull().default('latest'),
    /** Absent = for as long as it is the same working day. */
    lateWithinHours: doublePrecision('late_within_hours'),
    silentWhenEmpty: boolean('silent_when_empty').notNull().default(false),
    /** What the group has registered as done: left out, or ticked. */
    done: text('done', { enum: doneRules }).notNull().default('tick'),
    language: text('language', { enum: languages }).notNull().default('zh'),
    state: text('state', { enum: subscriptionStates }).notNull().default('active'),
    stateReason: text('state_reason'),
    pausedUntil: date('paused_until', { mode: 'string' }),
    /** All slots up to the cursor are in the ledger. */
    cursorAt: instant('cursor_at').notNull(),
    nextAt: instant('next_at'),
    /** Plans of which the group was told that every deadline has passed: it is told once. */
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
    check('subscription_late', sql`${table.late} in (${words(lateRules)})`),
  ],
);

/** The ledger: what became of every slot. Its id is also the key by which a platform knows a repeat. */
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
    /** Stored before the first attempt, so that every attempt sends the same. */
    card: jsonb('card'),
    /** The further cards of a long digest, for whoever asks for more. */
    pages: jsonb('pages'),
    /** Of a notice to admins, what it is about: the same cause is told once to each. Absent = a digest. */
    cause: text('cause'),
    /** Plans whose end the card tells. */
    tells: text('tells').array().notNull().default(sql`'{}'`),
    /** The only job of the queue that may work on it; another one, left over from before, does nothing. */
    job: uuid('job'),
    attempts: integer('attempts').notNull().default(0),
    /** The platform's id of the message that shows the card. */
    message: text('message'),
    lastError: text('last_error'),
    createdAt: instant('created_at').notNull(),
    /** The first attempt after which the card may have arrived; absent while it surely has not. */
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

/** Who changed what, and when. */
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

/** What a group has registered as done (本群登记); it is never the plan's word. Taking it back removes the row. */
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

/** Messages that a door has handed over: platforms deliver the same event again, also after a restart. */
export const seenMessage = pgTable(
  'seen_message',
  {
    door: text('door').notNull(),
    message: text('message').notNull(),
    seenAt: instant('seen_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.door, table.message] }), index('seen_message_at').on(table.seenAt)],
);

/** What a dialogue leans on: its next message may reach another replica. */
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

/** What was asked and how it ended, so that a maintainer sees what is asked in vain. People and rooms stand in it as hashes. */
export const question = pgTable(
  'question',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    at: instant('at').notNull(),
    door: text('door').notNull(),
    /** Id of the card that answered it: feedback names it. */
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

/** Who may change what belongs to everybody, and is told when something is wrong. */
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

/** Codes by which somebody becomes an admin, once and for a while; kept as hashes. */
export const invite = pgTable('invite', {
  code: text('code').primaryKey(),
  createdBy: text('created_by').notNull(),
  createdAt: instant('created_at').notNull(),
  expiresAt: instant('expires_at').notNull(),
  usedBy: text('used_by'),
  usedAt: instant('used_at'),
});

/** How a platform calls a channel today, where its ids change at login; `channel` is what the rest of the store calls it. */
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

/** When a channel, or a door as a whole (the empty channel), may be sent to next: one bucket for all replicas. */
export const pace = pgTable(
  'pace',
  {
    door: text('door').notNull(),
    channel: text('channel').notNull(),
    freeAt: instant('free_at').notNull(),
    /** The platform has said so; it also holds for turns that were given before. */
    notBefore: instant('not_before'),
  },
  (table) => [primaryKey({ columns: [table.door, table.channel] })],
);

/** What belongs to this installation as a whole, such as the salt of its hashes. */
export const installation = pgTable('installation', {
  key: text('key').primaryKey(),
  value: text('value').notNull(),
});
