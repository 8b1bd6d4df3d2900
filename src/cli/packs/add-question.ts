/** `qinzhi questions phrasing` and `qinzhi questions golden`: adds a logged question to a pack as a phrasing or golden case. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../../knowledge/files/write.ts';
import { readGolden } from '../../knowledge/golden.ts';
import { loadPack, loadPacks } from '../../knowledge/load.ts';
import { formatPhrasingTable, readPhrasingTable, tableOf } from '../../knowledge/phrasings.ts';
import { type Fault, SetupError } from '../../model/fault.ts';
import type { KnowledgePack } from '../../model/pack/pack.ts';
import type { Slots } from '../../model/text.ts';
import type { DeliveryEnvironment } from '../../service/environment.ts';
import { oneLine } from '../../shared/error-message.ts';
import { openStore } from '../../store/open.ts';
import { findQuestion } from '../../store/questions.ts';
import { write } from '../context.ts';
import type { CliMessage } from '../messages/en.ts';
import { cliText, type Say } from '../messages/messages.ts';

export type AddQuestionContext = Omit<DeliveryEnvironment, 'doors' | 'clock'>;

interface AddQuestionOptions {
  pack?: string;
}

/** A question by its number, or by its words with the day of today. */
interface LoggedQuestion {
  /** Its number in the log; undefined where its words were given. */
  number: string | undefined;
  text: string;
  at: Date;
}

const refuse = (key: CliMessage, slots?: Slots): never => {
  throw new SetupError(cliText('notDone', { why: cliText(key, slots) }), []);
};

async function findLogged(
  numberOrText: string,
  { store: settings, stderr, now }: AddQuestionContext,
): Promise<LoggedQuestion> {
  const number = /^#?(\d{1,15})$/.exec(numberOrText.trim())?.[1];
  if (!number) return { number: undefined, text: numberOrText.trim(), at: now() };
  const store = await openStore(settings, (error) => void stderr.write(`${oneLine(error)}\n`));
  try {
    const row = (await findQuestion(store.db, Number(number))) ?? refuse('questionMissingInLog', { number });
    if (/\[(?:电话|证件号|邮箱)\]/.test(row.text)) return refuse('questionMasked', { number });
    return { number, ...row };
  } finally {
    await store.close();
  }
}

function packOf(named: string | undefined, { settings }: AddQuestionContext): KnowledgePack {
  const packs = loadPacks(settings.knowledge);
  const ids = packs.map(({ id }) => id).join(', ');
  if (named !== undefined)
    return packs.find(({ id }) => id === named) ?? refuse('packNamedUnknown', { id: named, known: ids });
  return packs.length === 1 ? packs[0]! : refuse('packUnnamed', { known: ids });
}

const isKnown = (pack: KnowledgePack, target: string) =>
  target === 'outside' ||
  pack.records.has(target) ||
  pack.servicePoints.some(({ id }) => target === `service-point:${id}`);

const nearTo = (pack: KnowledgePack) => ({
  pack: pack.id,
  record: [...pack.records.keys()][0]!,
  servicePoint: `service-point:${pack.servicePoints[0]?.id ?? '…'}`,
});

/** Writes a file of a pack, and restores it where the pack can't be loaded with it. */
function writeChecked(path: string, content: string, check: () => void): void {
  const before = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  writeWhole(path, content);
  try {
    check();
  } catch (error) {
    if (before === undefined) rmSync(path);
    else writeWhole(path, before);
    throw error;
  }
}

const folded = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{P}]/gu, '');

/** @returns the exit code */
export async function addPhrasing(
  numberOrText: string,
  target: string,
  options: AddQuestionOptions,
  context: AddQuestionContext,
  say: Say,
): Promise<number> {
  const pack = packOf(options.pack, context);
  if (!isKnown(pack, target)) refuse('targetUnknown', { target, ...nearTo(pack) });
  const { text } = await findLogged(numberOrText, context);
  if (!folded(text)) refuse('questionEmpty');
  const existing = pack.phrasings.find((one) => folded(one.text) === folded(text));
  if (existing && existing.target !== target) refuse('phrasingElsewhere', { target: existing.target });
  if (existing) {
    await write(context.stdout, `${say('phrasingKnown', { target })}\n`);
    return 0;
  }
  const folder = join(pack.dir, 'phrasings');
  const path = join(folder, tableOf(target));
  // The pack was loaded from these tables a moment ago, so they have no faults.
  const rows = readPhrasingTable(folder, tableOf(target), []);
  const content = formatPhrasingTable([...rows, { target, text: text.replace(/\s+/g, ' ').trim() }]);
  writeChecked(path, content, () => void loadPack(pack.dir));
  await write(context.stdout, `${target} ← ${text}\n${path}\n${say('checkNext', { pack: pack.id })}\n`);
  return 0;
}

/** @returns the exit code */
export async function addGolden(
  numberOrText: string,
  targets: readonly string[],
  options: AddQuestionOptions & { set?: boolean },
  context: AddQuestionContext,
  say: Say,
): Promise<number> {
  const pack = packOf(options.pack, context);
  const unknown = targets.filter((target) => !(pack.records.has(target) || target === 'outside'));
  if (unknown.length) refuse('goldenTargetUnknown', { target: unknown.join(', '), ...nearTo(pack) });
  if (targets.includes('outside') && targets.length > 1) refuse('outsideAlone');
  const { number, text, at } = await findLogged(numberOrText, context);
  const path = join(pack.dir, 'golden/from-questions.jsonl');
  const before = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const { timeZone } = pack.facts;
  const faults: Fault[] = [];
  const existing = before ? readGolden(path, timeZone, faults) : [];
  if (existing.some(({ question }) => folded(question.text) === folded(text))) refuse('goldenKnown');
  const records = targets.filter((target) => target !== 'outside');
  const now = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(at);
  const golden = {
    id: `asked-${number === undefined ? existing.length + 1 : `q${number}`}`,
    q: text,
    now,
    [options.set ? 'gold_set' : 'gold']: records,
  };
  const content = `${before}${before && !before.endsWith('\n') ? '\n' : ''}${JSON.stringify(golden)}\n`;
  writeChecked(path, content, () => {
    readGolden(path, timeZone, faults);
    if (faults.length) throw new SetupError(cliText('goldenWrong'), faults);
  });
  await write(context.stdout, `${JSON.stringify(golden)}\n${path}\n${say('checkNext', { pack: pack.id })} --misses\n`);
  return 0;
}
