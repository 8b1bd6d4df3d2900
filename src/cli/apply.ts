/** `qinzhi subscriptions apply`: a file says what the named subscriptions are to be. */
import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { applySubscriptions } from '../delivery/apply.ts';
import type { SubscriptionDraft } from '../delivery/subscriptions.ts';
import { type Fault, SetupError } from '../model/fault.ts';
import { type DeliveryEnvironment, withDelivery } from '../service/open-delivery.ts';
import { write } from './context.ts';
import { actorOf, knownTo } from './subscriptions.ts';
import { type Known, readWish } from './wish.ts';

const File = z.strictObject({ subscriptions: z.record(z.string().regex(/^\S{1,80}$/), z.unknown()) });

function read(path: string, known: Known): (SubscriptionDraft & { name: string })[] {
  const refuse = (faults: Fault[]) => new SetupError('Nothing was applied:', faults);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw refuse([{ file: path, place: '', message: (error as Error).message }]);
  }
  // JSON is YAML too. A name given twice is an error of the document.
  const document = parseDocument(text);
  if (document.errors.length)
    throw refuse(
      document.errors.map(({ message, linePos }) => ({
        file: path,
        place: String(linePos?.[0].line ?? ''),
        message: message.split('\n', 1)[0]!,
      })),
    );
  const { data, error } = File.safeParse(document.toJS());
  if (!data) throw refuse(error.issues.map(({ path: at, message }) => ({ file: path, place: at.join('.'), message })));
  const faults: Fault[] = [];
  const wishes = Object.entries(data.subscriptions).flatMap(([name, raw]) => {
    const found: Fault[] = [];
    const draft = readWish(raw, known, path, found);
    faults.push(...found.map((fault) => ({ ...fault, place: [name, fault.place].filter(Boolean).join('.') })));
    return draft ? [{ ...draft, name }] : [];
  });
  if (faults.length) throw refuse(faults);
  return wishes;
}

const signs = { add: '+', change: '~', end: '-', keep: '=' } as const;

/** @returns the exit code */
export const applyFile = (path: string, options: { yes?: boolean; by?: string }, context: DeliveryEnvironment) =>
  withDelivery(context, async (open) => {
    const wishes = read(path, await knownTo(context, open));
    const go = options.yes ?? false;
    const steps = await applySubscriptions(open.deliveryContext, wishes, actorOf(options), go);
    const lines = steps.map(({ action: what, name, draft, row }) => {
      const { door, channel, said } = draft ?? row!;
      return `${signs[what]} ${name}  ${door} ${channel}  ${said}`;
    });
    const count = steps.filter(({ action: what }) => what !== 'keep').length;
    const waits = count ? `${count} to change; --yes does it.` : 'Nothing to change.';
    await write(context.stdout, `${[...lines, go ? `${count} changed.` : waits].join('\n')}\n`);
    return 0;
  });
