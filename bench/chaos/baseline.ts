/** How most bots do it: node-cron rings, and the process sends at once; with as many retries as given. */
import { setTimeout as sleep } from 'node:timers/promises';
import { schedule } from 'node-cron';
import { everyMs, groups } from './expected-slots.ts';

const retryAfterMs = 1_000;

async function post(address: string, group: string, slot: number): Promise<void> {
  const headers = { 'content-type': 'application/json', 'idempotency-key': String(slot) };
  const body = JSON.stringify({ slot, text: '到期提醒' });
  const response = await fetch(`${address}/${group}`, { method: 'POST', headers, body });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`answered ${response.status}`);
}

export function runBaseline([address, from, until, retries]: readonly string[]): void {
  const send = async (group: string, slot: number) => {
    for (let attempt = 0; ; attempt++) {
      try {
        return await post(address!, group, slot);
      } catch (error) {
        if (attempt >= Number(retries)) return console.error(`${group}: ${(error as Error).message}`);
        await sleep(retryAfterMs);
      }
    }
  };
  console.log(`running on ${address}`);
  schedule(`*/${everyMs / 1000} * * * * *`, async ({ date }) => {
    const slot = Math.round(date.getTime() / 1000) * 1000;
    if (slot < Number(from) || slot > Number(until)) return;
    await Promise.all(groups.map(({ name }) => send(name, slot)));
  });
}
