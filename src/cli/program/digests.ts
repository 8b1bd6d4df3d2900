/** Digests: `digest` and `subscriptions`. */
import type { Command } from 'commander';
import { defaultTimeZone } from '../../model/zone.ts';
import type { DigestOptions } from '../digest.ts';
import type { AddOptions } from '../subscriptions.ts';
import type { Contexts, Done } from './contexts.ts';

/** What a digest is of and says; the same for one that is printed and one that is subscribed to. */
const contentOptions = (command: Command) =>
  command
    .option('--plan <id...>', 'only these plans')
    .option('--unit <name...>', 'only tasks of these units, by any of their names')
    .option('--role <role>', 'in which role: responsible, cooperating or any')
    .option('--star', 'only ★ tasks')
    .option('--group <number...>', 'only tasks of these groups of measures')
    .option('--due <when...>', 'due this-month, next-month, within 7d (days) or 5wd (working days)')
    .option('--lead <count...>', 'reminders so many working days (7) or days (7d) before a deadline')
    .option('--overdue', 'tasks whose deadline has passed')
    .option('--duties', 'recurring duties')
    .option('--phases', 'phases that begin or end in the month')
    .option('--omit-done', 'leave out what the group has registered as done, instead of ticking it')
    .option('--silent', 'nothing where nothing is due')
    .option('--english', 'in English')
    .option('--zone <zone>', `time zone of the schedule (IANA name; default ${defaultTimeZone})`)
    .option('--day-off <what>', 'a slot on a day off: send, next or previous (working day; default next)')
    .option('--quiet <hours>', 'hours in which nothing is sent (22:00-08:00)');

export function digestCommands(program: Command, contexts: Contexts, done: Done): void {
  contentOptions(
    program
      .command('digest')
      .description('print a digest as a group would get it, or how a schedule is read')
      .option('--now <time>', 'the moment that it is for: a day or an instant (ISO 8601)')
      .option('--done <row...>', 'rows that the group has registered as done')
      .option('--page <number>', 'a further page of a long one')
      .option('--door <name>', 'as this door would show it: terminal, webhook, slack (Block Kit) or wechat')
      .option('--channel <channel>', 'with what this channel of the door has registered as done')
      .option('--when <words>', 'show how a request is read, with its next three times'),
  )
    .option('--json', 'one line of JSON')
    .addHelpText(
      'after',
      `
Without --due, --lead, --overdue, --duties and --phases: what is due this month, and phases.

Examples:
  qinzhi digest --now 2025-06-03 --unit 公安 --star
  qinzhi digest --now 2025-06-03 --due 30d --overdue --page 2
  qinzhi digest --when "每个工作日 9:00"
  qinzhi digest --when "7 working days before the deadline" --unit 公安 --now 2025-06-03`,
    )
    .action(async (options: DigestOptions) => {
      const { digest } = await import('../digest.ts');
      done(await digest(options, contexts.packs(), contexts.ledger));
    });

  const subscriptions = program.command('subscriptions').description('which channel gets which digest, and when');
  subscriptions
    .command('list')
    .description('all of them, with their next time')
    .option('--json', 'JSON lines')
    .action(async (options: { json?: boolean }) => {
      const { list } = await import('../subscriptions.ts');
      done(await list(options, contexts.ledger()));
    });
  contentOptions(
    subscriptions
      .command('add')
      .description('subscribe a channel')
      .requiredOption('--door <name>', 'through which door: terminal, webhook, slack or wechat')
      .requiredOption(
        '--channel <channel>',
        'where to: for webhook the address, for slack the id of a channel, for wechat that of a group',
      )
      .requiredOption('--when <words>', 'when, and of what: 每个工作日 9:00 公安牵头★ 本月到期, every Monday 8:30, …'),
  )
    .option(
      '--late <what>',
      'what was missed: latest (of the same day; the default), 6h (latest within 6 hours), all or none',
    )
    .option('--by <name>', 'who asks for it (default: the user of this system)')
    .addHelpText(
      'after',
      '\nExample:\n  qinzhi subscriptions add --door webhook --channel https://example.org/in --when "每个工作日 9:00" --unit 公安',
    )
    .action(async (options: AddOptions) => {
      const { addOne } = await import('../subscriptions.ts');
      done(await addOne(options, contexts.ledger()));
    });
  for (const [name, says] of [
    ['remove', 'end it; what it sent stays in the ledger'],
    ['pause', 'nothing is sent until it is resumed, or until a day'],
    ['resume', 'go on from now; what fell into the pause is not sent'],
    ['preview', 'print its next digest; nothing is sent'],
    ['next', 'its next three times'],
  ] as const) {
    const one = subscriptions
      .command(`${name} <id>`)
      .description(says)
      .option('--by <name>', 'who asks for it (default: the user of this system)');
    if (name === 'pause') one.option('--until <day>', 'the first day on which it is sent again (2026-10-08)');
    one.action(async (id: string, options: { by?: string; until?: string }) => {
      const { one: act } = await import('../subscriptions.ts');
      done(await act(name, id, options, contexts.ledger()));
    });
  }
  subscriptions
    .command('apply <file>')
    .description(
      'make the named subscriptions what a file (YAML or JSON) says; without --yes only show what would change',
    )
    .option('--yes', 'do it')
    .option('--by <name>', 'who asks for it (default: the user of this system)')
    .addHelpText('after', '\nOne bad entry and nothing is applied. Those made without a name are not touched.')
    .action(async (file: string, options: { yes?: boolean; by?: string }) => {
      const { applyFile } = await import('../apply.ts');
      done(await applyFile(file, options, contexts.ledger()));
    });
}
