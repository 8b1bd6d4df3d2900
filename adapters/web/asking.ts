/** What the pages ask of the door: a question of one session, and how it is answered. */
import type { Card } from '../../src/model/card.ts';
import type { Session } from './session.ts';

export interface Asking {
  session: Session;
  text: string;
  /** Address of the page, without a slash at its end. */
  pageAt: string;
  /** Given by the browser, so that a request that is sent again is not answered twice. */
  id?: string | undefined;
}

/** The card; undefined where the assistant stays silent. */
export type Ask = (asking: Asking) => Promise<Card | undefined>;

/** The door is not open (yet). */
export class DoorClosed extends Error {}
