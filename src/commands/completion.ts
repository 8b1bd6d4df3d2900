/** Commands 完成 and 撤销完成: a channel registers tasks as done, shown as its own statement and never as the plan's. */
import { completionsIn, markCompleted, unmarkCompleted } from '../delivery/completions.ts';
import { shorten, nameOf as textOf } from '../language/format.ts';
import type { KnowledgePack } from '../model/pack/pack.ts';
import { actorName, actorOf, type CommandContext, type CommandReply, done, onDay, refused } from './context.ts';
import type { TaskNumbers } from './task-numbers.ts';

const maxRows = 40;
/** More rows than this are listed by their numbers alone. */
const inWords = 5;
const rowLength = 24;

const idOf = (row: number) => `task:${row}`;

function sayRows({ say }: CommandContext, pack: KnowledgePack, rows: readonly number[]): string {
  const labels = rows.map((number) => {
    const record = pack.records.get(idOf(number));
    return record && rows.length <= inWords
      ? say('row', { number, text: shorten(textOf(record), rowLength) })
      : say('rowNumber', { number });
  });
  return labels.join(say('join'));
}

/** The one plan that has these rows, or what has to be said instead. */
function planOf(context: CommandContext, { rows, plan }: TaskNumbers): KnowledgePack | CommandReply {
  const { deliveryContext, say, name } = context;
  const undoing = name === 'undo';
  if (!rows.length) return refused(context, [say(undoing ? 'whichRowsUndo' : 'whichRows')]);
  if (rows.length > maxRows) return refused(context, [say('tooManyRows', { count: maxRows })]);
  const known = deliveryContext.packs.filter(({ id }) => plan === undefined || id === plan);
  const missingIn = (pack: KnowledgePack) => rows.filter((row) => !pack.records.has(idOf(row)));
  const having = known.filter((pack) => !missingIn(pack).length);
  const own = having.filter(({ id }) => id === context.plan);
  const able = own.length ? own : having;
  if (able.length === 1) return able[0]!;
  if (able.length) {
    const choices = able.map((pack) => {
      const title = say('titled', { title: pack.facts.title });
      const question = say('withWords', { command: say(name), words: `${rows.join(say('join'))} ${title}` });
      return { label: title, question };
    });
    return refused(context, [say('whichPlan')], { choices });
  }
  const texts = known.map((pack) => {
    const missing = missingIn(pack).map((number) => say('rowNumber', { number }));
    const last = Math.max(0, ...pack.plan.records.filter(({ kind }) => kind === 'task').map(({ number }) => number));
    const title = say('titled', { title: pack.facts.title });
    return say(undoing ? 'noRowsUndo' : 'noRows', { rows: missing.join(say('join')), title, last });
  });
  return refused(context, texts);
}

const isReply = (one: KnowledgePack | CommandReply): one is CommandReply => 'outcome' in one;

/** A command about these rows of this plan, to be typed or pressed. */
function commandFor(
  { say, deliveryContext }: CommandContext,
  name: 'done' | 'undo',
  pack: KnowledgePack,
  rows: readonly number[],
): string {
  const numbers = rows.join(say('join'));
  const words = deliveryContext.packs.length > 1 ? `${numbers} ${say('titled', { title: pack.facts.title })}` : numbers;
  return say('withWords', { command: say(name), words });
}

export async function register(context: CommandContext, numbers: TaskNumbers): Promise<CommandReply> {
  const { sender, deliveryContext, say } = context;
  const pack = planOf(context, numbers);
  if (isReply(pack)) return pack;
  const { door, channel } = sender;
  const before = await completionsIn(deliveryContext, door, channel);
  const records = numbers.rows.map(idOf);
  const made = await markCompleted(deliveryContext, { door, channel, pack: pack.id, records }, actorOf(sender));
  const fresh = numbers.rows.filter((row) => made.includes(idOf(row)));
  const old = numbers.rows.filter((row) => !fresh.includes(row));
  const known = old.map((number) => {
    const earlier = before.find((one) => one.pack === pack.id && one.record === idOf(number));
    return earlier
      ? say('rowBy', { number, who: actorName(earlier.doneBy), date: onDay(context, earlier.doneAt) })
      : say('rowNumber', { number });
  });
  const repeated = known.length ? [say('registeredBefore', { rows: known.join(say('join')) })] : [];
  if (!fresh.length) return done(context, repeated);
  const command = commandFor(context, 'undo', pack, fresh);
  return done(
    context,
    [
      say('registeredNow', { rows: sayRows(context, pack, fresh) }),
      ...repeated,
      say('doneEffect'),
      say('undoHint', { command }),
    ],
    { choices: [{ label: command, question: command }] },
  );
}

export async function takeBack(context: CommandContext, numbers: TaskNumbers): Promise<CommandReply> {
  const { sender, deliveryContext, say } = context;
  const pack = planOf(context, numbers);
  if (isReply(pack)) return pack;
  const { door, channel } = sender;
  const gone = await unmarkCompleted(
    deliveryContext,
    { door, channel, pack: pack.id, records: numbers.rows.map(idOf) },
    actorOf(sender),
  );
  const undone = numbers.rows.filter((row) => gone.includes(idOf(row)));
  const none = numbers.rows.filter((row) => !undone.includes(row));
  const texts = [
    ...(undone.length ? [say('undone', { rows: sayRows(context, pack, undone) })] : []),
    ...(none.length
      ? [say('notRegistered', { rows: none.map((number) => say('rowNumber', { number })).join(say('join')) })]
      : []),
  ];
  return undone.length ? done(context, texts) : refused(context, texts);
}
