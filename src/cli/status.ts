/** `qinzhi status`: what is red in packs, deliveries and questions, and what to do about it. */
import type { Command } from 'commander';
import { attentionOf, faultsOfPacks } from '../service/admin/attention.ts';
import { adminText } from '../service/admin/messages.ts';
import { withDelivery } from '../service/open-delivery.ts';
import { type CliContexts, type Done, write } from './context.ts';

/** @returns the exit code: 1 where something needs attention */
async function status(contexts: CliContexts): Promise<number> {
  const { language } = contexts;
  const environment = contexts.delivery();
  const { settings, stdout } = environment;
  const faults = faultsOfPacks(settings.knowledge);
  if (faults.length) {
    await write(stdout, `${faults.map((fault) => fault[language]).join('\n')}\n`);
    return 1;
  }
  return withDelivery(environment, async ({ deliveryContext }) => {
    const items = await attentionOf(deliveryContext, settings.knowledge);
    const lines = items.map(({ what, remedy }) => `${what[language]}\n  ${remedy[language]}`);
    await write(stdout, `${lines.join('\n') || adminText('allWell')[language]}\n`);
    return items.length ? 1 : 0;
  });
}

export function register(program: Command, contexts: CliContexts, done: Done): void {
  program
    .command('status')
    .description(contexts.help('status'))
    .action(async () => {
      done(await status(contexts));
    });
}
