/** A newer edition for a pack that is there: shows what differs and what it touches, and applies it on `--yes`. */
import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import { moveRegistrations, registrationsTouched, subscriptionsOfPlan } from '../../delivery/editions.ts';
import { comparedFields, type PlanDiff } from '../../knowledge/editions/compare.ts';
import {
  type EditionUpdate,
  editionName,
  prepareUpdate,
  tryUpdate,
  writeUpdate,
} from '../../knowledge/editions/update.ts';
import { loadPack } from '../../knowledge/load.ts';
import { nameOf, shorten } from '../../language/format.ts';
import { SetupError } from '../../model/fault.ts';
import type { Plan, PlanRecord } from '../../model/plan.ts';
import { oneLine } from '../../shared/error-message.ts';
import { openStore, type Store } from '../../store/open.ts';
import { actorOf, type CliContexts } from '../context.ts';
import { packContent, type Reading } from '../import.ts';
import { cliText, type Say } from '../messages/messages.ts';

export interface EditionOptions {
  yes?: boolean;
  edition?: string;
  /** Leaves the store out. */
  offline?: boolean;
}

const wordsShown = 40;

const headOf = (record: PlanRecord) => `  ${record.id}  ${shorten(nameOf(record), wordsShown)}`;

/** What of a long text differs, with a few characters around it. */
function differing(before: string, after: string): { before: string; after: string } {
  const around = 8;
  if (before.length <= wordsShown && after.length <= wordsShown) return { before, after };
  let from = 0;
  while (from < Math.min(before.length, after.length) && before[from] === after[from]) from++;
  let tail = 0;
  const most = Math.min(before.length, after.length) - from;
  while (tail < most && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const cut = (text: string) => {
    const [start, end] = [Math.max(0, from - around), text.length - Math.max(0, tail - around)];
    return `${start ? '…' : ''}${shorten(text.slice(start, end), 2 * wordsShown)}${end < text.length ? '…' : ''}`;
  };
  return { before: cut(before), after: cut(after) };
}

function diffLines({ added, removed, changed, renumbered }: PlanDiff, total: number, say: Say): string[] {
  const same = total - added.length - new Set([...changed, ...renumbered].map(({ after }) => after)).size;
  const counts = {
    added: added.length,
    removed: removed.length,
    changed: changed.length,
    renumbered: renumbered.length,
    same,
  };
  const isSame = !added.length && !removed.length && !changed.length && !renumbered.length;
  const block = (title: string, lines: readonly string[]) => (lines.length ? [`${title}：`, ...lines] : []);
  return [
    isSame ? say('editionNothing') : say('editionCounts', counts),
    ...block(say('editionAdded'), added.map(headOf)),
    ...block(say('editionRemoved'), removed.map(headOf)),
    ...block(
      say('editionRenumbered'),
      renumbered.map(({ before, after }) => `  ${before.id} → ${after.id}  ${shorten(nameOf(after), wordsShown)}`),
    ),
    ...block(
      say('editionChanged'),
      changed.flatMap(({ after, fields }) => [
        headOf(after),
        ...comparedFields.flatMap((name) => {
          const change = fields.find(({ field }) => field === name);
          if (!change) return [];
          const { before: old, after: fresh } = differing(change.before, change.after);
          return [`    ${name}: ${old || '—'} → ${fresh || '—'}`];
        }),
      ]),
    ),
  ];
}

function packLines({ references: { moved, retired }, newUnits }: EditionUpdate, say: Say): string[] {
  const gone = Map.groupBy(retired, ({ file }) => file);
  const lines = [
    ...[...moved].map(([file, count]) => say('editionMoved', { file, count })),
    ...[...gone].flatMap(([file, entries]) => [
      say('editionRetired', { file, count: entries.length }),
      ...entries.map(({ entry }) => `  ${shorten(JSON.stringify(entry), 2 * wordsShown)}`),
    ]),
    ...(newUnits.length ? [say('editionUnits', { units: newUnits.join('、') })] : []),
  ];
  return [
    `${say('editionTouches')}：`,
    ...(lines.length ? lines : [say('editionTouchesNothing')]).map((line) => `  ${line}`),
  ];
}

async function storeLines({ db }: Store, pack: string, plan: Plan, ids: EditionUpdate['ids'], say: Say) {
  const subscriptions = await subscriptionsOfPlan({ db }, pack, plan);
  const registrations = await registrationsTouched({ db }, pack, ids);
  return [
    say('editionSubscriptions', { count: subscriptions.length }),
    ...subscriptions
      .filter(({ missing }) => missing.length)
      .map(({ row: { door, channel, requestText }, missing }) =>
        say('editionMissing', { where: `${door}:${channel}`, subscription: requestText, missing: missing.join('、') }),
      ),
    ...registrations.map(({ door, channel, record }) =>
      say('editionRegistered', {
        where: `${door}:${channel}`,
        record,
        to: ids.get(record) ?? say('editionGone'),
      }),
    ),
  ];
}

/** The store where there is one: a newer edition is no reason to create it. */
async function openExisting(contexts: CliContexts): Promise<Store | undefined> {
  const { settings, stderr } = contexts.store();
  if (!settings.databaseUrl && !existsSync(settings.data)) return undefined;
  return openStore(settings, (error) => void stderr.write(`${oneLine(error)}\n`));
}

/** @returns the exit code */
export async function updateEdition(
  dir: string,
  before: Plan,
  reading: Reading,
  { yes, edition: named, offline }: EditionOptions,
  contexts: CliContexts,
  print: (text: string) => Promise<void>,
): Promise<number> {
  const { say } = contexts;
  const { plan, source } = packContent(reading);
  const pack = loadPack(dir);
  const { now } = contexts.store();
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone: pack.facts.timeZone, dateStyle: 'short' }).format(now());
  const edition = named ?? editionName(plan, today);
  const update = prepareUpdate(dir, before, { plan, source, edition });
  const lines = [...diffLines(update.diff, plan.records.length, say), ...packLines(update, say)];
  const store = offline ? undefined : await openExisting(contexts);
  try {
    const kept = store ? await storeLines(store, pack.id, plan, update.ids, say) : [say('editionStoreUnread')];
    await print(`${[...lines, `${say('editionStore')}：`, ...kept.map((line) => `  ${line}`)].join('\n')}\n`);
    try {
      tryUpdate(dir, update);
    } catch (error) {
      if (!(error instanceof SetupError)) throw error;
      throw new SetupError(cliText('editionFaulty'), error.faults);
    }
    if (!yes) {
      await print(`${say('editionApply', { edition })}\n`);
      return 0;
    }
    if (store && update.ids.size) await moveRegistrations({ db: store.db, now }, pack.id, update.ids, actorOf({}));
    writeUpdate(dir, update.files);
    const files = [...update.files.keys()].join(', ');
    await print(
      `${say('importWritten', { folder: relative('.', dir) || '.', files })}\n${say('checkNext', { pack: pack.id })}\n`,
    );
    return 0;
  } finally {
    await store?.close();
  }
}
