/** The page without a store: questions are answered from memory, everything that would be kept is off. */
import { randomUUID } from 'node:crypto';
import { doors } from '../../adapters/index.ts';
import { Bot } from '../bot/bot.ts';
import { Downloads } from '../bot/downloads.ts';
import { MemoryConversationStore } from '../bot/memory-store.ts';
import { isCommand } from '../commands/is-command.ts';
import type { Log } from '../model/log.ts';
import { repeat } from '../shared/repeat.ts';
import { serveApi } from './api/serve.ts';
import type { ServiceEnvironment } from './environment.ts';
import { monitorDoor, openHealth } from './health.ts';
import { openHttp } from './http/server.ts';
import { serviceText } from './messages.ts';
import { Metrics } from './metrics.ts';
import type { LivePacks } from './packs/live-packs.ts';
import { LivePlanReader } from './packs/plan-reader.ts';
import { siteOf, tellAddress } from './site.ts';
import type { StopRequest } from './stop-request.ts';

const refreshEveryMs = 2_000;

/** A store that is configured must open, and chat doors need one. */
export const mayServePageAlone = ({ service, store, doors: settings }: ServiceEnvironment): boolean =>
  service.page && store.databaseUrl === undefined && !settings.slack && !settings.wechat;

/** Runs until it is asked to stop. @returns the exit code */
export async function servePageAlone(
  environment: ServiceEnvironment,
  { log, live, stop }: { log: Log; live: LivePacks; stop: StopRequest },
): Promise<number> {
  const { service, settings, bot: botSettings, now, stdout } = environment;
  const plans = new LivePlanReader(() => live.packs, settings, now);
  const { receive } = new Bot({
    ...botSettings,
    current: () => live,
    conversations: new MemoryConversationStore(),
    downloads: new Downloads({ plans, publicUrl: service.publicUrl, takesFiles: () => false }),
    isCommand: (text, at) => isCommand(text, live.packs, at),
    now,
    newId: randomUUID,
    onAnswered: (answered) => metrics.count(answered),
    log,
  });
  const warn = (line: string) => log.warn({}, line);
  let stopping = false;
  let opened: ReturnType<typeof monitorDoor>[] = [];
  const health = openHealth({
    pingStore: async () => {},
    outage: () => undefined,
    doors: () => opened,
    warnings: () => [serviceText('noStore').en],
    stopping: () => stopping,
  });
  const metrics = new Metrics({ health });
  const http = await openHttp(
    { ...service, port: service.port ?? 'free', nowMs: () => now().getTime() },
    health,
    (error) => log.error({ err: error }, 'a request could not be answered'),
  );
  const onError = (error: unknown) => log.error({ err: error }, 'the API failed');
  serveApi(http, {
    settings: service,
    plans,
    now,
    metrics,
    current: () => live,
    calendar: () => live.calendar,
    onError,
  });
  const site = siteOf(http, service, plans);
  const door = await doors.web!.open(environment.doors, {
    output: stdout,
    warn,
    now,
    site,
    rooms: () => {
      throw new Error('the page has no groups');
    },
  });
  const stopRefreshing = repeat(refreshEveryMs, async () => void live.refresh());
  try {
    if (door) {
      opened = [monitorDoor(door)];
      await opened[0]!.door.start(receive);
    }
    tellAddress(environment, http.port, { maintained: false });
    await stop.requested;
    return 0;
  } finally {
    stopping = true;
    await stopRefreshing();
    await http.close();
    stop.close();
  }
}
