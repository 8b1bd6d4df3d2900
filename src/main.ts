/** The command line, and the one place that sees everything: it brings settings, clock and sub-commands together. */
import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { Command, CommanderError } from 'commander';
import { type CliContexts, contextsOf, type Done, type Invocation } from './cli/context.ts';
import { checkLanguage, languageOf } from './config/language.ts';
import { debugging } from './config/settings.ts';
import { readEnvFile } from './config/variables.ts';
import { SetupError } from './model/fault.ts';
import { oneLine } from './shared/error-message.ts';

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
  qinzhi questions --since 7d
  qinzhi admin invite
  qinzhi backup qinzhi.backup

Environment:
  QINZHI_KNOWLEDGE  folder of packs, as --knowledge
  QINZHI_HOLIDAYS   folder of corrections to the working days (default: holidays/ among the packs)
  QINZHI_CACHE      folder of compiled packs (default: ~/.cache/qinzhi); off keeps none
  DATABASE_URL      PostgreSQL server of the store (default: a private one in QINZHI_DATA)
  QINZHI_DATA       folder of the private one (default: ~/.local/share/qinzhi; for root: /var/lib/qinzhi)
  QINZHI_WEBHOOK_KEY_HOURS, QINZHI_WEBHOOK_TIMEOUT_SECONDS
                    what the receivers of the webhook door keep to (default: 0, 10)
  QINZHI_ADMINS, QINZHI_COMMANDS_<DOOR>, QINZHI_LIMIT_PERSON, QINZHI_LIMIT_ROOM, QINZHI_PORT, QINZHI_HOST, QINZHI_LOG
                    of the service: qinzhi run --help says what they mean
  QINZHI_LATE_AFTER_SECONDS
                    a slot that is found due later than this was missed (default: 300)
  QINZHI_DEBUG=1    shows where an unexpected error came from`;

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

type Register = (program: Command, contexts: CliContexts, done: Done) => void;

/** The files of the commands, in the order of `--help`. Only the one that is run is loaded: `ask` does not wait for the database driver. */
const commandFiles: readonly { names: readonly string[]; load: () => Promise<{ register: Register }> }[] = [
  { names: ['ask'], load: () => import('./cli/ask.ts') },
  { names: ['chat'], load: () => import('./cli/chat.ts') },
  { names: ['import'], load: () => import('./cli/import.ts') },
  { names: ['check'], load: () => import('./cli/check.ts') },
  { names: ['tidy'], load: () => import('./cli/tidy.ts') },
  { names: ['schema'], load: () => import('./cli/schema.ts') },
  { names: ['digest'], load: () => import('./cli/digest.ts') },
  { names: ['subscriptions'], load: () => import('./cli/subscriptions.ts') },
  { names: ['run'], load: () => import('./cli/run.ts') },
  { names: ['deliveries'], load: () => import('./cli/deliveries.ts') },
  { names: ['questions'], load: () => import('./cli/questions.ts') },
  { names: ['admin'], load: () => import('./cli/admin.ts') },
  { names: ['migrate', 'backup', 'restore'], load: () => import('./cli/store.ts') },
];

/** The files that `argv` needs: that of its command, or all for help and for a name that no command has. */
function filesFor(argv: readonly string[]): typeof commandFiles {
  const name = argv.find((arg, index) => !arg.startsWith('-') && argv[index - 1] !== '--knowledge');
  const file = commandFiles.find(({ names }) => names.some((one) => one === name));
  return file ? [file] : commandFiles;
}

async function commandLine(argv: readonly string[], invocation: Invocation, done: Done): Promise<Command> {
  const program = new Command('qinzhi');
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

  const { stdout, stderr } = invocation;
  program.configureOutput({
    writeOut: (text) => void stdout.write(text),
    writeErr: (text) => void stderr.write(text),
  });
  const contexts = contextsOf(() => program.opts<{ knowledge?: string }>(), invocation);
  const files = await Promise.all(filesFor(argv).map(({ load }) => load()));
  for (const { register } of files) register(program, contexts, done);
  return program;
}

/** What a person at the terminal gets to read of an error. @returns the exit code */
function tell(error: unknown, { stderr, env }: Invocation): number {
  // Commander has said what is wrong, or shown the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode ? 2 : 0;
  if (error instanceof SetupError) {
    stderr.write(`${error.toText(languageOf(env))}\n`);
    return 2;
  }
  const said = debugging(env)
    ? inspect(error)
    : `Something unexpected went wrong: ${oneLine(error)} (QINZHI_DEBUG=1 shows where)`;
  stderr.write(`${said}\n`);
  return 1;
}

/**
 * Runs one command within this process.
 * @param argv without the program's own name
 * @returns the exit code
 */
export async function execute(argv: readonly string[], invocation: Invocation): Promise<number> {
  let code = 0;
  try {
    readEnvFile(invocation.envFolder, invocation.env);
    checkLanguage(invocation.env);
    const program = await commandLine(argv, invocation, (exitCode) => {
      code = exitCode;
    });
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    code = tell(error, invocation);
  }
  return code;
}

/** Runs a command as the process; `argv` as for `execute`. Sets the exit code and lets the output drain. */
export async function main(argv: readonly string[]): Promise<void> {
  const { stdin, stdout, stderr, env } = process;
  const invocation = { stdin, stdout, stderr, env, envFolder: process.cwd() };
  // `qinzhi … | head` closes the pipe early: nobody is left to tell anything.
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? 0 : tell(error, invocation));
  });
  process.exitCode = await execute(argv, invocation);
}
