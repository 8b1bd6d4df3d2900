/** Settings of the service: port, log level, and when a slot is late. */
import { z } from 'zod';
import { faultIn, SetupError } from '../model/fault.ts';
import { readDoorSettings } from './doors.ts';
import { must, settingText } from './messages.ts';
import { type Environment, readAll } from './variables.ts';

const logLevels = ['silent', 'error', 'warn', 'info', 'debug'] as const;

export interface ServiceSettings {
  /** Port of the health checks and of doors over HTTP; undefined = none. */
  port: number | undefined;
  host: string;
  logLevel: (typeof logLevels)[number];
}

const ServiceVariables = z.object({
  QINZHI_PORT: z
    .string()
    .regex(/^\d{1,5}$/, must('port'))
    .transform(Number)
    .refine((port) => port <= 65_535, must('port'))
    .optional(),
  QINZHI_HOST: z.string().default('127.0.0.1'),
  QINZHI_LOG: z.enum(logLevels, must('logLevel')).default('info'),
});

/** @throws {SetupError} with every variable that is wrong. */
export function readServiceSettings(env: Environment): ServiceSettings {
  const read = readAll(env, settingText('serviceWrong'), ServiceVariables);
  if (read.QINZHI_PORT === undefined && readDoorSettings(env).slack?.mode.kind === 'http')
    throw new SetupError(settingText('serviceWrong'), [faultIn('QINZHI_PORT', settingText('portMissing'))]);
  return { port: read.QINZHI_PORT, host: read.QINZHI_HOST, logLevel: read.QINZHI_LOG };
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
