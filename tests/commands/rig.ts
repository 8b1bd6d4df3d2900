/** Commands as a door hands them over: words of somebody in a channel, on a database, with a clock that goes on by a second with each of them. */
import { renderText } from '../../adapters/shared/plain-text.ts';
import { createCommands } from '../../src/commands/commands.ts';
import type { CommandServices } from '../../src/commands/context.ts';
import type { Card } from '../../src/model/card.ts';
import type { Sender } from '../../src/model/command.ts';
import { rig } from '../delivery/rig.ts';

interface Said {
  card: Card;
  outcome: string;
  text: string;
}

/** Tuesday; 24 is due in 2024, 57 and 58 this month. */
export async function desk(at = '2025-06-03T10:00+08:00') {
  const one = await rig(at);
  const parts: CommandServices = { deliveryContext: one.deliveryContext, canPush: (door) => door !== 'web' };
  const commands = createCommands(parts);
  const sender = (more: Partial<Sender> = {}): Sender => ({
    door: 'fake',
    channel: 'room',
    direct: false,
    user: 'U1',
    userName: 'Ann',
    at: one.clock,
    mayManage: true,
    managers: ['Ann', 'Bob'],
    ...more,
  });
  /** What came back; undefined = it was a question. */
  const say = async (text: string, more: Partial<Sender> = {}): Promise<Said | undefined> => {
    one.clock = new Date(one.clock.getTime() + 1_000);
    const reply = await commands(text, sender(more));
    return reply && { ...reply, text: renderText(reply.card) };
  };
  /** The same, where there must be an answer. */
  const tell = async (text: string, more: Partial<Sender> = {}): Promise<Said> => {
    const said = await say(text, more);
    if (!said) throw new Error(`${text} was taken for a question`);
    return said;
  };
  const rows = async (statement: string): Promise<Record<string, unknown>[]> =>
    (await one.store.pool.query<Record<string, unknown>>(statement)).rows;
  return { one, parts, asker: sender, say, tell, rows };
}
