/** Chat commands as the bot calls them, and the sender they are checked against. */
import type { Card } from './card.ts';

export interface Sender {
  door: string;
  channel: string;
  thread?: string;
  /** Said to the assistant alone, not in a group. */
  direct: boolean;
  user: string;
  /** What the platform shows of the user, for people who read who did what. */
  userName?: string;
  at: Date;
  /** May change what a channel gets. Everyone may ask. */
  mayManage: boolean;
  /** Names of those who may, for refusals. */
  managers: string[];
  /** The channels that this person belongs to, where the platform tells. */
  memberOf?: string[];
  /** When this person's last question in this conversation was answered; what a command answered does not count. */
  lastAnsweredAt?: Date;
}

/** @public `undefined` = no command, so a question; `outcome` goes into the question log. */
export type Commands = (text: string, sender: Sender) => Promise<{ card: Card; outcome: string } | undefined>;

/** @public The card of a home page: what can be asked, and the subscriptions of the channels in `memberOf`. */
export type Home = (sender: Sender) => Promise<Card>;
