/** `qinzhi subscriptions`: lists, adds, changes and previews subscriptions. */
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
  type SubscriptionDraft,
} from '../delivery/subscriptions.ts';
import { dayIn, nextSlots } from '../digest/calendar/slots.ts';
import { composeDigest } from '../digest/compose.ts';
import { isSpent, monthAt } from '../digest/ended.ts';
import { startFortnight } from '../digest/request/defaults.ts';
import { formatNextSlots, formatSchedule, formatTime } from '../digest/request/format-schedule.ts';
import { slotContext } from '../digest/select.ts';
import { type Fault, faultIn, SetupError } from '../model/fault.ts';
import { openDoors } from '../service/doors.ts';
import type { DeliveryEnvironment } from '../service/environment.ts';
import { doorContext, type OpenDelivery, reportRefusal, withDelivery } from '../service/open-delivery.ts';
import { textOfDay } from '../shared/day.ts';
import { jsonLine, shownLine } from '../shared/mask.ts';
import { timeZoneOf } from '../shared/zone.ts';
import { actorOf, type CliContexts, type Done, write } from './context.ts';
import { cliText, type Say } from './messages/messages.ts';
import { contentOptions, type DigestOptions, fieldsOf } from './options/digest-options.ts';
import { type DraftContext, readDraft, readDrafts } from './options/subscription-draft.ts';

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
  publicUrl: context.publicUrl,
  today: dayIn(open.deliveryContext.now(), timeZoneOf(open.deliveryContext.packs)),
});

/** 2026-11-30 09:00 and the zone: what a person at this place has on the wall. */
export function localTime(at: Date, zone: string): string {
  const day = textOfDay(dayIn(at, zone));
  return `${day} ${formatTime(at, zone)} ${zone}`;
}

function lineOf(row: SubscriptionRow, say: Say): string {
  const state = [row.state, row.pausedUntil && say('until', { day: row.pausedUntil }), row.stateReason]
    .filter(Boolean)
    .join(' ');
  const next = row.state === 'active' && row.nextAt ? ` → ${localTime(row.nextAt, row.timeZone)}` : '';
  const rests = row.state === 'active' && !row.nextAt && row.told.length ? `  ${say('subscriptionRests')}` : '';
  return shownLine(
    `${row.name ?? row.id.slice(0, 8)}  ${row.door} ${row.channel}  ${row.requestText}  ${state}${next}${rests}`,
  );
}

/** The field keeps the name that scripts know. */
const jsonOf = ({ requestText, ...row }: SubscriptionRow) => jsonLine({ ...row, said: requestText });

const list = ({ json }: { json?: boolean }, context: DeliveryEnvironment, say: Say) =>
  withDelivery(context, async ({ deliveryContext }) => {
    const rows = await listSubscriptions(deliveryContext);
    const lines = rows.map((row) => (json ? jsonOf(row) : lineOf(row, say)));
    await write(context.stdout, lines.length ? `${lines.join('\n')}\n` : json ? '' : `${say('subscriptionsNone')}\n`);
    return 0;
  });

function readLate(text: string, faults: Fault[]): object | undefined {
  const hours = /^(\d{1,3})h$/.exec(text);
  if (hours) return { policy: 'latest', withinHours: Number(hours[1]) };
  if (['latest', 'all', 'none'].includes(text)) return { policy: text };
  faults.push(faultIn('--late', cliText('lateWrong', { value: text })));
  return undefined;
}

/** Told before anything is made. */
async function tellSpent(
  drafts: readonly SubscriptionDraft[],
  { deliveryContext: { packs, now } }: OpenDelivery,
  { stderr }: DeliveryEnvironment,
  say: Say,
): Promise<void> {
  for (const { requestText, subscription } of drafts)
    if (isSpent(subscription, packs, monthAt(now(), subscription.timing.zone)))
      await write(stderr, `${say('subscriptionSpent', { subscription: shownLine(requestText) })}\n`);
}

const addOne = (options: AddOptions, context: DeliveryEnvironment, say: Say) =>
  withDelivery(context, async (open) => {
    const faults: Fault[] = [];
    const written = fieldsOf(options, faults);
    const late = options.late === undefined ? undefined : readLate(options.late, faults);
    const { door, channel, when } = options;
    const raw = { ...written, ...(late ? { late } : {}), door, channel, when };
    const read = readDraft(raw, await knownTo(context, open), 'subscription', faults);
    if (!read || faults.length) throw new SetupError(cliText('subscriptionWrong'), faults);
    const { deliveryContext } = open;
    const slots = slotContext(read.subscription, deliveryContext.packs, deliveryContext.calendar);
    const subscription = startFortnight(read.subscription, when, slots, deliveryContext.now());
    const draft = { ...read, subscription };
    await tellSpent([draft], open, context, say);
    const row = await deliveryContext.db.transaction((tx) =>
      addSubscription(deliveryContext, tx, draft, actorOf(options)),
    );
    await write(context.stdout, `${lineOf(row, say)}\n`);
    return 0;
  });

interface Act {
  by: string;
  until?: string;
  say: Say;
}

const acts = {
  remove: async ({ deliveryContext }: OpenDelivery, row: SubscriptionRow, { by, say }: Act) => {
    await deliveryContext.db.transaction((tx) => endSubscription(deliveryContext, tx, row, by));
    return say('subscriptionEnded', { name: row.name ?? row.id });
  },
  pause: async ({ deliveryContext }: OpenDelivery, row: SubscriptionRow, { by, until, say }: Act) => {
    if (until && !/^\d{4}-\d\d-\d\d$/.test(until)) throw new CommandError(cliText('dayWrong', { value: until }));
    await pauseSubscription(deliveryContext, row, by, until);
    return lineOf(await findSubscription(deliveryContext, row.id), say);
  },
  resume: async ({ deliveryContext }: OpenDelivery, row: SubscriptionRow, { by, say }: Act) => {
    await resumeSubscription(deliveryContext, row, by);
    return lineOf(await findSubscription(deliveryContext, row.id), say);
  },
  preview: async ({ deliveryContext }: OpenDelivery, row: SubscriptionRow, { say }: Act) => {
    const { packs, calendar, now } = deliveryContext;
    const subscription = subscriptionOf(row);
    const at = nextSlots(slotContext(subscription, packs, calendar), now(), 1)[0]?.at ?? now();
    const [card] = composeDigest({ subscription, packs, calendar, at, notifiedPlans: new Set(row.told) }).cards;
    return card ? renderText(card) : say('previewSilent');
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
  say: Say,
) =>
  withDelivery(context, (open) =>
    reportRefusal(async () => {
      const row = await findSubscription(open.deliveryContext, id);
      const message = await acts[what](open, row, { ...options, by: actorOf(options), say });
      await write(context.stdout, `${message}\n`);
      return 0;
    }),
  );

const signs = { add: '+', change: '~', end: '-', keep: '=' } as const;

/** @returns the exit code */
const applyFile = (path: string, options: { yes?: boolean; by?: string }, context: DeliveryEnvironment, say: Say) =>
  withDelivery(context, async (open) => {
    const drafts = readDrafts(path, await knownTo(context, open));
    const go = options.yes ?? false;
    await tellSpent(drafts, open, context, say);
    const steps = await applySubscriptions(open.deliveryContext, drafts, actorOf(options), go);
    const lines = steps.map(({ action: what, name, draft, row }) => {
      const { door, channel, requestText } = draft ?? row!;
      return shownLine(`${signs[what]} ${name}  ${door} ${channel}  ${requestText}`);
    });
    const count = steps.filter(({ action: what }) => what !== 'keep').length;
    const waits = count ? say('toChange', { count }) : say('nothingToChange');
    await write(context.stdout, `${[...lines, go ? say('changed', { count }) : waits].join('\n')}\n`);
    return 0;
  });

export function register(program: Command, contexts: CliContexts, done: Done): void {
  const { help, say } = contexts;
  const by = ['--by <name>', help('by')] as const;
  const subscriptions = program.command('subscriptions').description(help('subscriptions'));
  subscriptions
    .command('list')
    .description(help('subscriptionsList'))
    .option('--json', help('jsonLines'))
    .action(async (options: { json?: boolean }) => {
      done(await list(options, contexts.delivery(), say));
    });
  contentOptions(
    subscriptions
      .command('add')
      .description(help('subscriptionsAdd'))
      .requiredOption('--door <name>', help('subscriptionsDoor'))
      .requiredOption('--channel <channel>', help('subscriptionsChannel'))
      .requiredOption('--when <words>', help('subscriptionsWhen')),
    help,
  )
    .option('--late <what>', help('subscriptionsLate'))
    .option('--attach <what>', help('subscriptionsAttach'))
    .option(...by)
    .addHelpText('after', help('subscriptionsAddAfter'))
    .action(async (options: AddOptions) => {
      done(await addOne(options, contexts.delivery(), say));
    });
  for (const [name, key] of [
    ['remove', 'subscriptionsRemove'],
    ['pause', 'subscriptionsPause'],
    ['resume', 'subscriptionsResume'],
    ['preview', 'subscriptionsPreview'],
    ['next', 'subscriptionsNext'],
  ] as const) {
    const command = subscriptions
      .command(`${name} <id>`)
      .description(help(key))
      .option(...by);
    if (name === 'pause') command.option('--until <day>', help('subscriptionsUntil'));
    command.action(async (id: string, options: { by?: string; until?: string }) => {
      done(await one(name, id, options, contexts.delivery(), say));
    });
  }
  subscriptions
    .command('apply <file>')
    .description(help('subscriptionsApply'))
    .option('--yes', help('yes'))
    .option(...by)
    .addHelpText('after', help('subscriptionsApplyAfter'))
    .action(async (file: string, options: { yes?: boolean; by?: string }) => {
      done(await applyFile(file, options, contexts.delivery(), say));
    });
}
