/** What runs, and what became of it: `run` and `deliveries`. */
import type { Command } from 'commander';
import type { ListOptions } from '../deliveries.ts';
import type { LagOptions } from '../lag.ts';
import type { Contexts, Done } from './contexts.ts';

export function serviceCommands(program: Command, contexts: Contexts, done: Done): void {
  program
    .command('run')
    .description('answer in the chats and send the digests at their hours, until it is stopped (SIGTERM, Ctrl-C)')
    .addHelpText(
      'after',
      `
Any number of them on one store share the work. Doors that are configured are opened (README lists them); terminal
prints digests here, webhook POSTs them as JSON to the address that is the channel.

Environment:
  QINZHI_PORT, QINZHI_HOST    /healthz, /readyz and doors over HTTP (default: no port; 127.0.0.1)
  QINZHI_LOG                  silent, error, warn, info or debug (default: info)
  QINZHI_ADMINS               slack:U0123ABC, wechat:wxid_abc: who may give commands, beside those who paired
  QINZHI_COMMANDS_<DOOR>      admins (default) or anyone
  QINZHI_LIMIT_PERSON, QINZHI_LIMIT_ROOM
                              messages in a minute that are answered (default: 20, 60)
  SLACK_BOT_TOKEN with SLACK_APP_TOKEN, or with SLACK_SIGNING_SECRET and QINZHI_PORT
                              the door to Slack (docs/slack.md)
  QINZHI_WEBHOOK_KEY_HOURS    for how long receivers know an Idempotency-Key again (default: 0, not at all)

wechat is open where QINZHI_WECHAT_PUPPET or QINZHI_WECHAT_TOKEN is set (docs/wechat.md, .env.example); it prints the code to scan.`,
    )
    .action(async () => {
      const { run } = await import('../../service/service.ts');
      done(await run(contexts.run()));
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
  deliveries
    .command('lag')
    .description('from slot to sent, by door: median, 95th percentile and longest; and how many of each state')
    .option('--since <time>', 'slots of the last 90m, 12h or 7d', '7d')
    .option('--json', 'JSON lines, in milliseconds')
    .action(async (options: LagOptions) => {
      const { showLag } = await import('../lag.ts');
      done(await showLag(options, contexts.ledger()));
    });
}
