/** Turns about what was just talked of: another cell of its row, the records of another kind that go with it, its unit. */
import { unitsIn } from '../../knowledge/select.ts';
import type { RecordKind } from '../../model/plan.ts';
import { holds } from '../choose/features.ts';
import { chooseReading } from '../choose/readings.ts';
import { stateRecord, stateRows, stateSelect } from '../respond/state.ts';
import { asksProgress, declineProgress } from '../respond/unstated.ts';
import type { Response } from '../response.ts';
import { strongSubject } from '../retrieve/thresholds.ts';
import {
  type Followed,
  focusOf,
  has,
  isBare,
  isShort,
  keepList,
  type Leaning,
  linkedTo,
  longestEllipsis,
} from './leaning.ts';
import { recordMeant } from './went-back.ts';

/** 这任务, 那条措施: one thing, just talked of. */
const singular = /[这那该此](?:一)?[个条项件]?(?:任务|措施|指标|阶段|事项|工作)/;

/** 对应, 配套: words that ask for what goes with the record talked of, however long the turn. */
const linking = /对应|对口|配套|归|落到|落在|相关|这个率|这个数|也写|类似|里说的|里讲的|怎么写|咋写|怎么说|咋说|撑腰/;

/** Do only records of support name these units? */
function ofSupport({ engine, asked }: Leaning['context']): boolean {
  const named = new Set(asked.units.flatMap((unit) => (unit.not ? [] : unit.units)));
  if (!named.size) return false;
  const kinds = [...engine.pack.records.values()].flatMap((record) =>
    [...unitsIn(record, 'responsible'), ...unitsIn(record, 'cooperating')].some((unit) => named.has(unit))
      ? [record.kind]
      : [],
  );
  return kinds.length > 0 && kinds.every((kind) => kind === 'support');
}

/** The kind that the turn names, or that a level (省里有没有类似的) or a unit of that level implies. */
function kindAsked({ context }: Leaning, only: string | undefined): RecordKind | undefined {
  const named = context.asked.kinds.find((one) => !only?.startsWith(`${one}:`));
  if (named) return named;
  if (linking.test(context.asked.text) && !only?.startsWith('support:') && ofSupport(context)) return 'support';
  if (has(context, 'level.above') && !only?.startsWith('support:')) return 'support';
  return has(context, 'level.own') && only?.startsWith('support:') ? 'task' : undefined;
}

/** The record of a kind that is nearest to the words of the one talked of, and to the question that brought it up. */
function nearestOfKind({ context, turn }: Leaning, only: string, kind: RecordKind): string | undefined {
  const { asked, engine } = context;
  const units = new Set(asked.units.flatMap((unit) => (unit.not ? [] : unit.units)));
  const fits = (id: string) => {
    const record = id.startsWith(`${kind}:`) ? engine.pack.records.get(id) : undefined;
    return record !== undefined && (!units.size || unitsIn(record, 'responsible').some((unit) => units.has(unit)));
  };
  const words = engine.pack.records.get(only)?.text.text ?? '';
  const [near] = engine.rank(`${turn.questionText} ${asked.text} ${words}`, fits).hits;
  return near && near.score > strongSubject / 2 ? near.id : undefined;
}

/** The record talked of, the kind of what goes with it, and whether a word asks for such a link. */
interface Link {
  only: string;
  kind: RecordKind;
  byWord: boolean;
}

function linkAsked(leaning: Leaning): Link | undefined {
  const { context, turn } = leaning;
  const { asked } = context;
  const [only] = focusOf(turn);
  const kind = kindAsked(leaning, only);
  const byLevel = kind === 'support' && !asked.kinds.length && isBare(leaning);
  const byWord = (linking.test(asked.text) || byLevel) && asked.text.length <= longestEllipsis;
  if (!only || !kind || !(isShort(context) || byWord) || asked.rows.length) return undefined;
  if (singular.test(asked.text) || (asked.units.length && kind !== 'support')) return undefined;
  return { only, kind, byWord };
}

/** The records of a group, or the tasks of a measure. */
function membersOf(context: Leaning['context'], { only, kind }: Link): Followed {
  const { engine, asked } = context;
  if (only.startsWith('group:') && (kind === 'measure' || kind === 'task'))
    return stateSelect(context, {
      ask: 'select',
      kind,
      where: { column: 'group', is: 'linked', to: [only] },
      as: asked.wantsCount && !asked.wantsList ? 'count' : 'list',
    });
  const tasks = kind === 'task' ? engine.pack.tasksOf.get(only) : undefined;
  return tasks?.length
    ? stateSelect(context, { ask: 'select', kind, where: { ids: [...tasks] }, as: 'list' })
    : undefined;
}

/** 落到哪些任务上, 归正文哪条措施, 省里支持的呢: the records of another kind that go with what was talked of. */
export function linkedKind(leaning: Leaning): Followed {
  const { context } = leaning;
  const { asked, engine } = context;
  const link = linkAsked(leaning);
  if (!link) return undefined;
  const members = membersOf(context, link);
  if (members) return members;
  const { only, kind, byWord } = link;
  const owner = linkedTo(engine.pack, only, kind);
  if (owner && isBare(leaning)) return stateRecord(context, owner, { whole: true });
  if (!byWord && asked.kinds.length && (asked.wantsList || asked.wantsCount)) return undefined;
  const near = nearestOfKind(leaning, only, kind);
  return near ? stateRecord(context, near) : undefined;
}

/** 那条任务归正文第几条, 清单里那条谁负责: what goes with the record that the words mean, else with the one just talked of. */
export function linkedRecord(leaning: Leaning): Followed {
  const { context, turn } = leaning;
  const [focus] = focusOf(turn);
  const from = recordMeant(leaning) ?? focus;
  if (!from) return undefined;
  const kind = kindAsked(leaning, from) ?? kindOfPart(context.asked.text);
  if (!kind || from.startsWith(`${kind}:`)) return undefined;
  const tasks = kind === 'task' ? (context.engine.pack.tasksOf.get(from) ?? []) : [];
  const owner = tasks.length === 1 ? tasks[0] : linkedTo(context.engine.pack, from, kind);
  const id = owner ?? nearestOfKind(leaning, from, kind);
  return id ? stateRecord(context, id) : undefined;
}

/** The kind of record that a part of the document holds. */
function kindOfPart(text: string): RecordKind | undefined {
  if (/正文|措施/.test(text)) return 'measure';
  if (/附件2|支持/.test(text)) return 'support';
  return /附件1|清单|任务表|表里/.test(text) ? 'task' : undefined;
}

/** Words that point (这, 那, 刚才) together with words of the record just talked of: 那个保险的任务到几月. */
const pointing = /[这那该此](?:[个条项种些块]|几[个条项]|件事|边)|刚才|上面/;
const nearFocus = 0.75;

function pointsAtFocus({ context, analysis }: Leaning, focus: string): boolean {
  if (!pointing.test(context.asked.text)) return false;
  const { hits } = analysis.ranking;
  const own = hits.find(({ id }) => id === focus)?.score ?? 0;
  return own > 0 && own >= (hits[0]?.score ?? 0) * nearFocus;
}

/** Asks for a cell, the words, a date that has passed, or whether something holds. */
const asksOfRecord = ({ context, analysis }: Leaning): boolean =>
  context.asked.aspects.size > 0 ||
  has(context, 'original') ||
  context.asked.wantsYesNo ||
  has(context, 'back') ||
  asksProgress(context, analysis.cues);

/** 哪些单位, 哪几家: the units are asked for. */
const asksForUnits = ({ tokens, text }: Leaning['context']['asked']): boolean =>
  tokens.some((token) => token.tag === 'ask.unit' || (token.tag.startsWith('role.') && /单位|部门/.test(token.text))) ||
  /哪[几两三]?家/.test(text);

/** A list or a number of other records is asked for, not of the units or the words of those talked of. */
function asksAnotherSet({ context }: Leaning): boolean {
  const { asked } = context;
  if (!asked.wantsList && !asked.wantsCount) return false;
  if (asksForUnits(asked) || has(context, 'original')) return false;
  return !asked.aspects.has('content') || asked.units.length > 0;
}

/** Units that are named select among what is listed, where nothing is asked of them. */
const selectsByUnit = ({ context, turn }: Leaning): boolean => {
  const { units, wantsYesNo } = context.asked;
  if (!units.length) return false;
  return (turn.last === 'list' && !turn.focus.length) || (!wantsYesNo && !has(context, 'back') && Boolean(turn.list));
};

/** The same records, another question about them (谁牵头, 几月的, 商务局在里面吗). */
export function aboutFocus(leaning: Leaning): Followed {
  const { context, turn, analysis } = leaning;
  const { asked } = context;
  const focus = focusOf(turn);
  const [only] = focus;
  if (!only || turn.last === 'clarify' || asked.periods.length || asked.text.length > longestEllipsis) return undefined;
  const near = focus.length === 1 && pointsAtFocus(leaning, only);
  if (!near && !isBare(leaning)) return undefined;
  const points = near || singular.test(asked.text) || /^那?它/.test(asked.text);
  if (asked.kinds.includes('task') && !points) return undefined;
  if (!asksOfRecord(leaning) || selectsByUnit(leaning) || asksAnotherSet(leaning)) return undefined;
  const reading = chooseReading(analysis)?.read;
  if (reading && reading.conditions > 1 && !near) return undefined;
  return stateFocus(leaning, focus);
}

/** A measure has neither units nor deadline: they are asked of that task of it which is nearest to what brought it up. */
function rowOf({ context, turn }: Leaning, only: string): string {
  const { pack } = context.engine;
  const record = pack.records.get(only);
  const tasks = pack.tasksOf.get(only) ?? [];
  const lacks = record !== undefined && [...context.asked.aspects].some((aspect) => !holds(record, aspect));
  if (!lacks || !tasks.length) return only;
  const [near] = context.engine.rank(turn.questionText, (id) => tasks.includes(id)).hits;
  return near?.id ?? tasks[0]!;
}

/** What is asked of the records just talked of. */
export function stateFocus({ context, analysis, turn }: Leaning, focus: readonly string[]): Response {
  const { asked } = context;
  const only = rowOf({ context, analysis, turn }, focus[0]!);
  context.trace('leans on', focus.length > 1 ? focus.join(' ') : only);
  if (focus.length === 1 && asksProgress(context, analysis.cues)) return keepList(declineProgress(context, only), turn);
  if (focus.length > 1) return stateRows(context, focus);
  const whole = asked.aspects.has('content') || has(context, 'original');
  return keepList(stateRecord(context, only, { whole, plain: true }), turn);
}
