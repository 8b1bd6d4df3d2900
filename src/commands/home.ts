/** Builds the home page card: example questions, the person's subscriptions, how to subscribe. */
import { subscriptionOf } from '../delivery/subscription-row.ts';
import { subscriptionsOfChannels } from '../delivery/subscriptions.ts';
import type { Home, Sender } from '../model/command.ts';
import { topicsOf } from '../store/rooms.ts';
import { type CommandServices, cardOf, commandContext } from './context.ts';
import { stateOf } from './overview.ts';
import { requestOf } from './subscribe.ts';

const examplesShown = 3;
const maxSubscriptions = 20;

async function subscriptionLines(parts: CommandServices, sender: Sender): Promise<string[]> {
  const { deliveryContext } = parts;
  const context = commandContext(parts, sender, 'settings', 'zh');
  const channels = [...new Set([...(sender.memberOf ?? []), sender.channel])];
  const rows = await subscriptionsOfChannels(deliveryContext, sender.door, channels, maxSubscriptions);
  const topics = await topicsOf(deliveryContext.db, sender.door, channels);
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
