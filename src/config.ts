/** Environment → settings; the only reader of process.env. */
import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { DoorSettings, SlackSettings } from './model/door.ts';
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

const SlackVariables = z.object({
  // Their values are not repeated: they are keys.
  SLACK_BOT_TOKEN: z
    .string()
    .regex(/^(?:xoxe\.)?xoxb-/, 'is no Bot User OAuth Token: those begin with xoxb-')
    .optional(),
  SLACK_APP_TOKEN: z
    .string()
    .regex(/^xapp-/, 'is no App-Level Token: those begin with xapp-')
    .optional(),
  SLACK_SIGNING_SECRET: z.string().min(16, 'is shorter than a Signing Secret').optional(),
  SLACK_API_URL: z
    .string()
    .regex(/^(?:https:\/\/|http:\/\/(?:127\.0\.0\.1|localhost)[:/])\S+\/$/, 'is no https address that ends with /')
    .optional(),
});

interface Issue {
  file: string;
  message: string;
}

const slackPage = 'api.slack.com/apps, your app,';

/** Undefined where nothing of Slack is set; what is wrong or missing goes to `faults`. */
function readSlack(faults: Issue[]): SlackSettings | undefined {
  const { data: read, error } = SlackVariables.safeParse(given(Object.keys(SlackVariables.shape)));
  if (!read) {
    faults.push(...error.issues.map(({ path, message }) => ({ file: String(path[0]), message })));
    return undefined;
  }
  const {
    SLACK_BOT_TOKEN: botToken,
    SLACK_APP_TOKEN: appToken,
    SLACK_SIGNING_SECRET: signingSecret,
    SLACK_API_URL: apiUrl,
  } = read;
  if (!botToken && !appToken && !signingSecret) return undefined;
  if (!botToken)
    faults.push({
      file: 'SLACK_BOT_TOKEN',
      message: `is missing: ${slackPage} OAuth & Permissions, Install, Bot User OAuth Token (docs/slack.md)`,
    });
  if (!appToken && !signingSecret)
    faults.push(
      {
        file: 'SLACK_APP_TOKEN',
        message: `is missing, for Socket Mode: ${slackPage} Basic Information, App-Level Tokens, scope connections:write (docs/slack.md)`,
      },
      {
        file: 'SLACK_SIGNING_SECRET',
        message: `is missing, for HTTP instead of Socket Mode: ${slackPage} Basic Information, App Credentials (docs/slack.md)`,
      },
    );
  if (!botToken || !(appToken || signingSecret)) return undefined;
  const mode = appToken
    ? { kind: 'socket' as const, appToken }
    : { kind: 'http' as const, signingSecret: signingSecret! };
  return { botToken, mode, ...(apiUrl ? { apiUrl } : {}) };
}

const given = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, filled(process.env[name])]));

/** @throws {SetupError} with every variable that is wrong. */
export function readDoorSettings(): DoorSettings {
  const faults: Issue[] = [];
  const { data: read, error } = DoorVariables.safeParse(given(Object.keys(DoorVariables.shape)));
  for (const { path, message } of error?.issues ?? []) faults.push({ file: String(path[0]), message });
  const slack = readSlack(faults);
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
    ...(slack ? { slack } : {}),
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
  if (read.QINZHI_PORT === undefined && readDoorSettings().slack?.mode.kind === 'http')
    throw new SetupError('The settings of the service are wrong:', [
      {
        file: 'QINZHI_PORT',
        place: '',
        message:
          'is missing: with SLACK_SIGNING_SECRET Slack sends its requests to a port; or set SLACK_APP_TOKEN, then none is needed',
      },
    ]);
  return { port: read.QINZHI_PORT, host: read.QINZHI_HOST, logLevel: read.QINZHI_LOG };
}
