/** Types of delivery: rows, doors that can send, and what the attempts of one door need. */
import type { Adapter } from '../model/port.ts';
import type { delivery } from '../store/schema.ts';
import type { DeliveryContext, JobQueue, Transaction } from './context.ts';

export type DeliveryRow = typeof delivery.$inferSelect;

/** A door that can be sent to. */
export type SendingDoor = Adapter & Required<Pick<Adapter, 'send'>>;

export const canSend = (door: Adapter): door is SendingDoor => door.send !== undefined;

/** The channels of a door's admins, to which alerts are sent. */
export type AlertChannels = (door: string, tx: Transaction) => Promise<readonly string[]>;

export interface DoorContext {
  context: DeliveryContext;
  queue: JobQueue;
  door: SendingDoor;
  alertChannels: AlertChannels;
  /** The first wait after a failure; each further one doubles it. */
  firstRetryMs: number;
  /** @returns whether it waited to the end, and was not stopped */
  wait: (ms: number) => Promise<boolean>;
}

/** The reason of a delivery that a person reopened: it is sent however late. */
export const retryRequested = 'asked';
