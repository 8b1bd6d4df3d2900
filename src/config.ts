/** Environment → settings; the only reader of process.env. */
import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { DoorSettings, WechatSettings } from './model/door.ts';
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

const seconds = /^\d{1,2}(?:\.\d{1,3})?$/;

/** `1-2`: from one second to two. */
const spacing = z
  .string()
  .transform((text) => text.split('-').map((part) => part.trim()))
  .refine((parts) => parts.length === 2 && parts.every((part) => seconds.test(part)), 'two numbers of seconds: 1-2')
  .transform(([least, most]): [number, number] => [Number(least) * 1000, Number(most) * 1000])
  .refine(([least, most]) => least <= most, 'the first number is the smaller one: 1-2');

const WechatVariables = z.object({
  QINZHI_WECHAT_PUPPET: z.string().optional(),
  // Its value is not repeated: it is the key to the account.
  QINZHI_WECHAT_TOKEN: z
    .string()
    .regex(/^.+_.+$/, 'a token has its kind in front (puppet_workpro_…); for one without, write insecure_ before it')
    .optional(),
  QINZHI_WECHAT_ENDPOINT: z
    .string()
    .regex(/^[^/\s]+:\d{1,5}$/, 'is no host:port')
    .optional(),
  QINZHI_WECHAT_AUTHORITY: z
    .string()
    .regex(/^[^/\s]+$/, 'the name of a host')
    .optional(),
  QINZHI_WECHAT_TLS: z.enum(['on', 'off'], 'on or off').default('on'),
  QINZHI_WECHAT_MODULE: z.string().default('wechaty'),
  QINZHI_WECHAT_FOLDER: z.string().optional(),
  QINZHI_WECHAT_FRIENDS: z
    .enum(['none', 'accept', 'accept-with-words'], 'none, accept or accept-with-words')
    .default('none'),
  QINZHI_WECHAT_FRIENDS_WORDS: z
    .string()
    .transform((text) => text.split(/[,，、]/).map((word) => word.trim()))
    .transform((words) => words.filter(Boolean))
    .default([]),
  QINZHI_WECHAT_SPACING_SECONDS: spacing.default([1000, 2000]),
  QINZHI_WECHAT_PER_ROOM_MINUTE: z
    .string()
    .regex(/^([1-9]|[1-5]\d|60)$/, 'a number of messages, 1 to 60')
    .transform(Number)
    .default(10),
});

interface Issue {
  file: string;
  message: string;
}

/** Undefined where no puppet is named; what is wrong goes to `faults`. */
function readWechat(faults: Issue[]): WechatSettings | undefined {
  const { data: read, error } = WechatVariables.safeParse(given(Object.keys(WechatVariables.shape)));
  if (!read) {
    faults.push(...error.issues.map(({ path, message }) => ({ file: String(path[0]), message })));
    return undefined;
  }
  const { QINZHI_WECHAT_TOKEN: token, QINZHI_WECHAT_ENDPOINT: endpoint, QINZHI_WECHAT_AUTHORITY: authority } = read;
  const module = read.QINZHI_WECHAT_MODULE;
  const service = `${module.startsWith('@') ? `${module.split('/')[0]}/` : ''}wechaty-puppet-service`;
  const puppet = read.QINZHI_WECHAT_PUPPET ?? (token || endpoint ? service : undefined);
  if (!puppet) return undefined;
  const words = read.QINZHI_WECHAT_FRIENDS_WORDS;
  if (puppet === service && !token)
    faults.push({ file: 'QINZHI_WECHAT_TOKEN', message: `${service} needs the token of a puppet service` });
  if (read.QINZHI_WECHAT_FRIENDS === 'accept-with-words' && !words.length)
    faults.push({ file: 'QINZHI_WECHAT_FRIENDS_WORDS', message: 'accept-with-words needs words, separated by commas' });
  // By it wechaty would connect to a server of its own (api.chatie.io), whatever puppet is used.
  if (process.env.WECHATY_TOKEN)
    faults.push({ file: 'WECHATY_TOKEN', message: 'must not be set: QINZHI_WECHAT_TOKEN is what counts' });
  const friends = { none: 'none', accept: 'all', 'accept-with-words': words } as const;
  return {
    module,
    puppet,
    puppetOptions: {
      ...(token ? { token } : {}),
      ...(endpoint ? { endpoint } : {}),
      ...(authority ? { authority } : {}),
      ...(read.QINZHI_WECHAT_TLS === 'off' ? { tls: { disable: true } } : {}),
    },
    folder: resolve(read.QINZHI_WECHAT_FOLDER ?? join(filled(process.env.QINZHI_DATA) ?? usualData(), 'wechat')),
    friends: friends[read.QINZHI_WECHAT_FRIENDS],
    pace: {
      spacingMs: read.QINZHI_WECHAT_SPACING_SECONDS as [number, number],
      perRoomPerMinute: read.QINZHI_WECHAT_PER_ROOM_MINUTE,
    },
  };
}

const given = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, filled(process.env[name])]));

/** @throws {SetupError} with every variable that is wrong. */
export function readDoorSettings(): DoorSettings {
  const faults: Issue[] = [];
  const { data: read, error } = DoorVariables.safeParse(given(Object.keys(DoorVariables.shape)));
  for (const { path, message } of error?.issues ?? []) faults.push({ file: String(path[0]), message });
  const wechat = readWechat(faults);
  if (!read || faults.length)
    throw new SetupError(
      'The settings of the doors are wrong:',
      faults.map((fault) => ({ ...fault, place: '' })),
    );
  const keyHours = read.QINZHI_WEBHOOK_KEY_HOURS;
  return {
    webhook: {
      timeoutMs: read.QINZHI_WEBHOOK_TIMEOUT_SECONDS * 1000,
      ...(keyHours ? { keyLivesMs: keyHours * 3_600_000 } : {}),
    },
    ...(wechat ? { wechat } : {}),
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
