/** `qinzhi subscriptions`: who gets which digest and when; each change is kept with who asked for it. */
import type { Command } from 'commander';
import { renderText } from '../../adapters/shared/plain-text.ts';
import { applySubscriptions } from '../delivery/apply.ts';
import { type SubscriptionRow, subscriptionOf } from '../delivery/subscription-row.ts';
import {
  addSubscription,
  CommandError,
  endSubscription,
  findSubscription,
  listSubscriptions,
  pauseSubscription,
  resumeSubscription,
} from '../delivery/subscriptions.ts';
import { dayIn, nextSlots } from '../digest/calendar/slots.ts';
import { composeDigest } from '../digest/compose.ts';
import { formatNextSlots, formatSchedule } from '../digest/request/format-schedule.ts';
import { slotContext } from '../digest/select.ts';
import { type Fault, SetupError } from '../model/fault.ts';
import { openDoors } from '../service/doors.ts';
import type { DeliveryEnvironment } from '../service/environment.ts';
import { doorContext, type OpenDelivery, reportRefusal, withDelivery } from '../service/open-delivery.ts';
import { timeZoneOf } from '../shared/zone.ts';
import { actorOf, type CliContexts, type Done, write } from './context.ts';
import { contentOptions, type DigestOptions, fieldsOf } from './digest.ts';
import { type DraftContext, readDraft, readDrafts } from './subscription-draft.ts';

interface AddOptions extends DigestOptions {
  door: string;
  channel: string;
  when: string;
  late?: string;
  by?: string;
}

const knownTo = async (context: DeliveryEnvironment, open: OpenDelivery): Promise<DraftContext> => ({
  packs: open.deliveryContext.packs,
  calendar: open.deliveryContext.calendar,
  doors: await openDoors(context.doors, doorContext(open, context.stdout)),
  today: dayIn(open.deliveryContext.now(), timeZoneOf(open.deliveryContext.packs)),
});

function line(row: SubscriptionRow): string {
  const state = [row.state, row.pausedUntil && `until ${row.pausedUntil}`, row.stateReason].filter(Boolean).join(' ');
  const next = row.state === 'active' && row.nextAt ? ` → ${row.nextAt.toISOString()}` : '';
  return `${row.name ?? row.id.slice(0, 8)}  ${row.door} ${row.channel}  ${row.said}  ${state}${next}`;
}

const list = ({ json }: { json?: boolean }, context: DeliveryEnvironment) =>
  withDelivery(context, async ({ deliveryContext }) => {
    const rows = await listSubscriptions(deliveryContext);
    const lines = rows.map((row) => (json ? JSON.stringify(row) : line(row)));
    await write(context.stdout, lines.length ? `${lines.join('\n')}\n` : json ? '' : 'There are no subscriptions.\n');
    return 0;
  });

function readLate(text: string, faults: Fault[]): object | undefined {
  const hours = /^(\d{1,3})h$/.exec(text);
  if (hours) return { policy: 'latest', withinHours: Number(hours[1]) };
  if (['latest', 'all', 'none'].includes(text)) return { policy: text };
  faults.push({ file: '--late', place: '', message: `${text} is none of latest, 6h, all, none` });
  return undefined;
}

const addOne = (options: AddOptions, context: DeliveryEnvironment) =>
  withDelivery(context, async (open) => {
    const faults: Fault[] = [];
    const written = fieldsOf(options, faults);
    const late = options.late === undefined ? undefined : readLate(options.late, faults);
    const { door, channel, when: said } = options;
    const raw = { ...written, ...(late ? { late } : {}), door, channel, when: said };
    const draft = readDraft(raw, await knownTo(context, open), 'subscription', faults);
    if (!draft || faults.length) throw new SetupError('The subscription can’t be used as it is:', faults);
    const { deliveryContext } = open;
    const row = await deliveryContext.db.transaction((tx) =>
      addSubscription(deliveryContext, tx, draft, actorOf(options)),
    );
    await write(context.stdout, `${line(row)}\n`);
    return 0;
  });

const acts = {
  remove: async ({ deliveryContext }: OpenDelivery, row: SubscriptionRow, { by }: { by: string }) => {
    await deliveryContext.db.transaction((tx) => endSubscription(deliveryContext, tx, row, by));
    return `${row.name ?? row.id} has ended`;
  },
  pause: async (
    { deliveryContext }: OpenDelivery,
    row: SubscriptionRow,
    { by, until }: { by: string; until?: string },
  ) => {
    if (until && !/^\d{4}-\d\d-\d\d$/.test(until)) throw new CommandError(`${until} is no day (2026-10-08)`);
    await pauseSubscription(deliveryContext, row, by, until);
    return line(await findSubscription(deliveryContext, row.id));
  },
  resume: async ({ deliveryContext }: OpenDelivery, row: SubscriptionRow, { by }: { by: string }) => {
    await resumeSubscription(deliveryContext, row, by);
    return line(await findSubscription(deliveryContext, row.id));
  },
  preview: async ({ deliveryContext }: OpenDelivery, row: SubscriptionRow) => {
    const { packs, calendar, now } = deliveryContext;
    const subscription = subscriptionOf(row);
    const at = nextSlots(slotContext(subscription, packs, calendar), now(), 1)[0]?.at ?? now();
    const [card] = composeDigest({ subscription, packs, calendar, at, notifiedPlans: new Set(row.told) }).cards;
    return card ? renderText(card) : 'Nothing is due then, and this subscription is silent.';
  },
  next: async ({ deliveryContext }: OpenDelivery, row: SubscriptionRow) => {
    const { packs, calendar, now } = deliveryContext;
    const { timing, scope, language } = subscriptionOf(row);
    const slots = nextSlots(slotContext({ timing, scope }, packs, calendar), now(), 3);
    return [formatSchedule(timing.schedule, language), ...formatNextSlots(slots, timing, calendar, language)].join(
      '\n',
    );
  },
};

/** `id` is a name, or the beginning of an id. */
const one = (
  what: keyof typeof acts,
  id: string,
  options: { by?: string; until?: string },
  context: DeliveryEnvironment,
) =>
  withDelivery(context, (open) =>
    reportRefusal(async () => {
      const row = await findSubscription(open.deliveryContext, id);
      const said = await acts[what](open, row, { ...options, by: actorOf(options) });
      await write(context.stdout, `${said}\n`);
      return 0;
    }),
  );

const signs = { add: '+', change: '~', end: '-', keep: '=' } as const;

/** @returns the exit code */
const applyFile = (path: string, options: { yes?: boolean; by?: string }, context: DeliveryEnvironment) =>
  withDelivery(context, async (open) => {
    const drafts = readDrafts(path, await knownTo(context, open));
    const go = options.yes ?? false;
    const steps = await applySubscriptions(open.deliveryContext, drafts, actorOf(options), go);
    const lines = steps.map(({ action: what, name, draft, row }) => {
      const { door, channel, said } = draft ?? row!;
      return `${signs[what]} ${name}  ${door} ${channel}  ${said}`;
    });
    const count = steps.filter(({ action: what }) => what !== 'keep').length;
    const waits = count ? `${count} to change; --yes does it.` : 'Nothing to change.';
    await write(context.stdout, `${[...lines, go ? `${count} changed.` : waits].join('\n')}\n`);
    return 0;
  });

export function register(program: Command, contexts: CliContexts, done: Done): void {
  const subscriptions = program.command('subscriptions').description('which channel gets which digest, and when');
  subscriptions
    .command('list')
    .description('all of them, with their next time')
    .option('--json', 'JSON lines')
    .action(async (options: { json?: boolean }) => {
      done(await list(options, contexts.delivery()));
    });
  contentOptions(
    subscriptions
      .command('add')
      .description('subscribe a channel')
      .requiredOption('--door <name>', 'through which door: terminal, webhook, slack or wechat')
      .requiredOption(
        '--channel <channel>',
        'where to: for webhook the address, for slack the id of a channel, for wechat that of a group',
      )
      .requiredOption('--when <words>', 'when, and of what: 每个工作日 9:00 公安牵头★ 本月到期, every Monday 8:30, …'),
  )
    .option(
      '--late <what>',
      'what was missed: latest (of the same day; the default), 6h (latest within 6 hours), all or none',
    )
    .option('--by <name>', 'who asks for it (default: the user of this system)')
    .addHelpText(
      'after',
      '\nExample:\n  qinzhi subscriptions add --door webhook --channel https://example.org/in --when "每个工作日 9:00" --unit 公安',
    )
    .action(async (options: AddOptions) => {
      done(await addOne(options, contexts.delivery()));
    });
  for (const [name, says] of [
    ['remove', 'end it; what it sent stays in the ledger'],
    ['pause', 'nothing is sent until it is resumed, or until a day'],
    ['resume', 'go on from now; what fell into the pause is not sent'],
    ['preview', 'print its next digest; nothing is sent'],
    ['next', 'its next three times'],
  ] as const) {
    const command = subscriptions
      .command(`${name} <id>`)
      .description(says)
      .option('--by <name>', 'who asks for it (default: the user of this system)');
    if (name === 'pause') command.option('--until <day>', 'the first day on which it is sent again (2026-10-08)');
    command.action(async (id: string, options: { by?: string; until?: string }) => {
      done(await one(name, id, options, contexts.delivery()));
    });
  }
  subscriptions
    .command('apply <file>')
    .description(
      'make the named subscriptions what a file (YAML or JSON) says; without --yes only show what would change',
    )
    .option('--yes', 'do it')
    .option('--by <name>', 'who asks for it (default: the user of this system)')
    .addHelpText('after', '\nOne bad entry and nothing is applied. Those made without a name are not touched.')
    .action(async (file: string, options: { yes?: boolean; by?: string }) => {
      done(await applyFile(file, options, contexts.delivery()));
    });
}
