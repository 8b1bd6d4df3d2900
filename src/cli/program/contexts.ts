/** What the sub-commands get: settings are read when one is run, so that a wrong one of the store does not hinder asking. */
import { type BotSettings, readBotSettings } from '../../config/bot.ts';
import { readDoorSettings } from '../../config/doors.ts';
import { readClockSettings, readServiceSettings } from '../../config/service.ts';
import { readSettings } from '../../config/settings.ts';
import { readStoreSettings } from '../../config/store.ts';
import type { Environment } from '../../config/variables.ts';
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
  bot(): BotSettings;
  run(): RunContext;
}

/** What a run of the command line reads and writes, and its settings. */
export interface Invocation extends Pick<Context, 'stdin' | 'stdout' | 'stderr'> {
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
  const ledger = () => ({
    ...packs(),
    store: readStoreSettings(env),
    doors: readDoorSettings(env),
    clock: readClockSettings(env),
  });
  return {
    streams: () => streams,
    packs,
    store: () => ({ settings: readStoreSettings(env), now, ...streams }),
    ledger,
    bot: () => readBotSettings(env),
    run: () => ({ ...ledger(), bot: readBotSettings(env), service: readServiceSettings(env) }),
  };
}
