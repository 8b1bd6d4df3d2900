/** Numbers that say how well a way of going on fits the turn: what the way is, what it gives, and what the words of the turn ask for. */
import type { Analysis } from '../../analyse/analysis.ts';
import { isSocial, isSoft } from '../../analyse/outside-topics.ts';
import { level } from '../../choose/features.ts';
import { chooseReading } from '../../choose/readings.ts';
import { likelyAnswers, routeChances } from '../../respond.ts';
import type { Response } from '../../response.ts';
import { isFragment, standsAlone } from '../edits/turn-mode.ts';
import type { Leaning } from '../leaning.ts';
import type { Turn } from '../memory.ts';
import { readMove } from '../moves/read-move.ts';
import { readPick } from '../pick.ts';
import { listsAll } from '../what-was-shown.ts';
import type { Candidate } from './candidates.ts';

export type TurnFeatures = Map<string, number>;

const tellingTags = /^(?:edit|only|goback|more|switch|correct|next|previous|shown|page|level)/;

/** Does the wording ask for it or name it? One flag for each that does. */
function wordsOf({ asked, cues, outsideness }: Analysis): string[] {
  const flags: [string, boolean][] = [
    ['social', cues.some(isSocial)],
    ['outside', cues.some((cue) => !isSocial(cue) && !isSoft(cue))],
    ['sounds outside', outsideness > 0.6],
    ['may be outside', outsideness > 0.3 && outsideness <= 0.6],
    ['rows', asked.rows.length > 0],
    ['kinds', asked.kinds.length > 0],
    ['units', asked.units.length > 0],
    ['units in a role', asked.units.some(({ role, not }) => role !== 'any' && !not)],
    ['unknown units', asked.unknownUnits.length > 0],
    ['periods', asked.periods.length > 0],
    ['star', asked.starred !== undefined],
    ['a cell', asked.aspects.size > 0],
    ['a list', asked.wantsList],
    ['a number', asked.wantsCount],
    ['whether', asked.wantsYesNo],
    ['a place', readPick(asked.text) !== undefined],
    ['the most', asked.superlative !== undefined || asked.order !== undefined],
  ];
  const tags = new Set(asked.tokens.flatMap(({ tag }) => (tellingTags.test(tag) ? [tag] : [])));
  return [...flags.flatMap(([name, holds]) => (holds ? [name] : [])), ...tags];
}

/** The kind of answer that the turn asks for by itself, and how surely. */
function kindOfAnswer({ context, analysis }: Leaning): string[] {
  const [top] = routeChances(likelyAnswers(context, analysis));
  return top ? [`route=${top.route}`, `route=${top.route} ${level(top.chance, [0.6, 0.85, 0.97])}`] : [];
}

/** How near the records just talked of are to the words, beside the nearest of all. */
function nearness({ analysis: { ranking }, turn }: Leaning): string {
  const best = ranking.hits[0]?.score ?? 0;
  const own = ranking.hits.find(({ id }) => turn.focus.includes(id))?.score ?? 0;
  return `focus near=${best ? level(own / best, [0.01, 0.4, 0.7, 0.95]) : 'none'}`;
}

/** What holds of the turn whatever way is taken. */
function situation(leaning: Leaning): string[] {
  const { analysis, turn } = leaning;
  const read = chooseReading(analysis)?.read;
  const { list, focus } = turn;
  return [
    `last=${turn.last}`,
    `length=${level(analysis.asked.text.length, [5, 9, 13, 17, 25, 40])}`,
    `subject=${level(analysis.subject, [4, 8, 15, 25, 50])}`,
    `conditions=${read ? Math.min(3, read.conditions) : 'none'}`,
    `unexplained=${read ? level(read.unexplained, [0.5, 1, 2, 4]) : 'none'}`,
    ...(standsAlone(leaning) ? ['stands alone'] : []),
    ...(isFragment(leaning) ? ['fragment'] : []),
    `focus=${Math.min(2, focus.length)}`,
    `list=${list ? Math.min(2, list.ids.length) : 'none'}`,
    ...kindOfAnswer(leaning),
    nearness(leaning),
    `begins ${analysis.asked.text.slice(0, 1)}`,
    `ends ${analysis.asked.text.slice(-1)}`,
    ...wordsOf(analysis),
  ];
}

/** How the records of an answer stand to those that were shown. */
function relation(records: readonly string[], { list, focus }: Turn): string {
  const shown = new Set(list?.ids ?? focus);
  const both = records.filter((id) => shown.has(id)).length;
  if (!records.length) return 'none';
  if (both === records.length) return both === shown.size ? 'same' : 'part';
  if (!both) return 'other';
  return both === shown.size ? 'more' : 'overlap';
}

const leastChance = 1e-4;
const surelyLog = (chance: number) => Math.log(chance + leastChance);

function outcomeOf({ outcome, records }: Response): string {
  return records.length || outcome === 'answer' ? outcome : `${outcome} of nothing`;
}

/** The features of every candidate, in their order. */
export function turnFeatures(candidates: readonly Candidate[], leaning: Leaning): TurnFeatures[] {
  const holding = situation(leaning);
  const chances = new Map(readMove(leaning.analysis.asked).map(({ move, chance }) => [`move.${move}`, chance]));
  const aloneChance = chances.get('move.alone') ?? 0;
  return candidates.map(({ ways, response }) => {
    const found: TurnFeatures = new Map();
    const outcome = outcomeOf(response);
    const related = relation(response.records, leaning.turn);
    const chance = ways.reduce((sum, way) => sum + (chances.get(way) ?? 0), ways.includes('alone') ? aloneChance : 0);
    found.set('chance', surelyLog(chance));
    found.set('ways', ways.length);
    found.set(`gives ${outcome}`, 1);
    found.set(`gives ${related}`, 1);
    found.set(`gives ${level(response.records.length, [1, 2, 4, 11, 30])} records`, 1);
    if (listsAll(response)) found.set('gives everything', 1);
    for (const way of ways) {
      found.set(way, 1);
      const own = way === 'alone' ? aloneChance : chances.get(way);
      if (own !== undefined) found.set(`${way} chance`, surelyLog(own));
      for (const of of [...holding, outcome, related]) found.set(`${way} & ${of}`, 1);
    }
    return found;
  });
}
