/** The sentences of the command line in both languages, and one language's for a run. */
import { type Language, type Slots, type Text, texts } from '../../model/text.ts';
import { type CliMessage, en } from './en.ts';
import { type HelpMessage, helpEn } from './help-en.ts';
import { helpZh } from './help-zh.ts';
import { zh } from './zh.ts';

/** For an error, whose reader is not known where it is thrown. */
export const cliText: (key: CliMessage, slots?: Slots) => Text = texts(zh, en);

const helpText = texts(helpZh, helpEn);

/** What a command prints. */
export type Say = (key: CliMessage, slots?: Slots) => string;

export type SayHelp = (key: HelpMessage, slots?: Slots) => string;

export const sayIn =
  (language: Language): Say =>
  (key, slots) =>
    cliText(key, slots)[language];

export const helpIn =
  (language: Language): SayHelp =>
  (key, slots) =>
    helpText(key, slots)[language];
