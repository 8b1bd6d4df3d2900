/** The service log: JSON lines, or short lines at a terminal, with secrets removed. */
import { pino } from 'pino';
import type { ServiceSettings } from '../../config/service.ts';
import type { Log } from '../../model/log.ts';
import type { Output } from '../../model/streams.ts';
import type { Language, Text } from '../../model/text.ts';
import { rootOf } from '../../shared/error-message.ts';
import { maskAddresses, printable } from '../../shared/mask.ts';
import { logInChinese } from './log-messages.ts';

/** Tokens and passwords that a library puts into its messages. */
const secrets: [RegExp, string][] = [
  [/\bx(?:ox[a-z]|app)-[\w-]{6,}/g, 'x…'],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{6,}/gi, '$1 …'],
  [/\b(token|secret|password)(["']?\s*[:=]\s*["']?)[^\s"',}]+/gi, '$1$2…'],
];

/** @param known values that are secret wherever they stand, such as the configured tokens */
function maskSecrets(text: string, known: readonly string[]): string {
  const masked = known.reduce((kept, secret) => kept.replaceAll(secret, '…'), maskAddresses(text));
  return secrets.reduce((kept, [secret, instead]) => kept.replace(secret, instead), masked);
}

/** Logs only the cause of a failed statement: its message contains the values, which are what people said. */
function describe(error: unknown): object {
  const root = rootOf(error);
  if (!(root instanceof Error)) return { message: String(root) };
  const { name, message, stack } = root;
  return { type: name, message, ...('code' in root ? { code: root.code } : {}), stack };
}

interface Line {
  time: string;
  level: string;
  msg: string;
  err?: { message: string };
}

/** JSON escapes what is below a space; the others are escaped here, so that `cat` of the log steers no terminal. */
const asciiControls = (json: string) =>
  json.replace(/[\u007f-\u009f\p{Cf}\u2028\u2029]/gu, (character) =>
    [...Array(character.length).keys()]
      .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`)
      .join(''),
  );

/** Formats a line for a terminal: time, level, message, fields. */
function short(json: string): string {
  const { time, level, msg, err, ...fields } = JSON.parse(json) as Line;
  const pairs = Object.entries(fields).map(
    ([key, value]) => `${key}=${value instanceof Object ? JSON.stringify(value) : value}`,
  );
  const head = `${time.slice(11, 19)} ${level === 'info' ? '' : `${level.toUpperCase()} `}${msg}`;
  return `${printable(`${[head, ...pairs].join('  ')}${err ? `: ${err.message}` : ''}`)}\n`;
}

export interface LogOptions {
  level: ServiceSettings['logLevel'];
  output: Output;
  now: () => Date;
  /** Of the short lines at a terminal; JSON lines are English. */
  language: Language;
  /** Values that are masked wherever they stand. */
  secrets?: readonly string[];
}

export function openLog({ level, output, now, language, secrets: known = [] }: LogOptions): Log {
  const lineLanguage = output.isTTY ? language : 'en';
  const inWords = (message: string | Text) => {
    if (typeof message === 'object') return message[lineLanguage];
    return lineLanguage === 'zh' ? (logInChinese[message] ?? message) : message;
  };
  const write = (line: string) => {
    output.write(maskSecrets(output.isTTY ? short(line) : asciiControls(line), known));
  };
  const lines = pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${now().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describe },
    },
    { write },
  );
  return {
    debug: (fields, message) => lines.debug(fields, inWords(message)),
    info: (fields, message) => lines.info(fields, inWords(message)),
    warn: (fields, message) => lines.warn(fields, inWords(message)),
    error: (fields, message) => lines.error(fields, inWords(message)),
  };
}
