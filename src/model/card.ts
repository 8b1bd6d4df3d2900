/** What a door shows: a title, blocks, sources and choices. Answers and digests are cards. */

/** A row of a list, with the record that it shows. `number` is the document's own. */
export interface ListItem {
  id: string;
  number: number;
  text: string;
}

export type Block =
  | { type: 'text'; text: string }
  /** The plan's own words. */
  | { type: 'quote'; text: string }
  /** An address that the assistant itself gives, never one that a question named. */
  | { type: 'link'; label: string; url: string }
  | { type: 'facts'; facts: { label: string; value: string }[] }
  | { type: 'list'; label?: string; items: ListItem[] };

/** A whole question, so that a button, a typed number and the typed question are the same thing. */
export interface Choice {
  label: string;
  question: string;
}

/** A file that goes with a card: only to doors that take files (`takesFiles`); others get a link in the blocks. */
export interface CardFile {
  name: string;
  /** Media type. */
  type: string;
  /** Base64: cards are stored as JSON. */
  data: string;
  /** Shown where the platform refuses the file: its address, or that it did not come. */
  instead: string;
}

export interface Card {
  /** By which the door finds this card again from its own message, for feedback; absent on what nobody judges. */
  id?: string;
  title?: string;
  blocks: Block[];
  choices: Choice[];
  /** How choices are introduced, where there are any. */
  choicesLabel?: string;
  /** What the words of the card already offer (更多, 原文 24), for doors that have buttons; doors of text leave it out. */
  actions?: Choice[];
  /** Citations: the document number and the place in it. */
  sources: string[];
  /** Sent after the words of the card. */
  file?: CardFile;
  /** All rows of a digest of several plans, by plan: what 导出 takes away. */
  lists?: readonly ListedRows[];
  /** For doors that can link; absent on what states no record. */
  subject?: CardSubject;
}

/** Records of one plan, by their ids. */
export interface ListedRows {
  pack: string;
  records: readonly string[];
}

/** The plan and the records that a reply states, and the typed query behind it as plain JSON, where one was executed. */
interface CardSubject extends ListedRows {
  query?: object;
}

/** Not knowing is an outcome, not an exception. */
export type Outcome = 'answer' | 'list' | 'clarify' | 'not_found' | 'help' | 'failed';
