/** `qinzhi run`: starts the service. */
import type { Command } from 'commander';
import { run } from '../service/service.ts';
import type { CliContexts, Done } from './context.ts';

export function register(program: Command, contexts: CliContexts, done: Done): void {
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
      done(await run(contexts.run()));
    });
}
