/** The command line, and the one place that sees everything: it brings settings, clock and sub-commands together. */
import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { Command, CommanderError } from 'commander';
import type { AskOptions } from './cli/ask.ts';
import type { CheckOptions } from './cli/check-golden.ts';
import { type Context, oneLine } from './cli/context.ts';
import type { ListOptions } from './cli/deliveries.ts';
import type { DigestOptions } from './cli/digest.ts';
import type { ImportOptions } from './cli/import.ts';
import type { AddOptions } from './cli/subscriptions.ts';
import { debugging, readDoorSettings, readSettings, readStoreSettings } from './config.ts';
import { SetupError } from './model/fault.ts';

const examples = `
Examples:
  qinzhi ask 外观被隔壁厂仿了 不想打官司 找谁调解
  qinzhi ask "24号任务的责任单位和完成时限"
  qinzhi ask --now 2025-06-10 "公安这个月到期的有几项"
  qinzhi chat
  qinzhi import plan.txt --out knowledge/my-plan
  qinzhi check my-plan
  qinzhi digest --now 2025-06-03 --unit 公安 --due this-month
  qinzhi subscriptions add --door webhook --channel https://example.org/in --when "每个工作日 9:00"
  qinzhi run
  qinzhi backup qinzhi.backup

Environment:
  QINZHI_KNOWLEDGE  folder of packs, as --knowledge
  QINZHI_HOLIDAYS   folder of corrections to the working days (default: holidays/ among the packs)
  QINZHI_CACHE      folder of compiled packs (default: ~/.cache/qinzhi); off keeps none
  DATABASE_URL      PostgreSQL server of the store (default: a private one in QINZHI_DATA)
  QINZHI_DATA       folder of the private one (default: ~/.local/share/qinzhi; for root: /var/lib/qinzhi)
  QINZHI_WEBHOOK_KEY_HOURS, QINZHI_WEBHOOK_TIMEOUT_SECONDS
                    what the receivers of the webhook door keep to (default: 0, 10)
  QINZHI_DEBUG=1    shows where an unexpected error came from`;

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

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
    .option('--zone <zone>', 'time zone of the schedule (IANA name; default Asia/Shanghai)')
    .option('--day-off <what>', 'a slot on a day off: send, next or previous (working day; default next)')
    .option('--quiet <hours>', 'hours in which nothing is sent (22:00-08:00)');

/** Every sub-command is loaded when it is asked for: the first answer should not wait for what others need. */
function commandLine(done: (exitCode: number) => void): Command {
  const program = new Command('qinzhi');
  const context = (): Context => ({
    settings: readSettings(program.opts<{ knowledge?: string }>()),
    now: () => new Date(),
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
  });
  const storeContext = () => ({
    settings: readStoreSettings(),
    now: () => new Date(),
    stdout: process.stdout,
    stderr: process.stderr,
  });
  const ledgerContext = () => ({ ...context(), store: readStoreSettings(), doors: readDoorSettings() });
  program
    .description(
      '秦知: exact, cited answers to official plans. Asks and answers in Chinese; everything said comes from a pack.',
    )
    .option('--knowledge <dir>', 'folder of packs to answer from (default: those shipped with the program)')
    .version(version, '-V, --version', 'show the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [command]', 'show the help of a command')
    .showHelpAfterError('(qinzhi --help lists the commands, with examples; a question goes after "qinzhi ask")')
    .addHelpText('after', examples)
    .exitOverride();

  program
    .command('ask [question...]')
    .description('answer one question, or many as JSON lines')
    .option(
      '--now <time>',
      'the moment at which it is asked: a day (2025-06-10, 10:00 where the plan holds) or an instant (ISO 8601)',
    )
    .option('--json', 'one line of JSON: id, kind, records, text, pack, sources, choices')
    .option('--batch', 'JSON lines in (id, q, now, conversation, user), JSON lines out (id, kind, records, text)')
    .option('--explain', 'also say how the question was understood')
    .addHelpText(
      'after',
      `
Without a question the command reads it from standard input.

Examples:
  qinzhi ask 货卖到国外被人告侵权 有地方帮忙吗
  echo "PCT一件能报销几万" | qinzhi ask --json
  qinzhi ask --batch < questions.jsonl > answers.jsonl`,
    )
    .action(async (words: string[], options: AskOptions) => {
      const { ask } = await import('./cli/ask.ts');
      done(await ask(words, options, context()));
    });

  program
    .command('chat')
    .description('talk in the terminal; a pack that changes meanwhile is taken over')
    .option('--now <time>', 'the moment at which everything is asked: a day or an instant (ISO 8601)')
    .addHelpText(
      'after',
      '\nA typed number picks an example, a choice or a row of the last reply. /quit or Ctrl-D ends.',
    )
    .action(async (options: { now?: string }) => {
      const { chat } = await import('./cli/chat.ts');
      done(await chat(options, context()));
    });

  program
    .command('import <file>')
    .description('read the published text of a plan into records')
    .option(
      '--out <dir>',
      'pack folder to write records.json and source.txt into; a new one also gets pack.json and units.json',
    )
    .option('--print', 'print the records on standard output')
    .option('--force', 'write what could be read, although some lines could not')
    .addHelpText('after', '\nExample:\n  qinzhi import plan.txt --out knowledge/my-plan')
    .action(async (file: string, options: ImportOptions) => {
      const { importText } = await import('./cli/import.ts');
      done(await importText(file, options, { stdout: process.stdout, stderr: process.stderr }));
    });

  program
    .command('check [pack...]')
    .description('tell every fault of the packs, and how their golden questions are answered')
    .option('--golden <file...>', 'further golden cases (JSON lines)')
    .option('--accept', 'take the answers as they are for the baseline (accepted.json beside the cases)')
    .option('--misses', 'show every golden question that is not answered rightly')
    .addHelpText('after', '\nExamples:\n  qinzhi check\n  qinzhi check my-plan --golden cases.jsonl --misses')
    .action(async (packs: string[], options: CheckOptions) => {
      const { check } = await import('./cli/check.ts');
      done(await check(packs, options, context()));
    });

  contentOptions(
    program
      .command('digest')
      .description('print a digest as a group would get it, or how a schedule is read')
      .option('--now <time>', 'the moment that it is for: a day or an instant (ISO 8601)')
      .option('--done <row...>', 'rows that the group has registered as done')
      .option('--page <number>', 'a further page of a long one')
      .option('--when <words>', 'show how a schedule is read, with its next three times'),
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
      const { digest } = await import('./cli/digest.ts');
      done(await digest(options, context()));
    });

  program
    .command('schema')
    .description("write the JSON Schemas of a pack's files (for editors)")
    .option('--out <dir>', 'folder to write into (default: docs/schema of the program)')
    .action(async (options: { out?: string }) => {
      const { schema } = await import('./cli/schema.ts');
      done(await schema(options, { stdout: process.stdout }));
    });

  program
    .command('migrate')
    .description('bring the tables of the store up to date; every command that needs them also does')
    .action(async () => {
      const { runMigrate } = await import('./cli/store.ts');
      done(await runMigrate(storeContext()));
    });

  program
    .command('backup <file>')
    .description('write all that the store holds to one file, while it may be in use')
    .addHelpText('after', '\nThe file holds what people asked and is readable by its owner only.')
    .action(async (file: string) => {
      const { runBackup } = await import('./cli/store.ts');
      done(await runBackup(file, storeContext()));
    });

  program
    .command('restore <file>')
    .description('replace all that the store holds by a backup; a broken file changes nothing')
    .addHelpText(
      'after',
      '\nAlso the way from the private PostgreSQL to a server and back: backup, set or unset DATABASE_URL, restore.',
    )
    .action(async (file: string) => {
      const { runRestore } = await import('./cli/store.ts');
      done(await runRestore(file, storeContext()));
    });

  program
    .command('run')
    .description('send the digests at their hours, until it is stopped (SIGTERM, Ctrl-C); any number of them at once')
    .addHelpText(
      'after',
      `
Doors: terminal (printed here) and webhook (the card is POSTed as JSON to the address that is the channel).
QINZHI_WEBHOOK_KEY_HOURS says for how long the receivers know an Idempotency-Key again (default 0: not at all).`,
    )
    .action(async () => {
      const { run } = await import('./cli/run.ts');
      done(await run(ledgerContext()));
    });

  const subscriptions = program.command('subscriptions').description('which channel gets which digest, and when');
  subscriptions
    .command('list')
    .description('all of them, with their next time')
    .option('--json', 'JSON lines')
    .action(async (options: { json?: boolean }) => {
      const { list } = await import('./cli/subscriptions.ts');
      done(await list(options, ledgerContext()));
    });
  contentOptions(
    subscriptions
      .command('add')
      .description('subscribe a channel')
      .requiredOption('--door <name>', 'through which door: webhook or terminal')
      .requiredOption('--channel <channel>', 'where to: for webhook the address')
      .requiredOption('--when <words>', 'when: 每个工作日 9:00, every Monday 8:30, …'),
  )
    .option(
      '--late <what>',
      'what was missed: latest (of the same day), 6h (latest within 6 hours), all or none',
      'latest',
    )
    .option('--by <name>', 'who asks for it (default: the user of this system)')
    .addHelpText(
      'after',
      '\nExample:\n  qinzhi subscriptions add --door webhook --channel https://example.org/in --when "每个工作日 9:00" --unit 公安',
    )
    .action(async (options: AddOptions) => {
      const { addOne } = await import('./cli/subscriptions.ts');
      done(await addOne(options, ledgerContext()));
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
      const { one: act } = await import('./cli/subscriptions.ts');
      done(await act(name, id, options, ledgerContext()));
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
      const { applyFile } = await import('./cli/apply.ts');
      done(await applyFile(file, options, ledgerContext()));
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
      const { listDeliveries } = await import('./cli/deliveries.ts');
      done(await listDeliveries(options, ledgerContext()));
    });
  deliveries
    .command('retry <id>')
    .description('send one again that failed or is unknown: the same words; a running qinzhi run takes it up')
    .option('--by <name>', 'who asks for it (default: the user of this system)')
    .action(async (id: string, options: { by?: string }) => {
      const { retry } = await import('./cli/deliveries.ts');
      done(await retry(id, options, ledgerContext()));
    });
  return program;
}

/** What a person at the terminal gets to read of an error. @returns the exit code */
function tell(error: unknown): number {
  // Commander has said what is wrong, or shown the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode ? 2 : 0;
  if (error instanceof SetupError) {
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
  const said = debugging()
    ? inspect(error)
    : `Something unexpected went wrong: ${oneLine(error)} (QINZHI_DEBUG=1 shows where)`;
  process.stderr.write(`${said}\n`);
  return 1;
}

/** Runs the command line; `argv` without the program's own name. Sets the exit code and lets the output drain. */
export async function main(argv: readonly string[]): Promise<void> {
  // `qinzhi … | head` closes the pipe early: nobody is left to tell anything.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? 0 : tell(error));
  });
  try {
    const program = commandLine((exitCode) => {
      process.exitCode = exitCode;
    });
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    process.exitCode = tell(error);
  }
}
