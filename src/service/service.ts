/** The running service: opens packs, store, bot, HTTP port and doors, sends the digests, and stops in the reverse order. */
import { randomUUID } from 'node:crypto';
import { Bot } from '../bot/bot.ts';
import { Downloads } from '../bot/downloads.ts';
import { FailoverConversationStore } from '../bot/failover-store.ts';
import { MemoryConversationStore } from '../bot/memory-store.ts';
import { createCommands } from '../commands/commands.ts';
import { createHome } from '../commands/home.ts';
import { isCommand } from '../commands/is-command.ts';
import { shownDigest } from '../commands/next-page.ts';
import { commandHelp } from '../commands/phrases/phrases.ts';
import type { DeliveryContext, Destination } from '../delivery/context.ts';
import { measureLatency } from '../delivery/latency.ts';
import { recalculateNextSlots } from '../delivery/scheduler.ts';
import { type DeliveryService, startDelivery } from '../delivery/service.ts';
import { canSend } from '../delivery/types.ts';
import { dayIn } from '../digest/calendar/slots.ts';
import type { Log } from '../model/log.ts';
import type { Adapter } from '../model/port.ts';
import type { Text } from '../model/text.ts';
import { repeat } from '../shared/repeat.ts';
import { waitAtMost } from '../shared/timeout.ts';
import { timeZoneOf } from '../shared/zone.ts';
import { openConversations } from '../store/conversations.ts';
import { ping, type Store } from '../store/open.ts';
import { removeOld } from '../store/retention.ts';
import { StoreDesk } from './admin/desk.ts';
import { alertChannelsOf, inviteFirstAdmin } from './admins.ts';
import { serveApi } from './api/serve.ts';
import { catchDoorFaults, type DoorFaults } from './door-faults.ts';
import { openDoors } from './doors.ts';
import type { ServiceEnvironment } from './environment.ts';
import { type Health, type MonitoredDoor, monitorDoor, openHealth } from './health.ts';
import { type Http, openHttp } from './http/server.ts';
import { throttled } from './log/throttled-log.ts';
import { serviceText } from './messages.ts';
import { Metrics } from './metrics.ts';
import { missingHolidaysNotice } from './notices.ts';
import { doorContext } from './open-delivery.ts';
import { ListAttachments } from './packs/list-attachments.ts';
import type { LivePacks } from './packs/live-packs.ts';
import { PackRefresh } from './packs/pack-refresh.ts';
import { LivePlanReader } from './packs/plan-reader.ts';
import { checkPurpose } from './purpose.ts';
import { siteOf, tellAddress } from './site.ts';
import type { StopRequest } from './stop-request.ts';

/** Deliveries that the figures tell of. */
const latencyWindowMs = 3_600_000;
const firstRetryMs = 5_000;
const tickEveryMs = 5_000;
const maintenanceEveryMs = 5_000;
/** How long answers under way may take once the service stops. */
const answersEndWithinMs = 5_000;

interface ServiceParts {
  store: Store;
  log: Log;
  live: LivePacks;
  stop: StopRequest;
}

export class Service {
  readonly #environment: ServiceEnvironment;
  readonly #store: Store;
  readonly #log: Log;
  readonly #live: LivePacks;
  readonly #refresh: PackRefresh;
  readonly #stop: StopRequest;
  readonly #deliveryContext: DeliveryContext;
  readonly #conversations: FailoverConversationStore;
  readonly #plans: LivePlanReader;
  readonly #bot: Bot;
  readonly #faults: DoorFaults;
  #doors: readonly MonitoredDoor[] = [];
  #http: Http | undefined;
  #metrics: Metrics | undefined;
  #health: Health | undefined;
  #delivery: DeliveryService | undefined;
  #stopMaintenance: (() => Promise<void>) | undefined;
  #stopping = false;
  /** Settings by which a door can never start, or an error that belongs to no door. */
  #fatal: unknown;

  constructor(environment: ServiceEnvironment, { store, log, live, stop }: ServiceParts) {
    this.#environment = environment;
    this.#store = store;
    this.#log = log;
    this.#live = live;
    this.#refresh = new PackRefresh(live, () => environment.now().getTime(), log);
    this.#stop = stop;
    const { now } = environment;
    this.#plans = new LivePlanReader(() => live.packs, environment.settings, now);
    this.#deliveryContext = this.#createDeliveryContext();
    const memory = new MemoryConversationStore();
    this.#conversations = new FailoverConversationStore({ store: openConversations(store.brief), memory, now, log });
    this.#bot = this.#createBot();
    this.#faults = catchDoorFaults({
      onFault: (name, error) => this.#onDoorFault(name, error),
      onOther: (error) => this.#onOtherFault(error),
    });
  }

  releaseFaults(): void {
    this.#faults.close();
  }

  async start(): Promise<void> {
    await this.#openPort();
    const doors = await this.#openDoors();
    await checkPurpose(this.#environment.bot, this.#deliveryContext, this.#log, doors);
    await inviteFirstAdmin(this.#environment, this.#store, this.#log, doors);
    this.#doors = doors.map(monitorDoor);
    this.#delivery = await this.#startDelivery();
    this.#stopMaintenance = repeat(maintenanceEveryMs, () => this.#maintain());
    const names = doors.map(({ name }) => name).join(', ');
    this.#log.info({}, serviceText('running', { where: this.#store.where, doors: names }));
    if (this.#http) tellAddress(this.#environment, this.#http.port, { maintained: true });
  }

  /** @throws {SetupError} where it stops because a door can never start */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#log.info({}, serviceText('stopping'));
    await this.#delivery?.stop();
    await waitAtMost(this.#bot.idle(), answersEndWithinMs);
    await this.#stopMaintenance?.();
    if (this.#fatal !== undefined) throw this.#fatal;
  }

  async closePort(): Promise<void> {
    await this.#http?.close();
  }

  #onDoorFault(name: string, error: unknown): void {
    this.#log.error({ door: name, err: error }, 'the package of a door failed; the door is opened again');
    this.#doors.find(({ door }) => door.name === name)?.fail(error);
  }

  /** Nobody knows what state it left: the service stops, and its supervisor starts it again. */
  #onOtherFault(error: unknown): void {
    this.#log.error({ err: error }, 'an unexpected error ends the service');
    this.#fatal ??= error;
    this.#stop.request();
  }

  #createDeliveryContext(): DeliveryContext {
    const { now, clock } = this.#environment;
    const live = this.#live;
    return {
      db: this.#store.db,
      // Looked up at each use: packs and holidays are replaced while the service runs.
      get packs() {
        return live.packs;
      },
      get calendar() {
        return live.calendar;
      },
      now,
      warn: throttled((line) => this.#log.warn({}, line), now),
      lateAfterMs: clock.lateAfterMs,
      attachments: new ListAttachments(this.#givingAway),
    };
  }

  get #givingAway() {
    return {
      plans: this.#plans,
      publicUrl: this.#environment.service.publicUrl,
      takesFiles: (to: Destination) =>
        this.#doors.some(({ door }) => door.name === to.door && door.takesFiles?.(to.channel)),
    };
  }

  #createBot(): Bot {
    const { now, bot: settings } = this.#environment;
    const canPush = (name: string) => this.#doors.some(({ door }) => door.name === name && canSend(door));
    const services = { deliveryContext: this.#deliveryContext, canPush };
    return new Bot({
      ...settings,
      current: () => {
        this.#refresh.refresh();
        return this.#live;
      },
      conversations: this.#conversations,
      isStoreUnavailable: () => this.#conversations.outage !== undefined,
      commands: createCommands(services),
      isCommand: (text, at) => isCommand(text, this.#live.packs, at),
      commandHelp,
      home: createHome(services),
      downloads: new Downloads({
        ...this.#givingAway,
        shownDigest: (sender) => shownDigest(this.#deliveryContext, sender),
      }),
      now,
      newId: randomUUID,
      onAnswered: (answered) => this.#metrics?.count(answered),
      log: this.#log,
    });
  }

  async #openPort(): Promise<void> {
    const { service, now } = this.#environment;
    const { port, host } = service;
    if (port === undefined) return;
    this.#health = openHealth({
      pingStore: () => ping(this.#store.brief),
      outage: () => this.#conversations.outage,
      doors: () => this.#doors,
      warnings: () => [this.#missingHolidays()?.en],
      lastTick: () => this.#delivery?.lastTick(),
      stopping: () => this.#stopping,
    });
    const health = this.#health;
    const onError = (error: unknown) => this.#log.error({ err: error }, 'a request could not be answered');
    this.#metrics = new Metrics({
      health,
      latency: () => measureLatency(this.#deliveryContext, new Date(now().getTime() - latencyWindowMs)),
    });
    this.#http = await openHttp({ ...service, port, nowMs: () => now().getTime() }, health, onError);
    this.#log.info({ host, port: this.#http.port }, serviceText('healthAt'));
  }

  #openDoors(): Promise<Adapter[]> {
    const context = doorContext(
      { store: this.#store, deliveryContext: this.#deliveryContext },
      this.#environment.stdout,
    );
    const [http, metrics] = [this.#http, this.#metrics];
    if (!http || !metrics) return openDoors(this.#environment.doors, context);
    const { service, now } = this.#environment;
    const plans = this.#plans;
    if (service.page)
      serveApi(http, {
        settings: service,
        plans,
        now,
        metrics,
        current: () => this.#live,
        calendar: () => this.#live.calendar,
        onError: (error) => this.#log.error({ err: error }, 'the API failed'),
      });
    const site = service.page ? { site: siteOf(http, service, plans, this.#openDesk(plans)) } : {};
    return openDoors(this.#environment.doors, { ...context, mount: http.mount, ...site });
  }

  #openDesk(plans: LivePlanReader): StoreDesk {
    return new StoreDesk({
      deliveryContext: this.#deliveryContext,
      live: this.#live,
      plans,
      knowledge: this.#environment.settings.knowledge,
      health: this.#health!,
      refresh: () => this.#refresh.refreshNow(),
    });
  }

  #startDelivery(): Promise<DeliveryService> {
    return startDelivery({
      store: this.#store,
      context: this.#deliveryContext,
      doors: this.#doors.map(({ door }) => door),
      receive: this.#bot.receive,
      alertChannels: alertChannelsOf(this.#environment.bot.admins),
      onUnstartable: (error) => {
        this.#fatal ??= error;
        this.#stop.request();
      },
      watchFaults: this.#faults.watch,
      daily: () => this.#daily(),
      firstRetryMs,
      tickEveryMs,
    });
  }

  async #daily(): Promise<void> {
    const notice = this.#missingHolidays();
    if (notice) this.#log.warn({}, notice);
    await removeOld(this.#store.db, this.#environment.now(), this.#environment.store.retention);
  }

  async #maintain(): Promise<void> {
    try {
      await this.#conversations.probe();
      if (this.#refresh.refresh()) await recalculateNextSlots(this.#deliveryContext);
    } catch (error) {
      this.#log.warn({ err: error }, 'the next slots of the subscriptions were not recalculated');
    }
  }

  #missingHolidays(): Text | undefined {
    const { now, settings } = this.#environment;
    return missingHolidaysNotice(this.#live.calendar, dayIn(now(), timeZoneOf(this.#live.packs)), settings.holidays);
  }
}
