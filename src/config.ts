/** Environment → settings; the only reader of process.env. */
import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { SetupError } from './model/fault.ts';

export interface Settings {
  /** The folder of packs that answers come from. */
  knowledge: string;
  /** Where compiled packs are kept between runs; undefined where they are not to be kept. */
  cache: string | undefined;
  /** The folder of corrections to the published working days; it may be missing. */
  holidays: string;
  /** Shows where trouble came from, not only what it was. */
  debug: boolean;
}

/** The folder that holds src, knowledge and docs. */
export const programRoot = fileURLToPath(new URL('..', import.meta.url));

const shipped = resolve(programRoot, 'knowledge');

/**
 * What the command line says (`knowledge`) goes before the environment.
 * @throws {SetupError} where a folder is named that is none.
 */
export function readSettings(given: { knowledge?: string | undefined } = {}): Settings {
  const { QINZHI_KNOWLEDGE, QINZHI_DEBUG, QINZHI_HOLIDAYS } = process.env;
  const [named, by] = given.knowledge ? [given.knowledge, '--knowledge'] : [QINZHI_KNOWLEDGE, 'QINZHI_KNOWLEDGE'];
  const knowledge = named ? resolve(named) : shipped;
  if (!statSync(knowledge, { throwIfNoEntry: false })?.isDirectory())
    throw new SetupError('The knowledge folder is not there:', [
      {
        file: knowledge,
        place: '',
        message: `is no folder; ${named ? `${by} names it` : 'it ships with the program, so install it again'}`,
      },
    ]);
  if (QINZHI_HOLIDAYS && !statSync(resolve(QINZHI_HOLIDAYS), { throwIfNoEntry: false })?.isDirectory())
    throw new SetupError('The folder of holidays is not there:', [
      { file: QINZHI_HOLIDAYS, place: '', message: 'is no folder; QINZHI_HOLIDAYS names it' },
    ]);
  const holidays = QINZHI_HOLIDAYS ? resolve(QINZHI_HOLIDAYS) : resolve(knowledge, 'holidays');
  return { knowledge, cache: cacheFolder(), holidays, debug: isDebug(QINZHI_DEBUG) };
}

/** QINZHI_CACHE names a folder, or `off`; else the user's own cache folder (XDG Base Directory). */
function cacheFolder(): string | undefined {
  const { QINZHI_CACHE, XDG_CACHE_HOME } = process.env;
  if (QINZHI_CACHE?.toLowerCase() === 'off') return undefined;
  return QINZHI_CACHE ? resolve(QINZHI_CACHE) : resolve(XDG_CACHE_HOME || resolve(homedir(), '.cache'), 'qinzhi');
}

const isDebug = (value: string | undefined) =>
  value !== undefined && !['', '0', 'false', 'no'].includes(value.toLowerCase());

/** Readable even where the other settings are wrong. */
export const debugging = () => isDebug(process.env.QINZHI_DEBUG);

/** Days after which rows may go. */
export interface KeepDays {
  questions: number;
  deliveries: number;
  audit: number;
}

export interface StoreSettings {
  /** A PostgreSQL server; absent = a private one in `data`. */
  databaseUrl: string | undefined;
  /** The folder of the private PostgreSQL. */
  data: string;
  keep: KeepDays;
}

/** Root gets a folder that the server's own user can enter; root's home is closed to it. */
const usualData = () =>
  process.getuid?.() === 0
    ? '/var/lib/qinzhi'
    : join(process.env.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'qinzhi');

const isPostgres = (text: string) => URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol);

const filled = (text: string | undefined) => text?.trim() || undefined;
const days = (usual: number) =>
  z
    .string()
    .regex(/^[1-9]\d{0,4}$/, 'a number of days from 1 to 99999')
    .transform(Number)
    .default(usual);

const StoreVariables = z.object({
  // Its value is not repeated: it may hold a password.
  DATABASE_URL: z
    .string()
    .refine(isPostgres, 'is no address such as postgres://user:password@host:5432/database')
    .optional(),
  QINZHI_DATA: z.string().optional(),
  QINZHI_KEEP_QUESTIONS_DAYS: days(180),
  QINZHI_KEEP_DELIVERIES_DAYS: days(400),
  QINZHI_KEEP_AUDIT_DAYS: days(1100),
});

/**
 * Apart from the others, so that nobody who only asks needs them.
 * @throws {SetupError} with every variable that is wrong.
 */
export function readStoreSettings(): StoreSettings {
  const names = Object.keys(StoreVariables.shape);
  const given = Object.fromEntries(names.map((name) => [name, filled(process.env[name])]));
  const { data: read, error } = StoreVariables.safeParse(given);
  if (!read)
    throw new SetupError(
      'The settings of the store are wrong:',
      error.issues.map(({ path, message }) => ({ file: String(path[0]), place: '', message })),
    );
  return {
    databaseUrl: read.DATABASE_URL,
    data: resolve(read.QINZHI_DATA ?? usualData()),
    keep: {
      questions: read.QINZHI_KEEP_QUESTIONS_DAYS,
      deliveries: read.QINZHI_KEEP_DELIVERIES_DAYS,
      audit: read.QINZHI_KEEP_AUDIT_DAYS,
    },
  };
}

export interface DoorSettings {
  /** For so long the webhook's receiver knows a key again; 0 = it does not look at keys. */
  webhookKeyHours: number;
  webhookTimeoutMs: number;
}

const DoorVariables = z.object({
  QINZHI_WEBHOOK_KEY_HOURS: z
    .string()
    .regex(/^\d{1,4}$/, 'a number of hours, 0 to 9999')
    .transform(Number)
    .default(0),
  QINZHI_WEBHOOK_TIMEOUT_SECONDS: z
    .string()
    .regex(/^([1-9]|[1-9]\d|1[01]\d|120)$/, 'a number of seconds, 1 to 120')
    .transform(Number)
    .default(10),
});

/** @throws {SetupError} with every variable that is wrong. */
export function readDoorSettings(): DoorSettings {
  const given = Object.fromEntries(Object.keys(DoorVariables.shape).map((name) => [name, filled(process.env[name])]));
  const { data: read, error } = DoorVariables.safeParse(given);
  if (!read)
    throw new SetupError(
      'The settings of the doors are wrong:',
      error.issues.map(({ path, message }) => ({ file: String(path[0]), place: '', message })),
    );
  return {
    webhookKeyHours: read.QINZHI_WEBHOOK_KEY_HOURS,
    webhookTimeoutMs: read.QINZHI_WEBHOOK_TIMEOUT_SECONDS * 1000,
  };
}

export interface ClockSettings {
  /** A slot that is older when it is found due was missed: the policy of its subscription says what becomes of it. */
  lateAfterMs: number;
}

const ClockVariables = z.object({
  // The clock rings every five seconds; less than two rings would make what is in time late.
  QINZHI_LATE_AFTER_SECONDS: z
    .string()
    .regex(/^([1-9]\d|[1-9]\d\d|[12]\d{3}|3[0-5]\d\d|3600)$/, 'a number of seconds, 10 to 3600')
    .transform(Number)
    .default(300),
});

/** @throws {SetupError} with every variable that is wrong. */
export function readClockSettings(): ClockSettings {
  const given = Object.fromEntries(Object.keys(ClockVariables.shape).map((name) => [name, filled(process.env[name])]));
  const { data: read, error } = ClockVariables.safeParse(given);
  if (!read)
    throw new SetupError(
      'The settings of the clock are wrong:',
      error.issues.map(({ path, message }) => ({ file: String(path[0]), place: '', message })),
    );
  return { lateAfterMs: read.QINZHI_LATE_AFTER_SECONDS * 1000 };
}
