/** `qinzhi questions phrasing` and `qinzhi questions golden`: adds a logged question to a pack as a phrasing or golden case. */
import { loadPacks } from '../../knowledge/load.ts';
import {
  foldedQuestion,
  goldenChange,
  isTarget,
  phrasedAs,
  phrasingChange,
  writeChange,
} from '../../knowledge/pack-changes.ts';
import { SetupError } from '../../model/fault.ts';
import type { KnowledgePack } from '../../model/pack/pack.ts';
import type { Slots } from '../../model/text.ts';
import type { DeliveryEnvironment } from '../../service/environment.ts';
import { oneLine } from '../../shared/error-message.ts';
import { openStore } from '../../store/open.ts';
import { findQuestion } from '../../store/questions.ts';
import { write } from '../context.ts';
import type { CliMessage } from '../messages/en.ts';
import { cliText, type Say } from '../messages/messages.ts';

export type AddQuestionContext = Omit<DeliveryEnvironment, 'doors' | 'clock' | 'publicUrl'>;

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

const nearTo = (pack: KnowledgePack) => ({
  pack: pack.id,
  record: [...pack.records.keys()][0]!,
  servicePoint: `service-point:${pack.servicePoints[0]?.id ?? '…'}`,
});

/** @returns the exit code */
export async function addPhrasing(
  numberOrText: string,
  target: string,
  options: AddQuestionOptions,
  context: AddQuestionContext,
  say: Say,
): Promise<number> {
  const pack = packOf(options.pack, context);
  if (!isTarget(pack, target)) refuse('targetUnknown', { target, ...nearTo(pack) });
  const { text } = await findLogged(numberOrText, context);
  if (!foldedQuestion(text)) refuse('questionEmpty');
  const duplicate = phrasedAs(pack, text);
  if (duplicate !== undefined && duplicate !== target) refuse('phrasingElsewhere', { target: duplicate });
  if (duplicate !== undefined) {
    await write(context.stdout, `${say('phrasingKnown', { target })}\n`);
    return 0;
  }
  const change = phrasingChange(pack, text, target);
  writeChange(pack, change);
  await write(context.stdout, `${target} ← ${text}\n${change.path}\n${say('checkNext', { pack: pack.id })}\n`);
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
  const asked = { id: number, text, at };
  const change = goldenChange(pack, asked, { targets, isSet: options.set ?? false }) ?? refuse('goldenKnown');
  writeChange(pack, change);
  const next = `${say('checkNext', { pack: pack.id })} --misses`;
  await write(context.stdout, `${change.line}\n${change.path}\n${next}\n`);
  return 0;
}
