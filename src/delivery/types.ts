/** What delivering through one door works with. */
import type { Adapter } from '../model/port.ts';
import type { delivery } from '../store/schema.ts';
import type { DeliveryContext, JobQueue, Transaction } from './context.ts';

export type DeliveryRow = typeof delivery.$inferSelect;

/** A door that can be sent to. */
export type SendingDoor = Adapter & Required<Pick<Adapter, 'send'>>;

export const canSend = (door: Adapter): door is SendingDoor => door.send !== undefined;

/** The channels of those who are told when something is wrong with what goes through a door. */
export type AlertChannels = (door: string, tx: Transaction) => Promise<readonly string[]>;

export interface DoorWork {
  context: DeliveryContext;
  queue: JobQueue;
  door: SendingDoor;
  alertChannels: AlertChannels;
  /** Of the first wait after a failure; each further one is twice as long. */
  firstRetryMs: number;
  /** @returns whether it waited to the end, and was not told to stop. */
  wait: (ms: number) => Promise<boolean>;
}

/** A reason of a row that a person has asked for again: it is sent, however late. */
export const retryRequested = 'asked';
