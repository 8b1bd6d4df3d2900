/** The home page: what can be asked, what the person's channels are subscribed to, and how to subscribe. */
import { and, asc, eq, inArray, ne } from 'drizzle-orm';
import { subscriptionOf } from '../delivery/subscription-row.ts';
import type { Home, Sender } from '../model/command.ts';
import { room, subscription } from '../store/schema.ts';
import { type CommandServices, cardOf, commandContext } from './context.ts';
import { stateOf } from './overview.ts';
import { requestOf } from './subscribe.ts';

const examplesShown = 3;
const most = 20;

/** What platforms call the channels, where the store knows it. */
async function topicsOf(
  { deliveryContext: { db } }: CommandServices,
  door: string,
  channels: string[],
): Promise<Map<string, string>> {
  const rows = await db
    .select()
    .from(room)
    .where(and(eq(room.door, door), inArray(room.channel, channels)));
  return new Map(rows.map(({ channel, topic }) => [channel, topic]));
}

async function subscriptionLines(parts: CommandServices, sender: Sender): Promise<string[]> {
  const { deliveryContext } = parts;
  const context = commandContext(parts, sender, 'settings', 'zh');
  const channels = [...new Set([...(sender.memberOf ?? []), sender.channel])];
  const rows = await deliveryContext.db
    .select()
    .from(subscription)
    .where(
      and(eq(subscription.door, sender.door), inArray(subscription.channel, channels), ne(subscription.state, 'ended')),
    )
    .orderBy(asc(subscription.channel), asc(subscription.createdAt))
    .limit(most);
  const topics = await topicsOf(parts, sender.door, channels);
  return rows.map((row) =>
    context.say('homeChannel', {
      channel: topics.get(row.channel) ?? row.channel,
      request: requestOf(context, subscriptionOf(row)),
      state: stateOf(context, { row }),
    }),
  );
}

export function createHome(parts: CommandServices): Home {
  return async (sender) => {
    const { packs } = parts.deliveryContext;
    const { say } = commandContext(parts, sender, 'settings', 'zh');
    const titles = packs.map(({ facts }) => say('titled', { title: facts.title })).join('');
    // One of each kind of asker first, so that both find themselves.
    const examples = packs
      .flatMap(
        ({
          facts: {
            examples: { enterprise, official },
          },
        }) => [enterprise[0]!, official[0]!, enterprise[1]!],
      )
      .slice(0, examplesShown);
    const lines = await subscriptionLines(parts, sender);
    const subscribed = lines.length ? [say('homeSubscriptions'), ...lines] : [say('homeNone')];
    return cardOf([say('homeIntro', { titles }), subscribed.join('\n'), say('homeHow')], {
      title: say('homeTitle'),
      choices: examples.map((question) => ({ label: question, question })),
      choicesLabel: say('homeExamples'),
    });
  };
}
