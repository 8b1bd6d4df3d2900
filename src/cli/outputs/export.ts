/** `qinzhi export`: a list of tasks as .xlsx, .csv or .ics, into a file or to standard output. */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { loadPacks } from '../../knowledge/load.ts';
import { faultIn, SetupError } from '../../model/fault.ts';
import type { KnowledgePack } from '../../model/pack/pack.ts';
import type { DownloadFormat } from '../../model/plan-reader.ts';
import { LivePlanReader } from '../../service/packs/plan-reader.ts';
import type { CliContext, CliContexts, Done } from '../context.ts';
import { cliText } from '../messages/messages.ts';
import { packOf, readQueryOption } from './plan-option.ts';

interface ExportOptions {
  plan?: string;
  unit?: string;
  role?: string;
  due?: string;
  star?: boolean;
  query?: string;
  remind?: string;
}

const formats: readonly DownloadFormat[] = ['xlsx', 'csv', 'ics'];

/** The unit by any of its names. */
function unitName(pack: KnowledgePack, wanted: string): string {
  const unit = pack.units.units.find(({ name, short, aliases }) => [name, short, ...aliases].includes(wanted));
  if (!unit) throw new SetupError(cliText('exportWrong'), [faultIn('--unit', cliText('exportUnit', { unit: wanted }))]);
  return unit.name;
}

function queryOf(pack: KnowledgePack, { unit, role, due, star, query }: ExportOptions): unknown {
  if (query !== undefined) return readQueryOption(query, '--query', 'exportWrong');
  const all = [
    ...(unit ? [{ column: role ?? 'units', is: 'has', units: [unitName(pack, unit)] }] : []),
    ...(due ? [{ column: 'deadline', is: 'on', month: due }] : []),
    ...(star ? [{ column: 'starred', is: 'yes' }] : []),
  ];
  return { ask: 'select', kind: 'task', as: 'list', ...(all.length ? { where: { all } } : {}) };
}

/** @returns the exit code */
async function exportList(
  file: string,
  options: ExportOptions,
  context: CliContext,
  { language, say }: CliContexts,
): Promise<number> {
  const format = formats.find((each) => file.endsWith(`.${each}`));
  if (!format) throw new SetupError(cliText('exportWrong'), [faultIn(file, cliText('exportFormat'))]);
  const packs = loadPacks(context.settings.knowledge);
  const pack = packOf(packs, options.plan, 'exportWrong');
  const plans = new LivePlanReader(() => packs, context.settings, context.now);
  const result = plans.query(pack, queryOf(pack, options), { language });
  if ('faults' in result) {
    const faults = result.faults.map((fault) => ({ file: '--query', place: '', message: fault }));
    throw new SetupError(cliText('exportWrong'), faults);
  }
  const remindDays = (options.remind ?? '')
    .split(',')
    .filter((days) => /^\d{1,3}$/.test(days))
    .map(Number);
  const { body } = await plans.download([{ pack, records: result.records }], format, {
    language,
    title: pack.facts.title,
    remindDays,
  });
  writeFileSync(resolve(file), body);
  context.stdout.write(`${say('exported', { count: result.records.length, file })}\n`);
  return 0;
}

export function register(program: Command, contexts: CliContexts, done: Done): void {
  const { help } = contexts;
  program
    .command('export')
    .argument('<file>', help('exportFile'))
    .description(help('export'))
    .option('--plan <id>', help('exportPlan'))
    .option('--unit <name>', help('exportUnit'))
    .option('--role <role>', help('exportRole'))
    .option('--due <month>', help('exportDue'))
    .option('--star', help('exportStar'))
    .option('--query <json>', help('exportQuery'))
    .option('--remind <days>', help('exportRemind'))
    .addHelpText('after', help('exportAfter'))
    .action(async (file: string, options: ExportOptions) => {
      done(await exportList(file, options, contexts.packs(), contexts));
    });
}
