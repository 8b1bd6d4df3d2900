/** 完成 24, 撤销完成 24: what a channel registers as done, shown as its own word and never as the plan's. */
import { registerDone, registeredIn, undoDone } from '../delivery/completions.ts';
import { shorten, nameOf as textOf } from '../language/format.ts';
import type { KnowledgePack } from '../model/pack.ts';
import { actorOf, done, onDay, type Reply, refused, type Turn, whoIs } from './context.ts';
import type { RowsSaid } from './task-numbers.ts';

const mostRows = 40;
/** More rows than this are told by their numbers alone. */
const inWords = 5;
const rowLength = 24;

const idOf = (row: number) => `task:${row}`;

function sayRows({ say }: Turn, pack: KnowledgePack, rows: readonly number[]): string {
  const said = rows.map((number) => {
    const record = pack.records.get(idOf(number));
    return record && rows.length <= inWords
      ? say('row', { number, text: shorten(textOf(record), rowLength) })
      : say('rowNumber', { number });
  });
  return said.join(say('join'));
}

/** The one plan that has these rows, or what has to be said instead. */
function planOf(turn: Turn, { rows, plan }: RowsSaid): KnowledgePack | Reply {
  const { ledger, say, name } = turn;
  const undoing = name === 'undo';
  if (!rows.length) return refused(turn, [say(undoing ? 'whichRowsUndo' : 'whichRows')]);
  if (rows.length > mostRows) return refused(turn, [say('tooManyRows', { count: mostRows })]);
  const known = ledger.packs.filter(({ id }) => plan === undefined || id === plan);
  const missingIn = (pack: KnowledgePack) => rows.filter((row) => !pack.records.has(idOf(row)));
  const able = known.filter((pack) => !missingIn(pack).length);
  if (able.length === 1) return able[0]!;
  if (able.length) {
    const choices = able.map((pack) => {
      const title = say('titled', { title: pack.facts.title });
      const question = say('withWords', { command: say(name), words: `${rows.join(say('join'))} ${title}` });
      return { label: title, question };
    });
    return refused(turn, [say('whichPlan')], { choices });
  }
  const texts = known.map((pack) => {
    const missing = missingIn(pack).map((number) => say('rowNumber', { number }));
    const last = Math.max(0, ...pack.plan.records.filter(({ kind }) => kind === 'task').map(({ number }) => number));
    const title = say('titled', { title: pack.facts.title });
    return say(undoing ? 'noRowsUndo' : 'noRows', { rows: missing.join(say('join')), title, last });
  });
  return refused(turn, texts);
}

const isReply = (one: KnowledgePack | Reply): one is Reply => 'outcome' in one;

/** A command about these rows of this plan, to be typed or pressed. */
function commandFor(
  { say, ledger }: Turn,
  name: 'done' | 'undo',
  pack: KnowledgePack,
  rows: readonly number[],
): string {
  const numbers = rows.join(say('join'));
  const words = ledger.packs.length > 1 ? `${numbers} ${say('titled', { title: pack.facts.title })}` : numbers;
  return say('withWords', { command: say(name), words });
}

export async function register(turn: Turn, said: RowsSaid): Promise<Reply> {
  const { asker, ledger, say } = turn;
  const pack = planOf(turn, said);
  if (isReply(pack)) return pack;
  const { door, channel } = asker;
  const before = await registeredIn(ledger, door, channel);
  const records = said.rows.map(idOf);
  const made = await registerDone(ledger, { door, channel, pack: pack.id, records }, actorOf(asker));
  const fresh = said.rows.filter((row) => made.includes(idOf(row)));
  const old = said.rows.filter((row) => !fresh.includes(row));
  const known = old.map((number) => {
    const earlier = before.find((one) => one.pack === pack.id && one.record === idOf(number));
    return earlier
      ? say('rowBy', { number, who: whoIs(earlier.doneBy), date: onDay(turn, earlier.doneAt) })
      : say('rowNumber', { number });
  });
  const repeated = known.length ? [say('registeredBefore', { rows: known.join(say('join')) })] : [];
  if (!fresh.length) return done(turn, repeated);
  const command = commandFor(turn, 'undo', pack, fresh);
  return done(
    turn,
    [
      say('registeredNow', { rows: sayRows(turn, pack, fresh) }),
      ...repeated,
      say('doneEffect'),
      say('undoHint', { command }),
    ],
    { choices: [{ label: command, question: command }] },
  );
}

export async function takeBack(turn: Turn, said: RowsSaid): Promise<Reply> {
  const { asker, ledger, say } = turn;
  const pack = planOf(turn, said);
  if (isReply(pack)) return pack;
  const { door, channel } = asker;
  const gone = await undoDone(ledger, { door, channel, pack: pack.id, records: said.rows.map(idOf) }, actorOf(asker));
  const undone = said.rows.filter((row) => gone.includes(idOf(row)));
  const none = said.rows.filter((row) => !undone.includes(row));
  const texts = [
    ...(undone.length ? [say('undone', { rows: sayRows(turn, pack, undone) })] : []),
    ...(none.length
      ? [say('notRegistered', { rows: none.map((number) => say('rowNumber', { number })).join(say('join')) })]
      : []),
  ];
  return undone.length ? done(turn, texts) : refused(turn, texts);
}
