/** Says what a store that failed in the middle of something suffers from, and what to do about it. */
import { SetupError } from '../model/fault.ts';

const lost = 'it went away, or was restarted, while this ran';

/** By the code of PostgreSQL; what is left out is no trouble of the server's. */
const byCode: Record<string, [what: string, remedy: string]> = {
  '53100': ['its disk is full', 'free some space'],
  '53200': ['it has no memory left', 'give it more, or stop something else'],
  '53300': ['it has no connection left', 'raise its max_connections'],
  '25006': ['it takes no changes (a standby, or set to read only)', 'name the server that does'],
  '57P01': [lost, 'see that it runs'],
  '57P02': [lost, 'see that it runs'],
  '57P03': [lost, 'see that it runs'],
};

const gone = /connection terminated|connection error and is not queryable|timeout exceeded when trying to connect/i;

/** Of the driver, whatever drizzle or the pool have put around it. */
function innermost(error: unknown): Error | undefined {
  let found = error;
  while (found instanceof Error && found.cause instanceof Error) found = found.cause;
  return found instanceof Error ? found : undefined;
}

function diagnosis(error: Error): [what: string, remedy: string] | undefined {
  const { code = '', syscall } = error as NodeJS.ErrnoException;
  if (/no space left|ENOSPC/i.test(error.message)) return byCode['53100'];
  if (/read-only file system/i.test(error.message)) return ['its disk is read-only', 'make it writable'];
  if (byCode[code]) return byCode[code];
  const unreached = syscall === 'connect' || ['ECONNRESET', 'EPIPE'].includes(code) || code.startsWith('08');
  return unreached || gone.test(error.message) ? byCode['57P01'] : undefined;
}

/** `where`: which database, for people. @returns the error itself where it is no trouble of the database's */
export function explainDatabaseError(where: string, error: unknown): unknown {
  const inner = innermost(error);
  if (!inner || error instanceof SetupError || inner instanceof SetupError) return error;
  const found = diagnosis(inner);
  if (!found) return error;
  const [what, remedy] = found;
  return new SetupError('The database failed; what was committed is kept, and nothing is half done:', [
    { file: where, place: '', message: `${what} (${inner.message.split('\n', 1)[0]}); ${remedy}, then do this again` },
  ]);
}
