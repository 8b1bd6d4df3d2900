/** Settings of the service: port, page, log level, and when a slot is late. */
import { isIP } from 'node:net';
import { z } from 'zod';
import { faultIn, SetupError } from '../model/fault.ts';
import { doorsOverHttp, readDoorSettings } from './doors.ts';
import { must, settingText } from './messages.ts';
import { type Environment, isOrigin, listOf, readAll } from './variables.ts';

const logLevels = ['silent', 'error', 'warn', 'info', 'debug'] as const;

export interface ServiceSettings {
  /** Port of health checks, page, API and doors over HTTP: `free` = the first free one from 8080 on; undefined = none. */
  port: number | 'free' | undefined;
  host: string;
  /** Serves the page and the API. */
  page: boolean;
  /** Path below which page and API stand, without a slash at its end; empty at the root. */
  base: string;
  /** Address at which people open the page, without a slash at its end; undefined = not configured. */
  publicUrl: string | undefined;
  trustedProxies: readonly string[];
  embedOrigins: readonly string[];
  /** Of programs on other machines; those on this one need none. */
  apiKeys: readonly string[];
  /** Of one address; programs on this machine have no limit. */
  requestsPerMinute: number;
  logLevel: (typeof logLevels)[number];
}

const isAddress = (text: string) => {
  const [address = '', bits = '0', ...more] = text.split('/');
  return (
    isIP(address) !== 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= (isIP(address) === 6 ? 128 : 32) && !more.length
  );
};

const isPageAddress = (text: string) => {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) return false;
  const { search, hash, username } = new URL(text);
  return !search && !hash && !username;
};

const ServiceVariables = z.object({
  QINZHI_PORT: z
    .string()
    .regex(/^(\d{1,5}|off)$/, must('port'))
    .refine((port) => port === 'off' || Number(port) <= 65_535, must('port'))
    .optional(),
  QINZHI_HOST: z.string().default('127.0.0.1'),
  QINZHI_PAGE: z.enum(['on', 'off'], must('onOff')).default('on'),
  QINZHI_BASE_PATH: z
    .string()
    .regex(/^(\/[\w.-]+)+$/, must('basePath'))
    .optional(),
  QINZHI_PUBLIC_URL: z.string().refine(isPageAddress, must('publicUrl')).optional(),
  QINZHI_TRUSTED_PROXIES: listOf(z.string().refine(isAddress, must('proxies'))),
  QINZHI_EMBED_ORIGINS: listOf(z.string().refine(isOrigin, must('origins'))),
  QINZHI_API_KEYS: listOf(z.string().regex(/^[\w.~+/=-]{16,}$/, must('apiKeys'))),
  QINZHI_LIMIT_ADDRESS: z
    .string()
    .regex(/^[1-9]\d{0,5}$/, must('perMinute'))
    .transform(Number)
    .default(300),
  QINZHI_LOG: z.enum(logLevels, must('logLevel')).default('info'),
});

/** Address at which people open the page, without a slash at its end; undefined = it can't be linked to. @throws {SetupError} */
export function readPublicUrl(env: Environment): string | undefined {
  const read = readAll(env, settingText('serviceWrong'), ServiceVariables);
  const page = read.QINZHI_PAGE === 'on' && read.QINZHI_PORT !== 'off';
  return page ? read.QINZHI_PUBLIC_URL?.replace(/\/+$/, '') : undefined;
}

/** @throws {SetupError} with every variable that is wrong. */
export function readServiceSettings(env: Environment): ServiceSettings {
  const read = readAll(env, settingText('serviceWrong'), ServiceVariables);
  const named = read.QINZHI_PORT === undefined || read.QINZHI_PORT === 'off' ? undefined : Number(read.QINZHI_PORT);
  const overHttp = doorsOverHttp(readDoorSettings(env));
  if (named === undefined && overHttp.length) {
    const fault = settingText('portMissing', { doors: overHttp.join(', ') });
    throw new SetupError(settingText('serviceWrong'), [faultIn('QINZHI_PORT', fault)]);
  }
  const page = read.QINZHI_PAGE === 'on' && read.QINZHI_PORT !== 'off';
  return {
    port: named ?? (page ? 'free' : undefined),
    host: read.QINZHI_HOST,
    page,
    base: read.QINZHI_BASE_PATH ?? '',
    publicUrl: readPublicUrl(env),
    trustedProxies: read.QINZHI_TRUSTED_PROXIES,
    embedOrigins: read.QINZHI_EMBED_ORIGINS,
    apiKeys: read.QINZHI_API_KEYS,
    requestsPerMinute: read.QINZHI_LIMIT_ADDRESS,
    logLevel: read.QINZHI_LOG,
  };
}

export interface ClockSettings {
  /** A slot found due later than this was missed; the late policy of its subscription applies. */
  lateAfterMs: number;
}

const ClockVariables = z.object({
  // The tick comes every five seconds; below two ticks a slot in time would count as late.
  QINZHI_LATE_AFTER_SECONDS: z
    .string()
    .regex(/^([1-9]\d|[1-9]\d\d|[12]\d{3}|3[0-5]\d\d|3600)$/, must('lateSeconds'))
    .transform(Number)
    .default(300),
});

/** @throws {SetupError} with every variable that is wrong. */
export function readClockSettings(env: Environment): ClockSettings {
  const read = readAll(env, settingText('clockWrong'), ClockVariables);
  return { lateAfterMs: read.QINZHI_LATE_AFTER_SECONDS * 1000 };
}
