/** What a command gets: streams, clock and settings. Settings are read when a command runs, so that a wrong one of the store does not stop `ask`. */
import { userInfo } from 'node:os';
import { type BotSettings, readBotSettings } from '../config/bot.ts';
import { readDoorSettings } from '../config/doors.ts';
import { readClockSettings, readPublicUrl, readServiceSettings } from '../config/service.ts';
import { readSettings, type Settings } from '../config/settings.ts';
import { readStoreSettings, type StoreSettings } from '../config/store.ts';
import type { Environment } from '../config/variables.ts';
import type { Commands } from '../model/command.ts';
import type { KnowledgePack } from '../model/pack/pack.ts';
import type { Input, Output } from '../model/streams.ts';
import type { Language } from '../model/text.ts';
import type { DeliveryEnvironment, ServiceEnvironment } from '../service/environment.ts';
import { helpIn, type Say, type SayHelp, sayIn } from './messages/messages.ts';

export interface CliContext {
  settings: Settings;
  now: () => Date;
  stdin: Input;
  stdout: Output;
  stderr: Output;
}

export interface StoreCliContext extends Pick<CliContext, 'stdout' | 'stderr' | 'now'> {
  settings: StoreSettings;
}

/** Takes the exit code. */
export type Done = (exitCode: number) => void;

export interface CliContexts {
  /** What a command prints, in the language of this run. */
  say: Say;
  /** The same for its help. */
  help: SayHelp;
  language: Language;
  /** How this program was called, for commands that a person is to paste: in a checkout npm runs it. */
  program: string;
  streams(): Pick<CliContext, 'stdout' | 'stderr'>;
  packs(): CliContext;
  store(): StoreCliContext;
  delivery(): DeliveryEnvironment;
  bot(): BotSettings;
  run(): ServiceEnvironment;
  /** Opens the store for the commands of a group. */
  rehearse(parts: RehearsalParts): Promise<Rehearsal>;
}

interface RehearsalParts {
  environment: DeliveryEnvironment;
  /** Packs may change during the conversation. */
  packs: () => readonly KnowledgePack[];
  now: () => Date;
}

export interface Rehearsal {
  commands: Commands;
  close(): Promise<void>;
}

/** What a run of the command line reads and writes, and its settings. */
export interface Invocation extends Pick<CliContext, 'stdin' | 'stdout' | 'stderr'> {
  env: Environment;
  /** A `.env` in this folder adds to `env`. */
  envFolder: string;
}

/** Scripts of package.json that start this program in a checkout, where no command is called `qinzhi`. */
const npmScripts: ReadonlySet<string> = new Set(['qinzhi', 'start', 'ask', 'chat']);

/** `given`: the options that stand before the sub-command. */
export function contextsOf(
  given: () => { knowledge?: string },
  { stdin, stdout, stderr, env }: Omit<Invocation, 'envFolder'>,
  language: Language,
): Omit<CliContexts, 'rehearse'> {
  const streams = { stdout, stderr };
  const now = () => new Date();
  const packs = () => ({ settings: readSettings(env, given()), now, stdin, ...streams });
  const delivery = () => ({
    ...packs(),
    store: readStoreSettings(env),
    doors: readDoorSettings(env),
    clock: readClockSettings(env),
    publicUrl: readPublicUrl(env),
  });
  const program = npmScripts.has(env.npm_lifecycle_event ?? '') ? 'npm run --silent qinzhi --' : 'qinzhi';
  return {
    say: sayIn(language),
    help: helpIn(language),
    language,
    program,
    streams: () => streams,
    packs,
    store: () => ({ settings: readStoreSettings(env), now, ...streams }),
    delivery,
    bot: () => readBotSettings(env),
    run: () => ({ ...delivery(), bot: readBotSettings(env), service: readServiceSettings(env), language, program }),
  };
}

/** Waits until the text has been taken, so that a slow reader slows the writer down. */
export function write(stream: NodeJS.WritableStream, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => (error ? reject(error) : resolve()));
  });
}

/** Who the audit log says made a change: `--by`, else the user of this system. */
export const actorOf = ({ by }: { by?: string }) => `cli:${by ?? userInfo().username}`;
