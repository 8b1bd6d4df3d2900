/** The page of the shipped plan on a real port, answered by a real bot, on a day that does not change. */
import { WebDoor } from '../../../adapters/web/web.ts';
import type { BotParts } from '../../../src/bot/bot.ts';
import { Downloads } from '../../../src/bot/downloads.ts';
import type { AdminDesk } from '../../../src/model/admin-desk.ts';
import type { Message } from '../../../src/model/message.ts';
import type { KnowledgePack } from '../../../src/model/pack/pack.ts';
import { openHttp } from '../../../src/service/http/server.ts';
import { LivePlanReader } from '../../../src/service/packs/plan-reader.ts';
import { siteOf } from '../../../src/service/site.ts';
import { packCache } from '../../answer/ask.ts';
import { Rig as Bot, pack as xian } from '../../bot/rig.ts';

export interface OpenSite {
  address: string;
  /** What the bot was handed. */
  received: Message[];
  close(): Promise<void>;
}

export interface SiteOptions {
  packs?: readonly KnowledgePack[];
  base?: string;
  embedOrigins?: readonly string[];
  publicUrl?: string;
  /** Answers from these packs instead of the shipped plan. */
  current?: BotParts['current'];
  admin?: AdminDesk;
}

export async function openSite({
  packs = [xian],
  base = '',
  embedOrigins = [],
  publicUrl,
  current,
  admin,
}: SiteOptions = {}): Promise<OpenSite> {
  const settings = { knowledge: '', cache: packCache, holidays: '', debug: false };
  const now = (): Date => bot.clock;
  const plans = new LivePlanReader(() => packs, settings, now);
  const downloads = new Downloads({ plans, publicUrl, takesFiles: () => false });
  const bot = new Bot(undefined, {
    limits: { person: 10_000, room: 10_000 },
    downloads,
    ...(current ? { current } : {}),
  });
  const service = {
    host: '127.0.0.1',
    port: 0,
    page: true,
    base,
    publicUrl,
    trustedProxies: [],
    apiKeys: [],
    embedOrigins,
    requestsPerMinute: 300,
  } as const;
  const errors: unknown[] = [];
  const health = { read: async () => ({ ready: true, store: { ok: true }, doors: {}, warnings: [] }) };
  const http = await openHttp({ ...service, nowMs: () => now().getTime() }, health, (error) => errors.push(error));
  const site = siteOf(http, { ...service, logLevel: 'silent' }, plans, admin);
  const door = new WebDoor({ site, now, warn: (line) => errors.push(line) });
  const received: Message[] = [];
  await door.start((message) => {
    received.push(message);
    return bot.bot.receive(message);
  });
  const close = async () => {
    await door.stop();
    await http.close();
    if (errors.length) throw new Error(errors.map(String).join('\n'));
  };
  return { address: `http://127.0.0.1:${http.port}${base}`, received, close };
}
