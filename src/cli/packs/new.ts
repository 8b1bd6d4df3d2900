/** `qinzhi new`: makes a pack of a published document in a short dialogue, or from options, and checks it. */
import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Command } from 'commander';
import { type Imported, importDocument } from '../../knowledge/import/import.ts';
import type { ColumnChoices } from '../../knowledge/import/layout/columns/columns.ts';
import { summaryOf } from '../../knowledge/import/report/summary.ts';
import { loadPack } from '../../knowledge/load.ts';
import { type PackChoices, proposals } from '../../knowledge/scaffold/scaffold.ts';
import { faultIn, SetupError } from '../../model/fault.ts';
import type { Plan } from '../../model/plan.ts';
import type { Input, Output } from '../../model/streams.ts';
import { type CliContexts, type Done, write } from '../context.ts';
import { columnChoices, readSource, writePack } from '../import.ts';
import { cliText, type Say } from '../messages/messages.ts';

interface NewOptions {
  yes?: boolean;
  force?: boolean;
  column?: string[];
  name?: string[];
  place?: string[];
  signpost?: string;
  /** `市教育局=教育局、教委` */
  unit?: string[];
  /** `1=便民` */
  group?: string[];
}

/** Asks one question at a time; a stream that ends answers the rest with nothing, which takes what is proposed. */
class Dialogue {
  private readonly lines: AsyncIterator<string>;
  private readonly close: () => void;
  private readonly output: Output;

  constructor(input: Input, output: Output) {
    const reader = createInterface({ input, terminal: false });
    this.lines = reader[Symbol.asyncIterator]();
    this.close = () => reader.close();
    this.output = output;
  }

  async ask(question: string): Promise<string> {
    await write(this.output, `${question} `);
    const { value, done } = await this.lines.next();
    if (done) await write(this.output, '\n');
    return done ? '' : value.trim();
  }

  end(): void {
    this.close();
  }
}

const words = (text: string): string[] => text.split(/[、,，;；\s]+/).filter(Boolean);

/** `甲=乙、丙` as a pair; undefined where it is not written so. */
function pair(text: string): readonly [string, string[]] | undefined {
  const match = /^([^=＝]+)[=＝](.*)$/.exec(text);
  return match ? [match[1]!.trim(), words(match[2]!)] : undefined;
}

function pairs(option: string, said: readonly string[]): Map<string, string[]> {
  const read = said.map((text) => ({ text, pair: pair(text) }));
  const wrong = read.filter((one) => !one.pair);
  if (wrong.length)
    throw new SetupError(
      cliText('optionsWrong'),
      wrong.map(({ text }) => faultIn(`--${option} ${text}`, cliText('pairWrong'))),
    );
  return new Map(read.map((one) => one.pair!));
}

/** The plan's columns of no known role that name units: each may be the lead's or the helpers'. */
const openColumns = ({ plan }: Imported) =>
  plan.annexes.flatMap(({ extra = [] }) => extra.filter(({ type }) => type === 'units').map(({ name }) => name));

async function askColumns(dialogue: Dialogue, imported: Imported, say: Say): Promise<string[]> {
  const said: string[] = [];
  for (const heading of new Set(openColumns(imported))) {
    const answer = await dialogue.ask(say('newColumn', { heading }));
    const role = { 1: '牵头', 2: '配合' }[answer];
    if (role) said.push(`${heading}=${role}`);
  }
  return said;
}

/** Asks for `NAME=NAMES` until nothing is typed; `idOf` tells what a name stands for. */
async function askPairs(
  dialogue: Dialogue,
  first: string,
  { say, given, idOf }: { say: Say; given: PackChoices['units']; idOf: (name: string) => string | undefined },
): Promise<Map<string, readonly string[]>> {
  const found = new Map(given ?? []);
  for (let question = first; ; question = say('newMore')) {
    const read = pair(await dialogue.ask(question));
    if (!read) return found;
    const id = idOf(read[0]);
    if (id) found.set(id, read[1]);
  }
}

/** What is not given as an option is asked, with what would be taken where nothing is typed. */
async function askChoices(dialogue: Dialogue, { plan }: Imported, given: PackChoices, say: Say): Promise<PackChoices> {
  const proposed = proposals(plan);
  const list = (one: readonly string[]) => one.join('、') || say('none');
  const names = given.names ?? words(await dialogue.ask(say('newName', { proposed: list(proposed.names) })));
  const place = proposed.place ? [proposed.place] : [];
  const places = given.places ?? words(await dialogue.ask(say('newPlace', { proposed: list(place) })));
  const aliases = [...proposed.units].map(([unit, names]) => `  ${unit}：${list(names.slice(0, 4))}`).join('\n');
  const idOf = (name: string) => (proposed.units.has(name) ? name : undefined);
  const units = await askPairs(dialogue, say('newUnits', { units: aliases }), { say, given: given.units, idOf });
  const groups = await askGroups(dialogue, plan, given, say);
  const signpost = given.signpost ?? (await dialogue.ask(say('newSignpost')));
  return {
    ...(names.length ? { names } : {}),
    ...(places.length ? { places } : {}),
    ...(signpost ? { signpost } : {}),
    units,
    groups,
  };
}

const groupId = (plan: Plan, number: string) =>
  plan.records.find((record) => record.kind === 'group' && `${record.number}` === number)?.id;

async function askGroups(dialogue: Dialogue, plan: Plan, { groups }: PackChoices, say: Say) {
  const titles = plan.records.flatMap((record) =>
    record.kind === 'group' ? [`  ${record.number}：${record.title.text}`] : [],
  );
  if (!titles.length) return new Map(groups ?? []);
  const idOf = (number: string) => groupId(plan, number);
  return askPairs(dialogue, say('newGroups', { groups: titles.join('\n') }), { say, given: groups, idOf });
}

function givenChoices({ name, place, signpost, unit, group }: NewOptions, { plan }: Imported): PackChoices {
  const groups = pairs('group', group ?? []);
  return {
    ...(name ? { names: name } : {}),
    ...(place ? { places: place } : {}),
    ...(signpost ? { signpost } : {}),
    units: pairs('unit', unit ?? []),
    groups: new Map(
      [...groups].flatMap(([number, names]) => {
        const id = groupId(plan, number);
        return id ? [[id, names] as const] : [];
      }),
    ),
  };
}

/** @returns the exit code: 1 where something of the text could not be read */
async function makePack(
  folder: string,
  file: string,
  options: NewOptions,
  { stdin, stdout }: { stdin: Input; stdout: Output },
  { say, language }: CliContexts,
): Promise<number> {
  const dir = resolve(folder);
  if (existsSync(join(dir, 'pack.json')))
    throw new SetupError(cliText('packUnwritable'), [faultIn(folder, cliText('newExists'))]);
  const path = resolve(file);
  const { bytes, document } = await readSource(path);
  const read = (columns: ColumnChoices) => importDocument(document, { columns });
  let columns = columnChoices(options.column ?? []);
  let imported = read(columns);
  await write(stdout, summaryOf(file, document.lines, imported, language));
  if (imported.faults.length && !options.force) {
    await write(stdout, `${say('importFaulty')}\n`);
    return 1;
  }
  const dialogue = options.yes ? undefined : new Dialogue(stdin, stdout);
  const said = dialogue ? await askColumns(dialogue, imported, say) : [];
  if (said.length) {
    columns = { ...columns, ...columnChoices(said) };
    imported = read(columns);
  }
  const given = givenChoices(options, imported);
  const choices = dialogue ? await askChoices(dialogue, imported, given, say) : given;
  dialogue?.end();
  const files = writePack(dir, { path, bytes, document, imported, columns }, choices);
  const next = join(dir, 'NEXT.md');
  writeFileSync(next, say('newNextSteps', { folder: relative('.', dir) || '.' }));
  const pack = loadPack(dir);
  const shown = relative('.', dir) || '.';
  await write(stdout, `${say('importWritten', { folder: shown, files: [...files, 'NEXT.md'].join(', ') })}\n`);
  const example = pack.facts.examples.official.at(-1)!;
  await write(
    stdout,
    `${say('newDone', { count: pack.records.size, folder: shown, parent: relative('.', dirname(dir)) || '.', example })}\n`,
  );
  return imported.faults.length ? 1 : 0;
}

export function register(program: Command, contexts: CliContexts, done: Done): void {
  const { help } = contexts;
  program
    .command('new <dir> <file>')
    .description(help('new'))
    .option('-y, --yes', help('newYes'))
    .option('--name <name...>', help('newName'))
    .option('--place <name...>', help('newPlace'))
    .option('--unit <unit=names...>', help('newUnit'))
    .option('--group <number=names...>', help('newGroup'))
    .option('--signpost <text>', help('newSignpost'))
    .option('--column <heading=role...>', help('importColumn'))
    .option('--force', help('importForce'))
    .addHelpText('after', help('newAfter'))
    .action(async (dir: string, file: string, options: NewOptions) => {
      done(await makePack(dir, file, options, contexts.packs(), contexts));
    });
}
