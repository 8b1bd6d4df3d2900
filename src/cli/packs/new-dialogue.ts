/** The dialogue of `qinzhi new`: what the plan is called, which place it is for, what people call its units and parts. */
import { createInterface } from 'node:readline';
import { headingsIn } from '../../knowledge/headings.ts';
import type { Imported } from '../../knowledge/import/import.ts';
import { type PackChoices, proposals } from '../../knowledge/scaffold/scaffold.ts';
import type { Plan } from '../../model/plan.ts';
import type { Input, Output } from '../../model/streams.ts';
import { write } from '../context.ts';
import type { Say } from '../messages/messages.ts';

/** What people type for “nothing” where Enter is enough. */
const nothing = /^(?:没有了?|没了|无|不用了?|不需要|略|跳过|否|none|no|skip|[-—/]+)[。.!！]?$/i;

/** Asks one question at a time; a stream that ends answers the rest with nothing, which takes what is proposed. */
export class Dialogue {
  private readonly lines: AsyncIterator<string>;
  private readonly close: () => void;
  private readonly output: Output;

  constructor(input: Input, output: Output) {
    const reader = createInterface({ input, terminal: false });
    this.lines = reader[Symbol.asyncIterator]();
    this.close = () => reader.close();
    this.output = output;
  }

  /** @returns the empty text for Enter, and for words that say “nothing” */
  async ask(question: string): Promise<string> {
    await write(this.output, `${question} `);
    const { value, done } = await this.lines.next();
    if (done) await write(this.output, '\n');
    const answer = done ? '' : value.trim();
    return nothing.test(answer) ? '' : answer;
  }

  end(): void {
    this.close();
  }
}

const words = (text: string): string[] => text.split(/[、,，;；\s]+/).filter(Boolean);

/** `甲=乙、丙` as a pair; undefined where it is not written so. */
export function pair(text: string): readonly [string, string[]] | undefined {
  const match = /^([^=＝]+)[=＝](.*)$/.exec(text);
  return match ? [match[1]!.trim(), words(match[2]!)] : undefined;
}

/** @returns the names of the tables that list the tasks; undefined where it is all of them */
export async function askTables(dialogue: Dialogue, { lists }: Imported, say: Say): Promise<string[] | undefined> {
  if (lists.length < 2) return undefined;
  const shown = lists.map(({ name, rows }, at) => `  ${at + 1}：${say('newTable', { name, rows })}`).join('\n');
  for (
    let question = say('newTables', { tables: shown });
    ;
    question = say('newTablesWrong', { count: lists.length })
  ) {
    const numbers = words(await dialogue.ask(question)).map((one) => Number(one.normalize('NFKC')));
    if (!numbers.length) return undefined;
    if (numbers.every((number) => lists[number - 1])) return numbers.map((number) => lists[number - 1]!.name);
  }
}

/** The plan's columns of no known role that name units: each may be the lead's or the helpers'. */
const openColumns = ({ plan }: Imported) =>
  plan.annexes.flatMap(({ extra = [] }) => extra.filter(({ type }) => type === 'units').map(({ name }) => name));

/** @returns `HEADING=ROLE` for each column that is given one */
export async function askColumns(dialogue: Dialogue, imported: Imported, say: Say): Promise<string[]> {
  const choices: string[] = [];
  for (const heading of new Set(openColumns(imported))) {
    let answer = await dialogue.ask(say('newColumn', { heading }));
    while (answer && !/^[12]$/.test(answer.normalize('NFKC'))) answer = await dialogue.ask(say('newColumnWrong'));
    const role = { 1: '牵头', 2: '配合' }[answer.normalize('NFKC')];
    if (role) choices.push(`${heading}=${role}`);
  }
  return choices;
}

/** Asks for `NAME=NAMES` until nothing is typed; `idOf` gives what a name stands for. What can't be read is said, and asked again. */
async function askPairs(
  dialogue: Dialogue,
  first: string,
  { say, given, idOf }: { say: Say; given: PackChoices['units']; idOf: (name: string) => string | undefined },
): Promise<Map<string, readonly string[]>> {
  const found = new Map(given ?? []);
  for (let question = first; ; ) {
    const answer = await dialogue.ask(question);
    if (!answer) return found;
    const read = pair(answer);
    const id = read && idOf(read[0]);
    if (id) found.set(id, read[1]);
    question = id ? say('newMore') : say(read ? 'newUnknown' : 'newPairWrong', { name: read?.[0] ?? answer });
  }
}

/** The unit of this name, or the only one that is proposed to be called so. */
function unitOf(name: string, units: ReadonlyMap<string, readonly string[]>): string | undefined {
  if (units.has(name)) return name;
  const called = [...units].filter(([, names]) => names.includes(name)).map(([unit]) => unit);
  return called.length === 1 ? called[0] : undefined;
}

/** What is not given as an option is asked, with what would be taken where nothing is typed. */
export async function askChoices(
  dialogue: Dialogue,
  { plan }: Imported,
  given: PackChoices,
  say: Say,
): Promise<PackChoices> {
  const proposed = proposals(plan);
  const list = (one: readonly string[]) => one.join('、') || say('none');
  const names = given.names ?? words(await dialogue.ask(say('newName', { proposed: list(proposed.names) })));
  const place = proposed.place ? [proposed.place] : [];
  const places = given.places ?? words(await dialogue.ask(say('newPlace', { proposed: list(place) })));
  const aliases = [...proposed.units].map(([unit, called]) => `  ${unit}：${list(called.slice(0, 4))}`).join('\n');
  const idOf = (name: string) => unitOf(name, proposed.units);
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

/** Parts of the text by their number; sections of the tables go on counting where the text has none of that number. */
function partsOf({ records }: Plan): { id: string; label: string; number: number }[] {
  const taken = new Set<number>();
  return headingsIn(records).map(({ id, label }) => {
    const group = records.find((record) => record.id === id);
    let number = group && !taken.has(group.number) ? group.number : 1;
    while (taken.has(number)) number++;
    taken.add(number);
    return { id, label, number };
  });
}

export const groupId = (plan: Plan, number: string): string | undefined =>
  partsOf(plan).find((part) => `${part.number}` === number.normalize('NFKC'))?.id;

async function askGroups(dialogue: Dialogue, plan: Plan, { groups }: PackChoices, say: Say) {
  const titles = partsOf(plan).map(({ number, label }) => `  ${number}：${label}`);
  if (!titles.length) return new Map(groups ?? []);
  const idOf = (number: string) => groupId(plan, number);
  return askPairs(dialogue, say('newGroups', { groups: titles.join('\n') }), { say, given: groups, idOf });
}
