/** What reaches the assistant through a door: who said what, where and when. */

export type ChannelId = string;

export interface Message {
  /** The platform's own id; the same event delivered twice carries the same one. */
  id: string;
  /** Name of the door that it came through. */
  door: string;
  channel: ChannelId;
  user: string;
  at: Date;
  what: Said | Pressed | Visited;
}

/** Words meant for the assistant, a mention of it removed. */
interface Said {
  type: 'text';
  text: string;
}

/** A button or a reaction on an earlier card; a choice is a whole question, so `question` can be asked as it is. */
interface Pressed {
  type: 'press';
  card: string;
  question: string;
}

/** The home page or an empty conversation was opened. */
interface Visited {
  type: 'visit';
}
