/** `qinzhi run`: the clock and the workers, until it is told to stop. */
import { startService } from '../ledger/service.ts';
import { removeOld } from '../store/retention.ts';
import { write } from './context.ts';
import { openDoors } from './doors.ts';
import { doorContext, type LedgerContext, withLedger } from './with-ledger.ts';

const signals = ['SIGTERM', 'SIGINT'] as const;
const firstWaitMs = 5_000;

/** @returns the exit code */
export async function run(context: LedgerContext): Promise<number> {
  const { stdout, stderr, now } = context;
  // Listened for from the start: a signal while the store opens must not kill in the middle of it.
  let stop = () => {};
  const told = new Promise<void>((resolve) => {
    stop = resolve;
  });
  for (const signal of signals) process.on(signal, stop);
  try {
    return await withLedger(context, async ({ store, ledger }) => {
      const daily = async () => void (await removeOld(store.db, now(), context.store.keep));
      const doors = await openDoors(context.doors, doorContext({ store, ledger }, stdout));
      const service = await startService({ store, ledger, doors, daily, firstWaitMs });
      await write(stderr, `running on ${store.where}; doors: ${doors.map(({ name }) => name).join(', ')}\n`);
      await told;
      await write(stderr, 'stopping\n');
      await service.stop();
      return 0;
    });
  } finally {
    for (const signal of signals) process.off(signal, stop);
  }
}
