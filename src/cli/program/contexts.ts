/** What the sub-commands get: settings are read when one is run, so that a wrong one of the store does not hinder asking. */
import { readBotSettings } from '../../config/bot.ts';
import { readDoorSettings } from '../../config/doors.ts';
import { readClockSettings, readServiceSettings } from '../../config/service.ts';
import { readSettings } from '../../config/settings.ts';
import { readStoreSettings } from '../../config/store.ts';
import type { DeliveryEnvironment } from '../../service/open-delivery.ts';
import type { ServiceEnvironment } from '../../service/service.ts';
import type { CliContext } from '../context.ts';
import type { StoreCliContext } from '../store.ts';

/** Told the exit code. */
export type Done = (exitCode: number) => void;

export interface Contexts {
  streams(): Pick<CliContext, 'stdout' | 'stderr'>;
  packs(): CliContext;
  store(): StoreCliContext;
  ledger(): DeliveryEnvironment;
  run(): ServiceEnvironment;
}

/** `given`: the options that stand before the sub-command. */
export function contextsOf(given: () => { knowledge?: string }): Contexts {
  const { stdin, stdout, stderr } = process;
  const streams = { stdout, stderr };
  const now = () => new Date();
  const packs = () => ({ settings: readSettings(given()), now, stdin, ...streams });
  const deliveryContext = () => ({
    ...packs(),
    store: readStoreSettings(),
    doors: readDoorSettings(),
    clock: readClockSettings(),
  });
  return {
    streams: () => streams,
    packs,
    store: () => ({ settings: readStoreSettings(), now, ...streams }),
    ledger: deliveryContext,
    run: () => ({ ...deliveryContext(), bot: readBotSettings(), service: readServiceSettings() }),
  };
}
