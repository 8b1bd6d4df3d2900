/** What the sub-commands get: settings are read when one is run, so that a wrong one of the store does not hinder asking. */
import { type BotSettings, readBotSettings } from '../../config/bot.ts';
import { readDoorSettings } from '../../config/doors.ts';
import { readClockSettings, readServiceSettings } from '../../config/service.ts';
import { readSettings } from '../../config/settings.ts';
import { readStoreSettings } from '../../config/store.ts';
import type { Environment } from '../../config/variables.ts';
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
  bot(): BotSettings;
  run(): ServiceEnvironment;
}

/** What a run of the command line reads and writes, and its settings. */
export interface Invocation extends Pick<CliContext, 'stdin' | 'stdout' | 'stderr'> {
  env: Environment;
  /** A `.env` in this folder adds to `env`. */
  envFolder: string;
}

/** `given`: the options that stand before the sub-command. */
export function contextsOf(
  given: () => { knowledge?: string },
  { stdin, stdout, stderr, env }: Omit<Invocation, 'envFolder'>,
): Contexts {
  const streams = { stdout, stderr };
  const now = () => new Date();
  const packs = () => ({ settings: readSettings(env, given()), now, stdin, ...streams });
  const deliveryContext = () => ({
    ...packs(),
    store: readStoreSettings(env),
    doors: readDoorSettings(env),
    clock: readClockSettings(env),
  });
  return {
    streams: () => streams,
    packs,
    store: () => ({ settings: readStoreSettings(env), now, ...streams }),
    ledger: deliveryContext,
    bot: () => readBotSettings(env),
    run: () => ({ ...deliveryContext(), bot: readBotSettings(env), service: readServiceSettings(env) }),
  };
}
