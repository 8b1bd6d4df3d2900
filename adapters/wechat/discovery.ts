/** Looks up the address of a wechaty puppet service by its token, so that the package's own resolver is never used. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { codeOf } from '../shared/connection/network-error.ts';

/**
 * The resolver of wechaty-token 1.1.2 calls methods that @grpc/grpc-js 1.14 does not have, from a callback: the process ends,
 * whether or not the address was found. With an endpoint the client does not use it.
 * https://github.com/wechaty/token/blob/main/src/wechaty-token.ts
 */
export interface DiscoveryOptions {
  token: string;
  /** A host, or http://127.0.0.1:PORT; absent = `defaultAuthority`. */
  authority?: string;
  timeoutMs: number;
}

const defaultAuthority = 'api.chatie.io';
/** An address is a hundred bytes; a longer body is no answer of a discovery service. */
const maxBytes = 10_000;

const baseOf = (authority: string) => (/^http:\/\//.test(authority) ? authority : `https://${authority}`);

async function bodyOf(response: Response): Promise<string> {
  let body = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    body += decoder.decode(chunk, { stream: true });
    if (body.length > maxBytes) break;
  }
  return body;
}

/** `host:port`; undefined where the body names none. */
function readAddress(body: string): string | undefined {
  try {
    const { host, port } = JSON.parse(body) as { host?: unknown; port?: unknown };
    const number = Number(port);
    const isHost = typeof host === 'string' && /^[\w.:-]{1,255}$/.test(host);
    if (!isHost || !Number.isInteger(number) || number < 1 || number > 65_535) return undefined;
    return host.includes(':') ? `[${host}]:${number}` : `${host}:${number}`;
  } catch {
    return undefined;
  }
}

/** @returns `host:port` of the puppet service. @throws an error in which the token does not stand */
export async function discoverEndpoint({ token, authority = defaultAuthority, timeoutMs }: DiscoveryOptions) {
  const asked = `the address of the puppet service was asked for at ${authority}`;
  let response: Response;
  let body: string;
  try {
    response = await fetch(`${baseOf(authority)}/v0/hosties/${encodeURIComponent(token)}`, {
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    body = await bodyOf(response);
  } catch (error) {
    const isLate = error instanceof Error && error.name === 'TimeoutError';
    // The error of fetch is not passed on: its message may hold the URL, and so the token.
    throw new Error(`${asked}: ${isLate ? `no answer within ${timeoutMs / 1000} s` : codeOf(error) || 'no answer'}`);
  }
  if (response.status === 404) throw new Error(`${asked}: the token is unknown there, or its service is not running`);
  if (!response.ok) throw new Error(`${asked}: HTTP ${response.status}`);
  const address = readAddress(body);
  if (!address) throw new Error(`${asked}: the answer is no address`);
  return address;
}

/** Whether anything listens at `host:port`; no session is begun. @throws why it can't be reached */
export async function connectAndLeave(endpoint: string, timeoutMs: number): Promise<undefined> {
  const { hostname, port } = new URL(`http://${endpoint}`);
  const socket = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 80) });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(timeoutMs) });
  } catch (error) {
    throw new Error(`the puppet service at ${endpoint} can't be reached: ${codeOf(error) || 'no answer'}`);
  } finally {
    socket.on('error', () => {});
    socket.destroy();
  }
}
