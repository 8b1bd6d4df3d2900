/** The command line, and the one place that sees everything: it brings settings, clock and sub-commands together. */
import { inspect } from 'node:util';
import { Command, CommanderError } from 'commander';
import { type CliContexts, contextsOf, type Done, type Invocation } from './cli/context.ts';
import { speak } from './cli/messages/commander-words.ts';
import { cliText, sayIn } from './cli/messages/messages.ts';
import { checkLanguage, languageOf } from './config/language.ts';
import { debugging, programVersion } from './config/settings.ts';
import { readEnvFile } from './config/variables.ts';
import { faultIn, SetupError } from './model/fault.ts';
import { oneLine } from './shared/error-message.ts';
import { fileFault } from './shared/read-file.ts';

type Register = (program: Command, contexts: CliContexts, done: Done) => void;

/** The files of the commands, in the order of `--help`. Only the one that is run is loaded: `ask` does not wait for the database driver. */
const commandFiles: readonly { names: readonly string[]; load: () => Promise<{ register: Register }> }[] = [
  { names: ['ask'], load: () => import('./cli/ask.ts') },
  { names: ['chat'], load: () => import('./cli/chat.ts') },
  { names: ['import'], load: () => import('./cli/packs/import.ts') },
  { names: ['new'], load: () => import('./cli/packs/new.ts') },
  { names: ['phrasings'], load: () => import('./cli/packs/phrasings.ts') },
  { names: ['check'], load: () => import('./cli/packs/check.ts') },
  { names: ['tidy'], load: () => import('./cli/packs/tidy.ts') },
  { names: ['schema'], load: () => import('./cli/schema.ts') },
  { names: ['digest'], load: () => import('./cli/digest.ts') },
  { names: ['subscriptions'], load: () => import('./cli/subscriptions.ts') },
  { names: ['query'], load: () => import('./cli/outputs/query.ts') },
  { names: ['export'], load: () => import('./cli/outputs/export.ts') },
  { names: ['run'], load: () => import('./cli/run.ts') },
  { names: ['mcp'], load: () => import('./cli/outputs/mcp.ts') },
  { names: ['deliveries'], load: () => import('./cli/deliveries.ts') },
  { names: ['status'], load: () => import('./cli/status.ts') },
  { names: ['contacts'], load: () => import('./cli/packs/contacts.ts') },
  { names: ['questions'], load: () => import('./cli/questions.ts') },
  { names: ['doctor'], load: () => import('./cli/doctor.ts') },
  { names: ['admin'], load: () => import('./cli/admin.ts') },
  { names: ['migrate', 'backup', 'restore'], load: () => import('./cli/store.ts') },
];

const commandIn = (argv: readonly string[]): string | undefined =>
  argv.find((arg, index) => !arg.startsWith('-') && argv[index - 1] !== '--knowledge');

/** The files that `argv` needs: that of its command, or all for help and for a name that no command has. */
function filesFor(argv: readonly string[]): typeof commandFiles {
  const name = commandIn(argv);
  const file = commandFiles.find(({ names }) => names.some((one) => one === name));
  return file ? [file] : commandFiles;
}

async function commandLine(argv: readonly string[], invocation: Invocation, done: Done): Promise<Command> {
  const program = new Command('qinzhi');
  const language = languageOf(invocation.env);
  const contexts: CliContexts = {
    ...contextsOf(() => program.opts<{ knowledge?: string }>(), invocation, language),
    // Loads the database driver, which a conversation needs at its first command only.
    rehearse: async (parts) => (await import('./service/rehearsal.ts')).openRehearsal(parts),
  };
  const { help } = contexts;
  program
    .description(help('program'))
    .option('--knowledge <dir>', help('knowledge'))
    .version(programVersion, '-V, --version', help('version'))
    .helpOption('-h, --help', help('help'))
    .helpCommand('help [command]', help('helpCommand'))
    .showHelpAfterError(help('afterError'))
    .addHelpText('after', help('programAfter'))
    .exitOverride();

  const { stdout, stderr } = invocation;
  program.configureOutput({
    writeOut: (text) => void stdout.write(text),
    writeErr: (text) => void stderr.write(text),
  });
  speak(program, language);
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
  const file = fileFault(error);
  if (file && !debugging(env)) {
    const fault = faultIn(file.path, cliText('fileBecause', { why: file.message }));
    stderr.write(`${new SetupError(cliText('fileUnusable'), [fault]).toText(languageOf(env))}\n`);
    return 2;
  }
  const message = debugging(env) ? inspect(error) : sayIn(languageOf(env))('unexpected', { error: oneLine(error) });
  stderr.write(`${message}\n`);
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
  // A reader of the log that has gone must not end the service, nor make it log that without end.
  stderr.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') process.exit(1);
  });
  process.exitCode = await execute(argv, invocation);
  if (commandIn(argv) === 'run') endSoon();
}

const lingerMs = 5_000;

/** Ends a service that has stopped: a package of a door may leave a connection open, which would keep the process for ever. */
function endSoon(): void {
  const { stdout, stderr } = process;
  setInterval(() => {
    if (!stdout.writableLength && !stderr.writableLength) process.exit();
  }, lingerMs).unref();
}
