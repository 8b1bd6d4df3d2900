/** Reads the error code of a failed request, and tells whether the connection was ever made. */

/** Codes of failures before a connection was made: nothing can have arrived. */
const neverConnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** The first error code among the causes; codes for which `isOwn` is true belong to a package and are skipped. */
export function codeOf(error: unknown, isOwn: (code: string) => boolean = () => false): string {
  for (let each: unknown = error; each instanceof Error; each = each.cause)
    if ('code' in each && typeof each.code === 'string' && !isOwn(each.code)) return each.code;
  return '';
}

export const neverArrived = (code: string): boolean => neverConnected.has(code);
