/** The bot on the first plan with memory only, as the benches of the doors ask it. */
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { Assistant } from '../../src/answer/assistant.ts';
import { Bot } from '../../src/bot/bot.ts';
import { MemoryConversationStore } from '../../src/bot/memory-store.ts';
import { loadPack } from '../../src/knowledge/load.ts';

export const questions = [
  '第24项谁负责',
  '公安牵头的有几项',
  '被人抄袭了去哪儿说理',
  '6月底到期的★任务有哪些',
  '第57项什么时候完成',
];

export function openBot(): Bot {
  const packs = [loadPack(fileURLToPath(new URL('../../knowledge/xian-ip', import.meta.url)))];
  const current = { assistant: new Assistant(packs), packs };
  return new Bot({
    current: () => current,
    conversations: new MemoryConversationStore(),
    commandsForAnyone: new Set(),
    admins: [],
    limits: { person: 20, room: 60 },
    now: () => new Date(),
    newId: randomUUID,
    log: { debug() {}, info() {}, warn: console.warn, error: console.error },
  });
}
