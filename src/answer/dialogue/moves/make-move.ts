/** What each move gives: the list edited, counted or left by a step, or a record of it. */
import { analyse } from '../../analyse/analysis.ts';
import { isSocial, isSoft } from '../../analyse/outside-topics.ts';
import { chooseReading } from '../../choose/readings.ts';
import { conjuncts } from '../../query.ts';
import { stateRecord, stateRows, stateSelect } from '../../respond/state.ts';
import { asksProgress, talk } from '../../respond/unstated.ts';
import { strongSubject } from '../../retrieve/thresholds.ts';
import { about } from '../about.ts';
import { besideEachOther } from '../edits/compared.ts';
import { listed } from '../edits/edit.ts';
import { editAs, liftNamed, restoreNamed } from '../edits/edited-query.ts';
import { inNamedRole } from '../edits/other-role.ts';
import { exchanged } from '../edits/query-stated.ts';
import { others, takeAway, takeBack } from '../edits/taken-away.ts';
import { alsoHolds, ofAnotherSet } from '../edits/turn-mode.ts';
import { stateFocus } from '../focus.ts';
import { type Followed, focusOf, has, keepList, type Leaning, maxRowsTold } from '../leaning.ts';
import { asksCell, neighbour, stepTo } from '../neighbour.ts';
import { picked, readPick } from '../pick.ts';
import { compared, nextPage, together } from '../shown.ts';
import { listOfNumber, wentBack } from '../went-back.ts';
import type { Move } from './read-move.ts';

const saysConditions = ({ analysis }: Leaning) => chooseReading(analysis)?.read.query.where !== undefined;

/** Names what holds of some of the shown. */
const narrows = ({ context: { asked } }: Leaning) =>
  asked.units.length > 0 || asked.periods.length > 0 || asked.starred !== undefined;

const namesUnits = ({ context }: Leaning) => context.asked.units.length > 0;

/** 这俩, 那几条, 都: all that is shown is meant. */
const plural = /[俩仨]|[这那][几些两三四]|两[条个项]|它们|分别|都是|各是/;

/** The only one of those shown for which the conditions of the turn hold. */
function pickedByConditions({ analysis }: Leaning, ids: readonly string[]): string | undefined {
  const read = chooseReading(analysis)?.read;
  if (!read?.query.where) return undefined;
  const [only, ...others] = read.selection.records.filter(({ id }) => ids.includes(id));
  return others.length ? undefined : only?.id;
}

/** The one of those shown that is by far the nearest to the words. */
function pickedByWords({ context: { engine, asked } }: Leaning, ids: readonly string[]): string | undefined {
  const pool = new Set(ids);
  const [best, next] = engine.rank(asked.text, (id) => pool.has(id)).hits;
  return best && best.score > 1.3 * (next?.score ?? 0) ? best.id : undefined;
}

/** One of those shown, by its place or by its words. */
function pickShown(leaning: Leaning): Followed {
  const { context, turn } = leaning;
  const { asked } = context;
  const ids = turn.list?.ids ?? [];
  if (plural.test(asked.text)) return narrows(leaning) ? editAs(leaning, 'narrow') : ofAll(leaning);
  if (turn.last === 'clarify' || asked.rows.length > 1) return undefined;
  const held = pickedByConditions(leaning, ids);
  if (held) return keepList(stateRecord(context, held), turn);
  const place = readPick(asked.text);
  if (ids.length < 2 || (asked.kinds.length > 0 && !place)) return undefined;
  if (asked.rows.some(({ kind }) => kind !== undefined)) return undefined;
  const id = place ? picked(place, ids, turn.focus[0]) : pickedByWords(leaning, ids);
  if (!id) return undefined;
  const asks = asked.aspects.size > 0 && !asked.aspects.has('content');
  return keepList(stateRecord(context, id, { whole: !asks }), turn);
}

/** A number of the shown list; what else the turn says narrows it. */
function count(leaning: Leaning): Followed {
  const { context, turn } = leaning;
  if (asksProgress(context, leaning.analysis.cues)) return undefined;
  if (!turn.list || saysConditions(leaning) || context.asked.kinds.length || context.asked.units.length)
    return undefined;
  return stateSelect(context, { ...turn.list.query, as: 'count' });
}

/** A column of all that is listed. */
function ofAll(leaning: Leaning): Followed {
  const { context, turn } = leaning;
  const ids = turn.list?.ids ?? turn.focus;
  if (ids.length < 2 || ids.length > maxRowsTold || narrows(leaning)) return undefined;
  return keepList(stateRows(context, ids), turn);
}

/** A column of the record just talked of. */
function ofFocus(leaning: Leaning): Followed {
  if (plural.test(leaning.context.asked.text)) return ofAll(leaning);
  const focus = focusOf(leaning.turn);
  const { asked } = leaning.context;
  const outside = leaning.analysis.cues.some((cue) => !isSocial(cue) && !isSoft(cue));
  if (!focus.length || leaning.turn.last === 'clarify' || outside || asked.rows.length) return undefined;
  return asked.aspects.size || asked.wantsYesNo ? stateFocus(leaning, focus) : undefined;
}

function undo(leaning: Leaning): Followed {
  const back = wentBack(leaning);
  if (back) return back;
  const counted = listOfNumber(leaning);
  if (counted) return stateSelect(leaning.context, { ...counted.query, as: 'list' });
  return saysConditions(leaning) ? restoreNamed(leaning) : takeBack(leaning);
}

function lift(leaning: Leaning): Followed {
  const before = leaning.turn.list?.query;
  if (!before?.where) return undefined;
  const lifted = liftNamed(leaning);
  if (lifted && !('restart' in lifted) && JSON.stringify(lifted.list?.query) !== JSON.stringify(before)) return lifted;
  return conjuncts(before.where).length > 1 ? undefined : takeBack(leaning);
}

/** 吃饭了没, 今天真热: nothing of the plan is said. */
function chat({ context, analysis }: Leaning): Followed {
  const { asked } = context;
  const nothing = !asked.units.length && !asked.periods.length && !asked.rows.length && !asked.kinds.length;
  return nothing && !asked.aspects.size && analysis.subject < strongSubject ? talk(context, 'chat', false) : undefined;
}

/** What records are counted by, in the words of the turn; else what they were counted by before. */
function columnCounted({ context: { asked }, turn }: Leaning): string {
  if (/月|时候|期|时点|时间/.test(asked.text)) return 'deadline';
  if (/组|部分|板块/.test(asked.text)) return 'group';
  const as = turn.list?.query.as;
  if (typeof as === 'object' && 'each' in as && !asked.tokens.some(({ tag }) => tag.startsWith('role.')))
    return as.each;
  return asked.tokens.some(({ tag }) => tag === 'role.cooperating') ? 'cooperating' : 'responsible';
}

/** 哪个月最多, 哪个最靠后: the most, the fewest, the first or the last of what is listed. */
function extreme(leaning: Leaning): Followed {
  const { context, analysis, turn } = leaning;
  const { list } = turn;
  const { order: asksOrder, superlative } = context.asked;
  const read = chooseReading(analysis)?.read.query;
  const order = read?.order ?? asksOrder;
  const form = typeof read?.as === 'object' && !('compare' in read.as) ? read.as : undefined;
  const column = columnCounted(leaning);
  const as = form ?? (superlative === 'least' ? { least: column } : { most: column });
  if (!list || !(order || form || superlative)) return undefined;
  return stateSelect(context, order ? { ...listed(list.query), order } : { ...listed(list.query), as });
}

/** 按单位数数, 各家几条: what is listed, by one of its columns. */
function grouped(leaning: Leaning): Followed {
  const { context, analysis, turn } = leaning;
  const as = chooseReading(analysis)?.read.query.as;
  const each = typeof as === 'object' && 'each' in as ? as.each : columnCounted(leaning);
  return turn.list && stateSelect(context, { ...listed(turn.list.query), as: { each } });
}

/** 6月的留下，别的去掉: what is named stays, read without the clause about the others. */
function keptOnly({ context, turn }: Leaning): Followed {
  const { text } = context.asked;
  if (!others.test(text)) return undefined;
  const named = about(context, text.replace(others, '').replace(/[,;]+.{0,2}$/, ''));
  return editAs({ context: named, analysis: analyse(named), turn }, 'narrow');
}

const makers: Partial<Record<Move, (leaning: Leaning) => Followed>> = {
  chat,
  exclude: (leaning) => keptOnly(leaning) ?? takeAway(leaning),
  lift,
  only: (leaning) => (ofAnotherSet(leaning.context) ? undefined : editAs(leaning, 'narrow')),
  swap: (leaning) => exchanged(leaning) ?? besideEachOther(leaning) ?? editAs(leaning, 'replace'),
  add: (leaning) => editAs(leaning, alsoHolds.test(leaning.context.asked.text) ? 'narrow' : 'join'),
  undo,
  role: inNamedRole,
  next: (leaning) => neighbour(leaning) ?? stepTo(leaning, { by: 1, from: '' }),
  // 上一条谁负责 is the one just said.
  prev: (leaning) => neighbour(leaning) ?? (asksCell(leaning) ? undefined : stepTo(leaning, { by: -1, from: '' })),
  pick: pickShown,
  count,
  most: extreme,
  bygroup: grouped,
  compare: (leaning) =>
    namesUnits(leaning) || has(leaning.context, 'shown.difference') ? undefined : compared(leaning),
  both: (leaning) => (namesUnits(leaning) ? undefined : together(leaning, true)),
  joined: (leaning) => (namesUnits(leaning) ? undefined : together(leaning, false)),
  listcol: ofAll,
  itscol: ofFocus,
  more: ({ context, analysis, turn }) => (turn.list ? nextPage({ context, analysis, turn }) : undefined),
};

/** 那这条是3月就该弄好的对吧: the record just talked of is asked of, whatever conditions the words name. */
const pointsAtOne = /^那?(?:[这那该]一?[条项个](?!月|单子|名单|清单|列表|组)|它|其)/;
const editing: ReadonlySet<Move> = new Set(['only', 'swap', 'add']);

/** Longer turns are whole questions, or say more than one thing. */
const longestMove = 40;

export function makeMove(leaning: Leaning, move: Move): Followed {
  const { text } = leaning.context.asked;
  if (text.length > longestMove) return undefined;
  const ofOne = editing.has(move) && pointsAtOne.test(text) && focusOf(leaning.turn).length === 1;
  return ofOne ? ofFocus(leaning) : makers[move]?.(leaning);
}
