/** The golden half of `qinzhi check`: how often the packs' own questions are answered rightly, and what has changed. */

import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { renderText } from '../../../adapters/shared/plain-text.ts';
import { readJson } from '../../knowledge/files/json.ts';
import { writeWhole } from '../../knowledge/files/write.ts';
import {
  Accepted,
  askGolden,
  changes,
  type GoldenQuestion,
  type GoldenResult,
  readGolden,
  toAccepted,
} from '../../knowledge/golden.ts';
import { type Fault, faultIn } from '../../model/fault.ts';
import type { KnowledgePack } from '../../model/pack/pack.ts';
import { write } from '../context.ts';
import { cliText, type Say } from '../messages/messages.ts';
import { padded } from '../messages/width.ts';

export interface CheckOptions {
  golden?: string[];
  accept?: boolean;
  misses?: boolean;
}

/** Files that share a folder, and with it one baseline of accepted answers. */
interface Group {
  folder: string;
  files: string[];
  packs: readonly KnowledgePack[];
  /** Every question of the folder is here, so that the baseline can forget those that are gone. */
  whole: boolean;
}

const jsonLines = (folder: string) =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.jsonl'))
        .sort()
        .map((name) => join(folder, name))
    : [];

function groups(packs: readonly KnowledgePack[], named: readonly string[], faults: Fault[]): Group[] {
  const found: Group[] = packs.flatMap((pack) => {
    const folder = join(pack.dir, 'golden');
    const files = jsonLines(folder);
    return files.length ? [{ folder, files, packs: [pack], whole: true }] : [];
  });
  for (const name of named) {
    const file = resolve(name);
    const folder = dirname(file);
    const group = found.find((other) => other.folder === folder);
    if (!statSync(file, { throwIfNoEntry: false })?.isFile()) faults.push(faultIn(name, cliText('goldenFileMissing')));
    else if (!group) found.push({ folder, files: [file], packs, whole: false });
    else if (!group.files.includes(file)) group.files.push(file);
  }
  return found;
}

const percent = (count: number, of: number) => `${((100 * count) / of).toFixed(1)}%`;

function table(asked: readonly GoldenResult[], say: Say): string[] {
  const tally = new Map<string, GoldenResult[]>();
  const put = (label: string, one: GoldenResult) => tally.set(label, [...(tally.get(label) ?? []), one]);
  for (const one of asked) put(`${one.set} ${say(one.asks)}`, one);
  for (const asks of ['lookup', 'filter', 'decline', 'document'] as const)
    for (const one of asked) if (one.asks === asks) put(say(asks), one);
  for (const one of asked) put(say('all'), one);
  return [...tally].map(([label, of]) => {
    const right = of.filter(({ verdict }) => verdict.right).length;
    return `  ${padded(label, 22)} ${`${right}/${of.length}`.padStart(9)} ${percent(right, of.length).padStart(7)}`;
  });
}

function miss({ id, question, verdict, text }: GoldenResult): string {
  return `  ${id}  ${question.text}\n    ${verdict.why}\n    → ${text.replace(/\s+/g, ' ').slice(0, 140)}`;
}

/** Prints lines, and puts their words into the reader's language. */
interface Printer {
  print: (lines: string[]) => Promise<void>;
  say: Say;
}

/** Records that a question expects and none of its packs has. */
function unknownRecords(group: Group, questions: readonly GoldenQuestion[]): Fault[] {
  const known = new Set(group.packs.flatMap(({ records }) => [...records.keys()]));
  return questions.flatMap(({ id, expected }) =>
    [...(expected.gold ?? []), ...(expected.gold_set ?? [])]
      .filter((record) => !known.has(record))
      .map((record) => faultIn(group.folder, cliText('goldenUnknown', { record }), id)),
  );
}

/** Compares with the accepted answers, or replaces them. @returns whether an accepted answer has changed */
async function checkBaseline(
  group: Group,
  asked: readonly GoldenResult[],
  options: CheckOptions,
  faults: Fault[],
  { print, say }: Printer,
): Promise<boolean> {
  const baseline = join(group.folder, 'accepted.json');
  const before = readJson(baseline, Accepted, faults, { optional: true })?.value;
  const now = toAccepted(asked);
  if (options.accept) {
    writeWhole(baseline, `${JSON.stringify(group.whole ? now : { ...before, ...now }, null, 1)}\n`);
    await print([say('goldenAccepted', { count: asked.length, file: baseline })]);
    return false;
  }
  if (!before) return false;
  const changed = changes(before, now);
  const fresh = Object.keys(now).filter((id) => !before[id]).length;
  if (fresh) await print([say('goldenNew', { count: fresh })]);
  if (!changed.length) return false;
  await print([say('goldenChanged', { count: changed.length }), ...changed.map((line) => `  ${line}`)]);
  return true;
}

/** @returns whether an accepted answer has changed */
async function checkGroup(group: Group, options: CheckOptions, faults: Fault[], printer: Printer): Promise<boolean> {
  const { print, say } = printer;
  const questions = group.files.flatMap((file) => readGolden(file, group.packs[0]!.facts.timeZone, faults));
  faults.push(...unknownRecords(group, questions));
  // Loaded here: packs without golden questions don't wait for it.
  const { Assistant } = await import('../../answer/assistant.ts');
  const assistant = new Assistant(group.packs);
  const asked = askGolden(questions, (question) => assistant.answer(question), renderText);
  await print([say('goldenIn', { folder: group.folder }), ...table(asked, say)]);
  const missed = asked.filter(({ verdict }) => !verdict.right);
  if (options.misses && missed.length)
    await print([say('goldenMissed', { count: missed.length }), ...missed.map(miss)]);
  return checkBaseline(group, asked, options, faults, printer);
}

export async function checkGolden(
  packs: readonly KnowledgePack[],
  options: CheckOptions,
  stdout: NodeJS.WritableStream,
  say: Say,
): Promise<{ faults: Fault[]; changed: boolean }> {
  const faults: Fault[] = [];
  const print = (lines: string[]) => write(stdout, `${lines.join('\n')}\n`);
  let changed = false;
  const found = groups(packs, options.golden ?? [], faults);
  // Empty where a pack is faulty: answers of faulty packs mean nothing.
  if (packs.length)
    for (const group of found) changed = (await checkGroup(group, options, faults, { print, say })) || changed;
  return { faults, changed };
}
