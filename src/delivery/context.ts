/** What the ledger works with: the store, the plans, the working days, a clock, and somebody who hears of trouble. */
import { randomUUID } from 'node:crypto';
import type { Calendar } from '../digest/calendar/working-days.ts';
import type { KnowledgePack } from '../model/pack.ts';
import type { Database } from '../store/open.ts';
import { audit } from '../store/schema.ts';

export interface DeliveryContext {
  db: Database;
  packs: readonly KnowledgePack[];
  calendar: Calendar;
  now: () => Date;
  /** Told in one line what an operator should see. */
  warn: (line: string) => void;
  /** A slot that is older than this when it is found due was missed; absent = five minutes. */
  lateAfterMs?: number;
}

export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0];

/** One attempt at a delivery. */
export interface Job {
  id: string;
  delivery: string;
  channel: string;
  /** When the delivery was due: the queue hands out what was due first. */
  due: Date;
  /** The moment that its channel keeps for it, where it had to wait for one. */
  reservedAt?: Date | undefined;
}

/** Ids in the order in which deliveries were due: of one channel's jobs the queue hands out the lowest. */
export function jobId(due: Date): string {
  const head = due.getTime().toString(16).padStart(12, '0');
  return `${head.slice(0, 8)}-${head.slice(8)}${randomUUID().slice(13)}`;
}

/** Puts the one job that may work on a delivery into the queue of its door, in the same transaction. */
export interface JobQueue {
  /** So that a transaction that puts a job finds the queue there. */
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
