/** What the sub-commands get: settings are read when one is run, so that a wrong one of the store does not hinder asking. */
import { readBotSettings } from '../../config/bot.ts';
import { readDoorSettings } from '../../config/doors.ts';
import { readClockSettings, readServiceSettings } from '../../config/service.ts';
import { readSettings } from '../../config/settings.ts';
import { readStoreSettings } from '../../config/store.ts';
import type { LedgerContext } from '../../service/open-ledger.ts';
import type { RunContext } from '../../service/service.ts';
import type { Context } from '../context.ts';
import type { StoreContext } from '../store.ts';

/** Told the exit code. */
export type Done = (exitCode: number) => void;

export interface Contexts {
  streams(): Pick<Context, 'stdout' | 'stderr'>;
  packs(): Context;
  store(): StoreContext;
  ledger(): LedgerContext;
  run(): RunContext;
}

/** `given`: the options that stand before the sub-command. */
export function contextsOf(given: () => { knowledge?: string }): Contexts {
  const { stdin, stdout, stderr } = process;
  const streams = { stdout, stderr };
  const now = () => new Date();
  const packs = () => ({ settings: readSettings(given()), now, stdin, ...streams });
  const ledger = () => ({
    ...packs(),
    store: readStoreSettings(),
    doors: readDoorSettings(),
    clock: readClockSettings(),
  });
  return {
    streams: () => streams,
    packs,
    store: () => ({ settings: readStoreSettings(), now, ...streams }),
    ledger,
    run: () => ({ ...ledger(), bot: readBotSettings(), service: readServiceSettings() }),
  };
}
