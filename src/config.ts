/** Environment → settings; the only reader of process.env. */
import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { DoorSettings } from './model/door.ts';
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
  const keyHours = read.QINZHI_WEBHOOK_KEY_HOURS;
  return {
    webhook: {
      timeoutMs: read.QINZHI_WEBHOOK_TIMEOUT_SECONDS * 1000,
      ...(keyHours ? { keyLivesMs: keyHours * 3_600_000 } : {}),
    },
  };
}

export interface BotSettings {
  /** Doors in which anyone may change what belongs to everybody; in the others only admins may. */
  open: ReadonlySet<string>;
  admins: readonly { door: string; user: string }[];
  /** Messages in a minute. */
  limits: { person: number; room: number };
}

const perMinute = (usual: number) =>
  z
    .string()
    .regex(/^[1-9]\d{0,5}$/, 'a number of messages in a minute, 1 to 999999')
    .transform(Number)
    .default(usual);

const BotVariables = z.object({
  QINZHI_ADMINS: z
    .string()
    .transform((text) => text.split(/[\s,;，；、]+/).filter(Boolean))
    .pipe(z.array(z.string().regex(/^[a-z][a-z0-9-]*:.+$/, 'is no list such as slack:U0123ABC, wechat:wxid_abc')))
    .default([]),
  QINZHI_LIMIT_PERSON: perMinute(20),
  QINZHI_LIMIT_ROOM: perMinute(60),
});

const commandsOf = 'QINZHI_COMMANDS_';

/** @throws {SetupError} with every variable that is wrong. */
export function readBotSettings(): BotSettings {
  const given = Object.fromEntries(Object.keys(BotVariables.shape).map((name) => [name, filled(process.env[name])]));
  const { data: read, error } = BotVariables.safeParse(given);
  const faults = (error?.issues ?? []).map(({ path, message }) => ({ file: String(path[0]), place: '', message }));
  const open = new Set<string>();
  for (const [name, value] of Object.entries(process.env)) {
    const said = filled(value)?.toLowerCase();
    if (!name.startsWith(commandsOf) || said === undefined) continue;
    if (said === 'anyone') open.add(name.slice(commandsOf.length).toLowerCase());
    else if (said !== 'admins') faults.push({ file: name, place: '', message: 'is neither admins nor anyone' });
  }
  if (!read || faults.length) throw new SetupError('The settings of the bot are wrong:', faults);
  const admins = read.QINZHI_ADMINS.map((text) => {
    const colon = text.indexOf(':');
    return { door: text.slice(0, colon), user: text.slice(colon + 1) };
  });
  return { open, admins, limits: { person: read.QINZHI_LIMIT_PERSON, room: read.QINZHI_LIMIT_ROOM } };
}

const logLevels = ['silent', 'error', 'warn', 'info', 'debug'] as const;

export interface ServiceSettings {
  /** Where health is told, and doors over HTTP are; undefined = nowhere. */
  port: number | undefined;
  host: string;
  logLevel: (typeof logLevels)[number];
}

const ServiceVariables = z.object({
  QINZHI_PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'a port, 0 to 65535')
    .transform(Number)
    .refine((port) => port <= 65_535, 'a port, 0 to 65535')
    .optional(),
  QINZHI_HOST: z.string().default('127.0.0.1'),
  QINZHI_LOG: z.enum(logLevels, `one of ${logLevels.join(', ')}`).default('info'),
});

/** @throws {SetupError} with every variable that is wrong. */
export function readServiceSettings(): ServiceSettings {
  const names = Object.keys(ServiceVariables.shape);
  const { data: read, error } = ServiceVariables.safeParse(
    Object.fromEntries(names.map((name) => [name, filled(process.env[name])])),
  );
  if (!read)
    throw new SetupError(
      'The settings of the service are wrong:',
      error.issues.map(({ path, message }) => ({ file: String(path[0]), place: '', message })),
    );
  return { port: read.QINZHI_PORT, host: read.QINZHI_HOST, logLevel: read.QINZHI_LOG };
}
