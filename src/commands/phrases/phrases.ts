/** Formats the sentences of the commands in the language of the command. */
import { fill, type Language } from '../../language/answer-phrases.ts';
import { en } from './en.ts';
import { type CommandPhrase, zh } from './zh.ts';

const phrases: Record<Language, Record<CommandPhrase, string>> = { zh, en };

export type SayCommand = (key: CommandPhrase, slots?: Record<string, string | number>) => string;

export const commandSpeaker =
  (language: Language): SayCommand =>
  (key, slots) =>
    fill(phrases[language][key], slots);

const help: [CommandPhrase, CommandPhrase][] = [
  ['usageSubscribe', 'helpSubscribe'],
  ['unsubscribe', 'helpUnsubscribe'],
  ['usagePause', 'helpPause'],
  ['resume', 'helpResume'],
  ['preview', 'helpPreview'],
  ['next', 'helpNext'],
  ['deliveries', 'helpDeliveries'],
  ['settings', 'helpSettings'],
  ['usagePlan', 'helpPlan'],
  ['usageDone', 'helpDone'],
  ['usageUndo', 'helpUndo'],
];

/** Every command as it is typed, and what it does. */
export const commandHelp = (language: Language): { say: string; does: string }[] =>
  help.map(([say, does]) => ({ say: phrases[language][say], does: phrases[language][does] }));
