/** What a failed request says of its connection: was it ever made? */

/** The connection was never made, so nothing can have arrived. */
const neverConnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** The system's or undici's own code, however deep it lies among the causes; what `isOwn` knows is a package's own. */
export function codeOf(error: unknown, isOwn: (code: string) => boolean = () => false): string {
  for (let each: unknown = error; each instanceof Error; each = each.cause)
    if ('code' in each && typeof each.code === 'string' && !isOwn(each.code)) return each.code;
  return '';
}

export const neverArrived = (code: string): boolean => neverConnected.has(code);
