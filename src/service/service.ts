/** `qinzhi run`: packs → store → bot → doors → clock, until it is told to stop. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { count, ne, sql } from 'drizzle-orm';
import { createBot } from '../bot/bot.ts';
import { FailoverConversationStore } from '../bot/failover-store.ts';
import { MemoryConversationStore } from '../bot/memory-store.ts';
import { createCommands } from '../commands/commands.ts';
import { createHome } from '../commands/home.ts';
import { isCommand } from '../commands/is-command.ts';
import { commandHelp } from '../commands/phrases.ts';
import type { BotSettings } from '../config/bot.ts';
import type { DeliveryContext } from '../delivery/context.ts';
import { recalculateNextSlots } from '../delivery/scheduler.ts';
import { startDelivery } from '../delivery/service.ts';
import { canSend } from '../delivery/types.ts';
import { dayIn } from '../digest/calendar/slots.ts';
import { SetupError } from '../model/fault.ts';
import type { Log } from '../model/log.ts';
import type { Adapter } from '../model/port.ts';
import { timeZoneOf } from '../model/zone.ts';
import { waitAtMost } from '../shared/timeout.ts';
import { adminChannels, allAdmins, makeInvite } from '../store/admins.ts';
import { openConversations } from '../store/conversations.ts';
import { explainDatabaseError } from '../store/explain-error.ts';
import { openStore, type Store } from '../store/open.ts';
import { removeOld } from '../store/retention.ts';
import { subscription } from '../store/schema.ts';
import { isChatDoor, openDoors } from './doors.ts';
import type { ServiceEnvironment } from './environment.ts';
import { type MonitoredDoor, monitorDoor, openHealth } from './health.ts';
import { missingHolidaysNotice } from './holiday-notice.ts';
import { type Http, openHttp } from './http.ts';
import { LivePacks } from './live-packs.ts';
import { openLog } from './log.ts';
import { chatDoorSetup, inviteNote, nothingToDo, onlyDigests } from './notices.ts';
import { doorContext } from './open-delivery.ts';
import { throttled } from './throttled-log.ts';

const signals = ['SIGTERM', 'SIGINT'] as const;
const firstWaitMs = 5_000;
const lookEveryMs = 5_000;
/** An answer under way is given so long when the service stops. */
const answersEndWithinMs = 5_000;

/** Files are looked at before a message, but not for each of a thousand. */
function refresher(live: LivePacks, log: Log, now: () => Date) {
  let lookedMs = Number.NEGATIVE_INFINITY;
  /** @returns whether something new was taken over */
  return (): boolean => {
    const nowMs = now().getTime();
    if (Math.abs(nowMs - lookedMs) < 1_000) return false;
    lookedMs = nowMs;
    const changes = live.refresh();
    for (const change of changes)
      if (change.became === 'new') log.info({}, `the ${change.source} have changed: the new ones are used`);
      else log.error({ err: change.why }, `the ${change.source} have changed and are faulty: the old ones are used`);
    return changes.some(({ became }) => became === 'new');
  };
}

/** @throws {SetupError} where nobody would be heard and nothing sent, or a setting names a door that is not there. */
async function checkPurpose({ db }: Store, doors: readonly Adapter[], bot: BotSettings, log: Log): Promise<void> {
  const names = doors.map(({ name }) => name);
  const strangers = [...new Set([...bot.commandsForAnyone, ...bot.admins.map(({ door }) => door)])].filter(
    (name) => !names.includes(name),
  );
  // Not a fault: the settings of a door may be away for a while.
  for (const door of strangers) log.warn({ door }, 'a setting about rights names a door that is not configured');
  if (doors.some(isChatDoor)) return;
  const [wanted] = await db.select({ count: count() }).from(subscription).where(ne(subscription.state, 'ended'));
  if (!wanted!.count) throw new SetupError(nothingToDo, chatDoorSetup);
  log.warn({}, onlyDigests);
}

async function inviteFirst({ db }: Store, doors: readonly Adapter[], bot: BotSettings, log: Log, now: Date) {
  if (!doors.some(isChatDoor) || bot.admins.length || (await allAdmins(db)).length) return;
  log.warn({}, inviteNote(await makeInvite(db, 'run', now)));
}

/** Again and again, one after the other. @returns stops it, and settles when none is under way */
function every(ms: number, act: () => Promise<void>): () => Promise<void> {
  const stopping = new AbortController();
  const { signal } = stopping;
  const going = (async () => {
    while (!signal.aborted) {
      await sleep(ms, undefined, { signal }).catch(() => {});
      if (!signal.aborted) await act();
    }
  })();
  return async () => {
    stopping.abort();
    await going;
  };
}

/** @returns the exit code */
export async function run(context: ServiceEnvironment): Promise<number> {
  const { settings, stdout, stderr, now } = context;
  // Listened for from the start: a signal while the store opens must not kill in the middle of it.
  let stop = () => {};
  const told = new Promise<void>((resolve) => {
    stop = resolve;
  });
  for (const signal of signals) process.on(signal, stop);
  const log = openLog(context.service.logLevel, stderr, now);
  const live = new LivePacks(settings);
  const refresh = refresher(live, log, now);
  const store = await openStore(context.store, (error) => log.debug({ err: error }, 'a connection was lost'));
  let http: Http | undefined;
  try {
    const deliveryContext: DeliveryContext = {
      db: store.db,
      get packs() {
        return live.packs;
      },
      get calendar() {
        return live.calendar;
      },
      now,
      warn: throttled((line) => log.warn({}, line), now),
      lateAfterMs: context.clock.lateAfterMs,
    };
    const keep = new FailoverConversationStore({
      store: openConversations(store.brief),
      memory: new MemoryConversationStore(),
      now,
      log,
    });
    let doors: readonly Adapter[] = [];
    const canPush = (name: string) => doors.some((door) => door.name === name && canSend(door));
    const telling = { deliveryContext, canPush };
    const bot = createBot({
      ...context.bot,
      current() {
        refresh();
        return live;
      },
      conversations: keep,
      isStoreUnavailable: () => keep.outage !== undefined,
      commands: createCommands(telling),
      isCommand: (text, at) => isCommand(text, live.packs, at),
      commandHelp,
      home: createHome(telling),
      now,
      newId: randomUUID,
      log,
    });

    let watching: MonitoredDoor[] = [];
    let stopping = false;
    const missingYear = () =>
      missingHolidaysNotice(live.calendar, dayIn(now(), timeZoneOf(live.packs)), settings.holidays);
    const health = openHealth({
      pingStore: () => store.brief.execute(sql`select 1`),
      outage: () => keep.outage,
      doors: () => watching,
      warnings: () => [missingYear()],
      stopping: () => stopping,
    });
    const { port, host } = context.service;
    if (port !== undefined) {
      http = await openHttp({ host, port }, health);
      log.info({ host, port: http.port }, 'health is told at /healthz and /readyz');
    }
    const lent = doorContext({ store, deliveryContext }, stdout);
    const opened = await openDoors(context.doors, { ...lent, ...(http ? { mount: http.mount } : {}) });
    await checkPurpose(store, opened, context.bot, log);
    await inviteFirst(store, opened, context.bot, log, now());
    watching = opened.map(monitorDoor);
    doors = watching.map(({ door }) => door);

    const daily = async () => {
      const notice = missingYear();
      if (notice) log.warn({}, notice);
      await removeOld(store.db, now(), context.store.retention);
    };
    const named = (door: string) => context.bot.admins.filter((one) => one.door === door).map(({ user }) => user);
    const hopeless: SetupError[] = [];
    const service = await startDelivery({
      ...{ store, context: deliveryContext, doors, daily, firstRetryMs: firstWaitMs },
      receive: bot.receive,
      onUnstartable: (found) => {
        hopeless.push(found);
        stop();
      },
      alertChannels: async (door, tx) => [...new Set([...named(door), ...(await adminChannels(tx, door))])],
    });
    const rest = every(lookEveryMs, async () => {
      try {
        await keep.probe();
        if (refresh()) await recalculateNextSlots(deliveryContext);
      } catch (error) {
        log.warn({ err: error }, 'the times of the subscriptions could not be reckoned anew');
      }
    });
    log.info({}, `running on ${store.where}; doors: ${doors.map(({ name }) => name).join(', ')}`);
    await told;
    stopping = true;
    log.info({}, 'stopping');
    await service.stop();
    await waitAtMost(bot.idle(), answersEndWithinMs);
    await rest();
    if (hopeless[0]) throw hopeless[0];
    return 0;
  } catch (error) {
    throw explainDatabaseError(store.where, error);
  } finally {
    await http?.close();
    await store.close();
    for (const signal of signals) process.off(signal, stop);
  }
}
