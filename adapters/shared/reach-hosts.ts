/** Asks hosts for their root page, to learn whether they can be reached and what their clocks say; nothing of an address but its origin is sent. */
import type { ChannelCheck } from '../../src/model/port.ts';
import { messageOf } from '../../src/shared/error-message.ts';
import { codeOf, networkAdvice } from './connection/network-error.ts';
import { exchange, serverTime } from './http-request.ts';

export interface ReachOptions {
  timeoutMs: number;
  now: () => Date;
}

type Reached = Pick<ChannelCheck, 'problem' | 'time'>;

async function reach(origin: string, options: ReachOptions): Promise<Reached> {
  try {
    const time = serverTime(await exchange(new URL('/', origin), { method: 'GET', ...options }));
    return time ? { time } : {};
  } catch (error) {
    return { problem: [messageOf(error), networkAdvice(codeOf(error))].filter(Boolean).join(' ') };
  }
}

/** One request an origin. @returns in the order of the addresses. Never rejects */
export async function reachHosts(addresses: readonly URL[], options: ReachOptions): Promise<Reached[]> {
  const origins = [...new Set(addresses.map(({ origin }) => origin))];
  const reached = new Map(
    await Promise.all(origins.map(async (origin) => [origin, await reach(origin, options)] as const)),
  );
  return addresses.map(({ origin }) => reached.get(origin) ?? {});
}
