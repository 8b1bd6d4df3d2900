/** `qinzhi query`: executes a typed query, as `qinzhi ask --json` prints it, and states what it finds. */
import type { Command } from 'commander';
import { renderText } from '../../../adapters/shared/plain-text.ts';
import { clock } from '../../knowledge/instant.ts';
import { loadPacks } from '../../knowledge/load.ts';
import { SetupError } from '../../model/fault.ts';
import { LivePlanReader } from '../../service/packs/plan-reader.ts';
import type { CliContext, CliContexts, Done } from '../context.ts';
import { cliText } from '../messages/messages.ts';
import { packOf, readQueryOption } from './plan-option.ts';

interface QueryOptions {
  plan?: string;
  now?: string;
  json?: boolean;
}

/** @returns the exit code */
function executeQuery(
  text: string,
  options: QueryOptions,
  context: CliContext,
  { language }: Pick<CliContexts, 'language'>,
): number {
  const packs = loadPacks(context.settings.knowledge);
  const pack = packOf(packs, options.plan, 'queryWrong');
  const now = clock(options.now, pack.facts.timeZone, context.now);
  const result = new LivePlanReader(() => packs, context.settings, now).query(
    pack,
    readQueryOption(text, 'QUERY', 'queryWrong'),
    { language },
  );
  if ('faults' in result) {
    const faults = result.faults.map((fault) => ({ file: 'QUERY', place: '', message: fault }));
    throw new SetupError(cliText('queryWrong'), faults);
  }
  const { query, records, card } = result;
  const ids = records.map(({ id }) => id);
  const json = () => JSON.stringify({ query, records: ids, text: renderText(card) });
  context.stdout.write(`${options.json ? json() : renderText(card)}\n`);
  return 0;
}

export function register(program: Command, contexts: CliContexts, done: Done): void {
  const { help } = contexts;
  program
    .command('query')
    .description(help('query'))
    .argument('<query>', help('queryJson'))
    .option('--plan <id>', help('exportPlan'))
    .option('--now <day>', help('queryNow'))
    .option('--json', help('queryAsJson'))
    .addHelpText('after', help('queryAfter'))
    .action((text: string, options: QueryOptions) => {
      done(executeQuery(text, options, contexts.packs(), contexts));
    });
}
