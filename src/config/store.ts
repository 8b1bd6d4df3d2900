/** Settings of the store: its database and retention periods. */
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { must, settingText } from './messages.ts';
import { type Environment, homeFolder, readAll, variable } from './variables.ts';

/** Days after which rows may go. */
export interface RetentionDays {
  questions: number;
  deliveries: number;
  audit: number;
}

export interface StoreSettings {
  /** A PostgreSQL server; absent = a private one in `data`. */
  databaseUrl: string | undefined;
  /** The folder of the private PostgreSQL. */
  data: string;
  retention: RetentionDays;
}

/** Root gets a folder that the server's own user can enter; root's home is closed to it. */
export const usualData = (env: Environment) =>
  process.getuid?.() === 0
    ? '/var/lib/qinzhi'
    : join(variable(env, 'XDG_DATA_HOME') ?? join(homeFolder(env), '.local', 'share'), 'qinzhi');

const isPostgres = (text: string) => URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol);

const days = (usual: number) =>
  z
    .string()
    .regex(/^[1-9]\d{0,4}$/, must('days'))
    .transform(Number)
    .default(usual);

const StoreVariables = z.object({
  // Its value is not repeated: it may hold a password.
  DATABASE_URL: z.string().refine(isPostgres, must('databaseUrl')).optional(),
  QINZHI_DATA: z.string().optional(),
  QINZHI_KEEP_QUESTIONS_DAYS: days(180),
  QINZHI_KEEP_DELIVERIES_DAYS: days(400),
  QINZHI_KEEP_AUDIT_DAYS: days(1100),
});

/**
 * Apart from the others, so that nobody who only asks needs them.
 * @throws {SetupError} with every variable that is wrong.
 */
export function readStoreSettings(env: Environment): StoreSettings {
  const read = readAll(env, settingText('storeWrong'), StoreVariables);
  return {
    databaseUrl: read.DATABASE_URL,
    data: resolve(read.QINZHI_DATA ?? usualData(env)),
    retention: {
      questions: read.QINZHI_KEEP_QUESTIONS_DAYS,
      deliveries: read.QINZHI_KEEP_DELIVERIES_DAYS,
      audit: read.QINZHI_KEEP_AUDIT_DAYS,
    },
  };
}
