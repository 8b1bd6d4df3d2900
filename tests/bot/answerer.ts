/** A process that answers the messages on its standard input, and says which; it may hang in the middle of one. */
import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import { Bot } from '../../src/bot/bot.ts';
import { FailoverConversationStore } from '../../src/bot/failover-store.ts';
import { MemoryConversationStore } from '../../src/bot/memory-store.ts';
import type { Message } from '../../src/model/message.ts';
import { openConversations } from '../../src/store/conversations.ts';
import { openStore } from '../../src/store/open.ts';
import { loadLanqiao, openAssistant } from '../answer/ask.ts';

/** A small plan: each test starts several of these processes. */
const pack = loadLanqiao();
const assistant = openAssistant([pack]);

const [databaseUrl, hangAt] = process.argv.slice(2);
const keep = { questions: 1, deliveries: 1, audit: 1 };
const store = await openStore({ databaseUrl, data: '/not/there', retention: keep }, () => {});
const quiet = () => {};
const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
const now = () => new Date();
let count = 0;
const bot = new Bot({
  current() {
    count++;
    if (count === Number(hangAt)) {
      process.stdout.write('hangs\n');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    }
    return { assistant, packs: [pack] };
  },
  conversations: new FailoverConversationStore({
    // A busy machine must not look like an outage, in which a repeat would be answered.
    store: openConversations(store.db),
    waitMs: 60_000,
    memory: new MemoryConversationStore(),
    now,
    log,
  }),
  commandsForAnyone: new Set(),
  admins: [],
  limits: { person: 1_000, room: 1_000 },
  now,
  newId: randomUUID,
  log,
});
process.stdout.write('open\n');
for await (const line of createInterface({ input: process.stdin })) {
  const { id, user, text } = JSON.parse(line) as { id: string; user: string; text: string };
  const message: Message = {
    ...{ id, user, door: 'test', channel: 'room', direct: false },
    at: now(),
    content: { type: 'text', text },
  };
  void bot.receive(message).then((card) => process.stdout.write(`${card ? 'answered' : 'silent'} ${id}\n`));
}
await bot.idle();
await store.close();
