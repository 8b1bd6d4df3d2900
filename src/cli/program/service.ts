/** What runs, and what became of it: `run` and `deliveries`. */
import type { Command } from 'commander';
import type { ListOptions } from '../deliveries.ts';
import type { Contexts, Done } from './contexts.ts';

export function serviceCommands(program: Command, contexts: Contexts, done: Done): void {
  program
    .command('run')
    .description('send the digests at their hours, until it is stopped (SIGTERM, Ctrl-C); any number of them at once')
    .addHelpText(
      'after',
      `
Doors: terminal (printed here) and webhook (the card is POSTed as JSON to the address that is the channel).
QINZHI_WEBHOOK_KEY_HOURS says for how long the receivers know an Idempotency-Key again (default 0: not at all).
wechat is open where QINZHI_WECHAT_PUPPET or QINZHI_WECHAT_TOKEN is set (docs/wechat.md, .env.example); it prints the code to scan.`,
    )
    .action(async () => {
      const { run } = await import('../run.ts');
      done(await run(contexts.ledger()));
    });

  const deliveries = program.command('deliveries').description('what became of every digest that was due');
  deliveries
    .command('list')
    .description('the newest first')
    .option('--subscription <id>', 'only of this one')
    .option('--state <state>', 'only pending, sending, sent, skipped, failed or unknown')
    .option('--limit <count>', 'how many', '50')
    .option('--json', 'JSON lines')
    .action(async (options: ListOptions) => {
      const { listDeliveries } = await import('../deliveries.ts');
      done(await listDeliveries(options, contexts.ledger()));
    });
  deliveries
    .command('retry <id>')
    .description('send one again that failed or is unknown: the same words; a running qinzhi run takes it up')
    .option('--by <name>', 'who asks for it (default: the user of this system)')
    .action(async (id: string, options: { by?: string }) => {
      const { retry } = await import('../deliveries.ts');
      done(await retry(id, options, contexts.ledger()));
    });
}
