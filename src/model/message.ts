/** A message from a door: who said what, where and when. */

export type ChannelId = string;

/** Characters of a message that are read at all; a door may cut there, and the bot does. */
export const maxMessageLength = 4_000;

export interface Message {
  /** The platform's own id; the same event delivered twice carries the same one. */
  id: string;
  /** Name of the door that it came through. */
  door: string;
  channel: ChannelId;
  /** A branch of the channel with a dialogue of its own (a thread). */
  thread?: string;
  /** Said to the assistant alone, not in a group. */
  direct: boolean;
  user: string;
  /** What the platform shows of the user, for people who read who did what. */
  userName?: string;
  at: Date;
  /** Address of the page that it was written on, without a slash at its end; only of the door that is the page. */
  pageAt?: string;
  content: TextMessage | ButtonPress | FeedbackEvent | HomeVisit;
}

/** Words meant for the assistant, a mention of it removed. */
interface TextMessage {
  type: 'text';
  text: string;
  /** It has no words: a file, a picture or a voice message. */
  wordless?: true;
}

/** A button on an earlier card; a choice is a whole question, so `question` can be asked as it is. */
interface ButtonPress {
  type: 'press';
  card: string;
  question: string;
}

/** A reaction or a button that says whether an earlier card was of use. */
interface FeedbackEvent {
  type: 'feedback';
  card: string;
  useful: boolean;
}

/** The home page or an empty conversation was opened. `channels`: those that this person belongs to, where the platform tells. */
interface HomeVisit {
  type: 'visit';
  channels?: ChannelId[];
}
