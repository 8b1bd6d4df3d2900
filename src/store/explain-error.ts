/** Explains a database error in the middle of a command, and what to do about it. */
import { faultIn, SetupError } from '../model/fault.ts';
import { storeText } from './messages.ts';

const lost = ['lost', 'seeItRuns'] as const;

/** What is wrong and what to do, by the code of PostgreSQL; other codes do not mean that the database failed. */
const byCode = {
  '53100': ['diskFull', 'freeSpace'],
  '53200': ['memoryFull', 'moreMemory'],
  '53300': ['noConnectionLeft', 'raiseConnections'],
  '25006': ['readOnlyServer', 'nameWriter'],
  '57P01': lost,
  '57P02': lost,
  '57P03': lost,
} as const;

const isKnown = (code: string): code is keyof typeof byCode => Object.hasOwn(byCode, code);

const foreignTables = ['foreignTables', 'emptyDatabase'] as const;

/** A table, a column or a type that is not as this program made it. */
const isForeign = (code: string) => ['42P07', '42703', '42P01', '42710', '42804', '42883'].includes(code);

const readOnlyDisk = ['readOnlyDisk', 'makeWritable'] as const;

type Diagnosis = (typeof byCode)[keyof typeof byCode] | typeof readOnlyDisk | typeof foreignTables;

const gone = /connection terminated|connection error and is not queryable|timeout exceeded when trying to connect/i;

/** The driver's error, without what drizzle or the pool wrapped around it. */
function innermost(error: unknown): Error | undefined {
  let found = error;
  while (found instanceof Error && found.cause instanceof Error) found = found.cause;
  return found instanceof Error ? found : undefined;
}

function diagnosis(error: Error): Diagnosis | undefined {
  const { code = '', syscall } = error as NodeJS.ErrnoException;
  if (/no space left|ENOSPC/i.test(error.message)) return byCode['53100'];
  if (/read-only file system/i.test(error.message)) return readOnlyDisk;
  if (isKnown(code)) return byCode[code];
  if (isForeign(code)) return foreignTables;
  const unreached = syscall === 'connect' || ['ECONNRESET', 'EPIPE'].includes(code) || code.startsWith('08');
  return unreached || gone.test(error.message) ? lost : undefined;
}

/** `where`: the database, for people. @returns the error itself where the database did not fail */
export function explainDatabaseError(where: string, error: unknown): unknown {
  const inner = innermost(error);
  if (!inner || error instanceof SetupError || inner instanceof SetupError) return error;
  const found = diagnosis(inner);
  if (!found) return error;
  const [what, remedy] = found;
  const firstLine = inner.message.split('\n', 1)[0]!;
  const slots = { what: storeText(what), error: firstLine, remedy: storeText(remedy) };
  return new SetupError(storeText('failed'), [faultIn(where, storeText('failedBecause', slots))]);
}
