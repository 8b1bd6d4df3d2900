/** Reads the error code of a failed request, and whether the connection was ever made. */

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

/** What an operator can do about a code; empty where it says enough. */
export function networkAdvice(code: string): string {
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return '(DNS: this machine does not find the name)';
  if (neverConnected.has(code)) return '(firewall or proxy: this machine can’t connect to that host and port)';
  if (/CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS/.test(code))
    return '(TLS: the certificate is not accepted; behind a proxy that opens TLS set NODE_EXTRA_CA_CERTS)';
  return '';
}

export const neverArrived = (code: string): boolean => neverConnected.has(code);
