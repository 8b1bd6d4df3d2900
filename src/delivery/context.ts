/** What every part of delivery needs: the database, packs, calendar, clock and a way to warn. */
import { randomUUID } from 'node:crypto';
import type { Calendar } from '../digest/calendar/working-days.ts';
import type { Card } from '../model/card.ts';
import type { ChannelId } from '../model/message.ts';
import type { KnowledgePack } from '../model/pack/pack.ts';
import type { Language } from '../model/text.ts';
import type { Database } from '../store/open.ts';
import { audit } from '../store/schema.ts';

/** Where a card goes. */
export interface Destination {
  door: string;
  channel: ChannelId;
}

/** Gives the list of a digest away with it; absent where nothing is sent. */
export interface Attachments {
  /** Whether the door takes files, or the page can be linked to. */
  isPossible: (to: Destination) => boolean;
  /**
   * The card with a file, or with a link where the door takes none.
   * @param records `pack/record` of every row
   */
  attach: (to: Destination, card: Card, records: readonly string[], language: Language) => Promise<Card>;
}

export interface DeliveryContext {
  db: Database;
  packs: readonly KnowledgePack[];
  calendar: Calendar;
  now: () => Date;
  /** Tells an operator in one line. */
  warn: (line: string) => void;
  attachments?: Attachments;
  /** A slot found due later than this was missed; absent = five minutes. */
  lateAfterMs?: number;
}

export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0];

/** A job of the queue: one attempt at a delivery. */
export interface Job {
  id: string;
  delivery: string;
  channel: string;
  /** When the delivery was due: the queue hands out the earliest first. */
  due: Date;
  /** The moment that the rate limit of its channel reserved for it, where it had to wait. */
  reservedAt?: Date | undefined;
}

/** Ids sort by due time: of one channel's jobs the queue hands out the lowest id. */
export function jobId(due: Date): string {
  const head = due.getTime().toString(16).padStart(12, '0');
  return `${head.slice(0, 8)}-${head.slice(8)}${randomUUID().slice(13)}`;
}

/** The queue as transactions use it: the one job that may work on a delivery is inserted with the delivery's change. */
export interface JobQueue {
  /** Creates the queue of a door; `enqueue` fails without it. */
  ensure(door: string): Promise<void>;
  enqueue(tx: Transaction, door: string, jobs: readonly (Job & { afterMs?: number })[]): Promise<void>;
}

interface AuditEntry {
  actor: string;
  door: string;
  channel: string;
  action: string;
  subject: string;
  detail?: unknown;
}

export async function recordAudit(tx: Transaction, at: Date, entry: AuditEntry): Promise<void> {
  await tx.insert(audit).values({ at, ...entry });
}
