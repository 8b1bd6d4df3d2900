/** `qinzhi run`: opens log, packs and store, runs the service until a signal stops it, and closes them again. */
import { explainDatabaseError } from '../store/explain-error.ts';
import { openStore } from '../store/open.ts';
import { doorSecrets } from './doors.ts';
import type { ServiceEnvironment } from './environment.ts';
import { captureConsole } from './log/console-capture.ts';
import { openLog } from './log/log.ts';
import { serviceText } from './messages.ts';
import { LivePacks } from './packs/live-packs.ts';
import { mayServePageAlone, servePageAlone } from './page-alone.ts';
import { Service } from './service.ts';
import { listenForStop } from './stop-request.ts';

/** @returns the exit code */
export async function run(environment: ServiceEnvironment): Promise<number> {
  // Before the store opens: a signal in the middle of that would leave its private server running.
  const stop = listenForStop();
  const { service: settings, stderr: output, now, language } = environment;
  const log = openLog({ level: settings.logLevel, output, now, language, secrets: doorSecrets(environment.doors) });
  const releaseConsole = captureConsole((line) => log.warn({}, line));
  const live = new LivePacks(environment.settings);
  const store = await openStore(environment.store, (error) => log.debug({ err: error }, 'connection lost')).catch(
    (error: unknown) => {
      // Answering needs no store; a database that the settings name, or a chat door, does.
      if (!mayServePageAlone(environment)) throw error;
      log.warn({ err: error }, serviceText('noStore'));
    },
  );
  if (!store) return servePageAlone(environment, { log, live, stop });
  const service = new Service(environment, { store, log, live, stop });
  try {
    await service.start();
    await stop.requested;
    await service.stop();
    return 0;
  } catch (error) {
    throw explainDatabaseError(store.where, error);
  } finally {
    await service.closePort();
    await store.close();
    service.releaseFaults();
    releaseConsole();
    stop.close();
  }
}
