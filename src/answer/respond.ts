/** One question to one pack, without regard to the turns before: the steps from understanding to a card. */
import type { Card, Outcome } from '../model/card.ts';
import type { PlanRecord } from '../model/plan.ts';
import { listCard } from './compose/list.ts';
import { documentCard, dutiesCard, noSuchRowCard, notStatedCard, talkCard, whichOfCard, whichOneCard } from './compose/others.ts';
import { recordCard, rowsCard } from './compose/record.ts';
import { column, currentMonth, nameOf, sayMonth, type Voice } from './compose/voice.ts';
import { type Cue, type Cues, isSocial, isSoft } from './decline.ts';
import type { Engine } from './engine.ts';
import { asksNow, readFilter } from './filter.ts';
import type { PhraseKey } from './phrases.ts';
import { emptyFilter, type Filter, monthDue, select, unitsIn } from './select.ts';
import { type Aspect, type Understanding, understand } from './understand.ts';

export interface Response {
  outcome: Outcome;
  records: string[];
  card: Card;
  /** What a following turn may lean on. */
  focus: string[];
  list?: { filter: Filter; ids: string[]; from: number } | undefined;
  candidates: string[];
  asked: Understanding;
}

export type Trace = (step: string, detail: string) => void;

export interface Asking {
  engine: Engine;
  cues: Cues;
  voice: Voice;
  asked: Understanding;
  trace: Trace;
}

// Thresholds on the search's scores, set on the questions written beforehand and on the phrasings held out.
/** Below this the left-over words are no subject. */
const subjectFloor = 8;
/** A subject this strong is looked up even where the words around it would make a filter. */
const strongSubject = 30;
/** Below this a lookup is not answered. */
const answerFloor = 14;

/** English questions meet fewer features of a record than Chinese ones of the same weight. */
const floorFor = ({ english }: Understanding) => (english ? subjectFloor * 0.6 : subjectFloor);
const answerFloorFor = ({ english }: Understanding) => (english ? answerFloor * 0.6 : answerFloor);

/** With a cue, this much likeness to what is never stated declines. */
const softCue = 0.3;
const hardCue = 0.05;
/** Without a cue. */
const noCue = 0.68;
/** Without a cue, where a column of the plan's tables is asked by name. */
const noCueColumn = 0.85;
/** Where a number is asked and the record prints one. */
const noCueNumber = 0.92;

const isRecord = (id: string) => !id.startsWith('outside:');

function response(asked: Understanding, outcome: Outcome, card: Card, records: string[], more: Partial<Response> = {}): Response {
  return { outcome, records, card, focus: outcome === 'answer' ? records.slice(0, 1) : [], candidates: [], asked, ...more };
}

export function recordsOf({ engine }: Asking, ids: readonly string[]): PlanRecord[] {
  return ids.map((id) => engine.pack.records.get(id)).filter((record) => record !== undefined);
}

/** States one record; through a channel where the question is a need that a place serves. */
export function stateRecord(asking: Asking, id: string, { whole = false } = {}): Response {
  const { engine, voice, asked } = asking;
  const record = engine.pack.records.get(id)!;
  const official = asked.aspects.has('leader') || asked.aspects.has('deadline') || asked.rows.length > 0 || asked.aspects.has('cooperating');
  const channel = whole || official ? undefined : channelFor(asking, id);
  const choices = channel ? nearbyChannels(asking, channel.id) : [];
  const card = recordCard(voice, {
    record,
    asked,
    expand: (text) => expand(engine, text),
    channel,
    choices,
    whole,
    doneAsked: asked.marks.some((mark) => mark.tag === 'ask.done'),
  });
  const records = channel ? [id, ...channel.records.filter((other) => other !== id)] : [id];
  return response(asked, 'answer', card, records, { focus: [id] });
}

function channelFor({ engine, asked }: Asking, id: string) {
  return engine.channelsFor(asked.text, id).find(({ channel, score }) => score > 12 && channel.records.indexOf(id) <= 1)?.channel;
}

/** Other places for the same need, each as a whole question. */
function nearbyChannels({ engine, asked, voice }: Asking, own: string) {
  const { hits } = engine.rank(asked.text, isRecord);
  const seen = new Set([own]);
  const choices: { label: string; question: string }[] = [];
  for (const { id } of hits.slice(1, 8)) {
    const channel = engine.channelsFor(asked.text, id).find(({ channel: c }) => c.records[0] === id)?.channel;
    if (!channel || seen.has(channel.id) || choices.length >= 2) continue;
    seen.add(channel.id);
    choices.push({ label: channel.name, question: voice.say('askChannel', { name: channel.name }) });
  }
  return choices;
}

/** The plan's own terms for the everyday words of a question. */
function expand(engine: Engine, text: string): string {
  const ids = new Set(engine.vocabulary.concepts.read(text).map((mark) => mark.value));
  const terms = engine.pack.concepts.filter((concept) => ids.has(concept.id)).flatMap((concept) => concept.terms);
  return [text, ...terms].join(' ');
}

function related(asking: Asking, most = 2): PlanRecord[] {
  const { engine, asked } = asking;
  const { hits } = engine.rank(asked.text, isRecord);
  const floor = Math.max(answerFloor, (hits[0]?.score ?? 0) * 0.5);
  return recordsOf(asking, hits.filter((hit) => hit.score >= floor).slice(0, most).map((hit) => hit.id));
}

export function decline(asking: Asking, label: string, why: string): Response {
  asking.trace('declined', why);
  const near = related(asking);
  // 那它归谁管 may follow: what the question was about stays the subject, unless it named none.
  const focus = subjectScore(asking) >= strongSubject / 2 ? [near.find((record) => record.kind === 'task') ?? near[0]].flatMap((record) => record?.id ?? []) : [];
  return response(asking.asked, 'not_found', notStatedCard(asking.voice, label, near), [], { focus });
}

function talk(asking: Asking, key: PhraseKey, withExamples: boolean): Response {
  return response(asking.asked, 'help', talkCard(asking.voice, key, withExamples), []);
}

const socialAnswers: Record<string, { key: PhraseKey; examples: boolean }> = {
  smalltalk: { key: 'greeting', examples: true },
  abuse: { key: 'abuse', examples: false },
  identity: { key: 'identity', examples: true },
  nonsense: { key: 'nothing', examples: true },
  injection: { key: 'injection', examples: false },
};

export function talkOf(asking: Asking, cue: Cue): Response {
  asking.trace('small talk', `${cue.topic.id} (${cue.text})`);
  const { key, examples } = socialAnswers[cue.topic.id]!;
  const thanks = cue.topic.id === 'smalltalk' && /谢|辛苦|再见|拜|thank|bye|好的|收到|ok/.test(cue.text);
  return talk(asking, thanks ? 'thanks' : key, examples && !thanks);
}

export function nothingAsked(asking: Asking): Response {
  return talk(asking, 'nothing', true);
}

export function askWhichOne(asking: Asking, why: string): Response {
  asking.trace('asked back', why);
  return response(asking.asked, 'clarify', whichOneCard(asking.voice), []);
}

/** A set as a list; the whole set is stated, however much of it is shown. */
export function stateList(asking: Asking, filter: Filter, extra: string[] = [], from = 0): Response {
  const { engine, voice, asked, trace } = asking;
  const records = select(engine.pack, filter, currentMonth(voice));
  trace('filter', JSON.stringify(filter));
  const sentences = [...extra];
  if (filter.status === 'open' && !records.length) {
    const months = [...engine.pack.records.values()].map(monthDue).filter((month) => month !== undefined);
    if (months.length) sentences.push(voice.say('allOver', { date: sayMonth(voice, Math.max(...months)) }));
  }
  const ids = records.map((record) => record.id);
  return response(asked, 'list', listCard(voice, { records, filter, from }, sentences), ids, { list: { filter, ids, from } });
}

/** 公安和法院谁牵头的多, 牵头最多的是哪家: counts by unit. */
function countUnits(asking: Asking, filter: Filter): Response | undefined {
  const { engine, voice, asked } = asking;
  const current = currentMonth(voice);
  const role = asked.units[0]?.role === 'cooperating' || (asked.aspects.has('cooperating') && !asked.units.length) ? 'cooperating' : 'responsible';
  const { say } = voice;
  const positive = filter.units.filter((unit) => !unit.not);
  if (positive.length >= 2 && (asked.superlative || asked.compares)) {
    const counted = positive.map((unit) => ({ unit, count: select(engine.pack, { ...filter, units: [unit] }, current).length }));
    const best = Math.max(...counted.map(({ count }) => count));
    const winners = counted.filter(({ count }) => count === best);
    const counts = counted.map(({ unit, count }) => say('countOf', { what: unit.units.join('、'), count })).join(say('semicolon'));
    const sentence = winners.length === 1 ? say('compareMore', { what: winners[0]!.unit.units.join('、'), counts }) : say('compareSame', { counts });
    return stateList(asking, { ...filter, unitsJoin: 'some' }, [sentence]);
  }
  if (!asked.superlative || positive.length || !asked.aspects.has(role)) return undefined;
  const excluded = new Set(filter.units.filter((unit) => unit.not).flatMap((unit) => unit.units));
  const counts = new Map<string, number>();
  for (const record of select(engine.pack, { ...filter, units: [] }, current))
    for (const unit of unitsIn(record, role)) if (!excluded.has(unit)) counts.set(unit, (counts.get(unit) ?? 0) + 1);
  if (!counts.size) return undefined;
  const edge = asked.superlative === 'most' ? Math.max(...counts.values()) : Math.min(...counts.values());
  const winners = [...counts].filter(([, count]) => count === edge).map(([unit]) => unit);
  const sentence = say('mostUnit', { unit: winners.join('、'), adjective: say(asked.superlative), count: edge });
  return stateList(asking, { ...filter, units: [{ units: winners, role, not: false, text: '' }] }, [sentence]);
}

/** Rows by number. Undefined where the numbers only name a group, which is a filter. */
function answerRows(asking: Asking): Response | undefined {
  const { engine, voice, asked, trace } = asking;
  const rows = asked.rows.filter((row) => row.kind !== 'group');
  if (!rows.length) return undefined;
  const kindHint = asked.kinds.find((kind) => kind !== 'task' && kind !== 'group');
  const wanted = rows.map((row) => ({ kind: row.kind ?? kindHint ?? 'task', number: row.number }));
  const missing = wanted.find(({ kind, number }) => !engine.pack.records.has(`${kind}:${number}`));
  if (missing) {
    const all = [...engine.pack.records.values()].filter((record) => record.kind === missing.kind);
    trace('declined', `there is no ${missing.kind}:${missing.number}`);
    const place = all[0]?.place.replace(/\s*第\d+项$/, '').replace(/\d+$/, '') ?? '';
    if (!all.length) return decline(asking, '', 'the plan has no such records');
    return response(asked, 'not_found', noSuchRowCard(voice, place || nameOf(all[0]!), all.at(-1)!.number, missing.number), []);
  }
  const ids = [...new Set(wanted.map(({ kind, number }) => `${kind}:${number}`))];
  const only = ids.length === 1 ? ids[0]! : undefined;
  if (only?.startsWith('measure:') && (asked.wantsList || asked.wantsCount) && asked.kinds.includes('task'))
    return stateList(asking, { ...emptyFilter('task'), among: [...(engine.pack.tasksOf.get(only) ?? [])] });
  trace('rows', ids.join(' '));
  if (only) return stateRecord(asking, only, { whole: asked.marks.some((mark) => mark.tag === 'original') });
  return stateRows(asking, ids);
}

/** Several records in one card. */
export function stateRows(asking: Asking, ids: readonly string[]): Response {
  const records = recordsOf(asking, ids);
  return response(asking.asked, 'answer', rowsCard(asking.voice, records, asking.asked), [...ids], { focus: [...ids] });
}

const documentTags: Record<string, 'number' | 'issued' | 'issuer' | 'copied' | 'title' | 'basis' | 'public' | 'addressees' | 'annexes' | 'aim' | 'goal'> = {
  'doc.number': 'number', 'doc.issued': 'issued', 'doc.issuer': 'issuer', 'doc.copied': 'copied', 'doc.title': 'title', 'doc.basis': 'basis',
  'doc.public': 'public', 'doc.addressees': 'addressees', 'doc.annexes': 'annexes', 'doc.aim': 'aim', 'doc.goal': 'goal',
};

function answerDocument({ voice, asked, trace }: Asking): Response | undefined {
  const wanted = [...new Set(asked.marks.map((mark) => documentTags[mark.tag]).filter((one) => one !== undefined))];
  const card = wanted.length ? documentCard(voice, wanted) : undefined;
  if (!card) return undefined;
  trace('document', wanted.join(' '));
  return response(asked, 'answer', card, []);
}

/** 每季度要开什么会: what the plan says is done again and again. */
function answerDuties({ engine, voice, asked, trace }: Asking): Response | undefined {
  const has = (tag: string) => asked.marks.some((mark) => mark.tag === tag);
  const every = has('duty.quarter') ? 'quarter' : has('duty.year') ? 'year' : undefined;
  const asksAll = has('duty') || (every && (asked.wantsList || /什么|啥|哪/.test(asked.text)));
  if (!asksAll) return undefined;
  const duties = engine.pack.duties.filter((duty) => !every || duty.every === every);
  if (!duties.length) return undefined;
  trace('duties', duties.map((duty) => duty.id).join(' '));
  const records = [...new Set(duties.map((duty) => duty.records[0]!))];
  return response(asked, 'list', dutiesCard(voice, duties), records);
}

/** How strongly the left-over words name a subject. */
export function subjectScore({ engine, asked }: Asking): number {
  const words = [asked.rest, ...asked.terms.map((term) => term.text)].join(' ').trim();
  return words ? (engine.rank(words, isRecord).hits[0]?.score ?? 0) : 0;
}

/** 涉及商标的任务有几项: tasks in whose words the subject stands. */
function topicList(asking: Asking, filter: Filter): Response | undefined {
  const { engine, asked } = asking;
  if (!(asked.wantsList || asked.wantsCount) || !asked.kinds.includes('task') || filter.kind !== 'task') return undefined;
  const words = [...new Set([...asked.terms.map((term) => term.text), ...asked.rest.split(' ')])].filter((word) => word.length > 1);
  const concepts = new Set(asked.terms.filter((term) => term.value.startsWith('concept:')).map((term) => term.value.slice(8)));
  const terms = engine.pack.concepts.filter((concept) => concepts.has(concept.id)).flatMap((concept) => concept.terms);
  const wanted = [...words, ...terms];
  const ids = [...engine.pack.records.values()].filter((record) => record.kind === 'task' && wanted.some((word) => record.text.text.includes(word))).map((record) => record.id);
  if (!ids.length) return undefined;
  asking.trace('topic', `${wanted.join(' ')} → ${ids.length} tasks`);
  return stateList(asking, { ...filter, among: ids, topic: words.join('、') });
}

/** Phases that hold the present month: 现在是第几阶段. */
function phasesNow(asking: Asking): Response {
  const { voice, asked } = asking;
  const current = currentMonth(voice);
  const periods = asked.periods.length ? asked.periods.map(({ from, to }) => ({ from: from ?? current, to: to ?? current })) : [{ from: current, to: current }];
  return stateList(asking, { ...emptyFilter('phase'), periods });
}

/** Looks a subject up: the best record, or a question back, or the plan does not say. */
export function lookUp(asking: Asking): Response {
  const { engine, asked, voice, trace } = asking;
  const ranking = engine.rank(asked.text);
  const named = new Set(asked.units.filter((unit) => !unit.not).flatMap((unit) => unit.units));
  const regular = new Set(engine.pack.duties.flatMap((duty) => duty.records.slice(0, 1)));
  const records = ranking.hits
    .filter((hit) => isRecord(hit.id))
    .slice(0, 40)
    .map((hit) => ({ ...hit, score: hit.score * favour(engine.pack.records.get(hit.id)!, asked, named, regular) }))
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
  const outside = ranking.hits.find((hit) => !isRecord(hit.id));
  const top = rowFor(asking, records);
  const share = top ? top.score / ranking.best : 0;
  trace('found', records.slice(0, 5).map((hit) => `${hit.id} ${hit.score.toFixed(1)}`).join(' · '));
  trace('measure', `share ${share.toFixed(3)}, outside ${outside ? `${outside.id} ${outside.score.toFixed(1)}` : '-'}`);
  if (!top || (top.score < answerFloorFor(asked) && !(share > 0.25 && top.score > answerFloor / 2))) return decline(asking, '', 'nothing in the plan is near enough');
  const outsideness = engine.stated.outsideness(askingPart(asked.text));
  const limit = outsideLimit(engine.pack.records.get(top.id)!, asked);
  if (outsideness > limit) return decline(asking, '', `sounds ${(100 * outsideness).toFixed(0)}% like what no record states`);
  if (outside && outside.score > top.score * 1.15) return decline(asking, engine.speech.outside.find((topic) => `outside:${topic.id}` === outside.id)!.label, `nearer to ${outside.id} than to any record`);
  const record = engine.pack.records.get(top.id)!;
  if (record.kind === 'phase' && asksNow(asked) && asked.periods.length) {
    const now = select(engine.pack, { ...emptyFilter('phase'), periods: [{ from: currentMonth(voice), to: currentMonth(voice) }] }, currentMonth(voice));
    if (now.some((phase) => phase.id === record.id) && now.length > 1) return stateRows(asking, [record.id, ...now.map((p) => p.id).filter((id) => id !== record.id)]);
  }
  const close = records.filter((hit) => hit.score > top.score * 0.82).slice(0, 4);
  const subjectLength = [asked.rest, ...asked.terms.map((t) => t.text)].join('').replace(/\s/g, '').length;
  if (close.length >= 3 && subjectLength <= 4 && subjectLength > 0) {
    trace('asked back', `${close.length} records are equally near`);
    const aspect = [...asked.aspects][0];
    const candidates = recordsOf(asking, close.map((hit) => hit.id));
    const label = (one: PlanRecord) => (aspect ? column(voice, one.kind, aspect) : '');
    const card = whichOfCard(voice, candidates, (one) => `${one.place}${label(one)}`);
    return response(asked, 'clarify', card, candidates.map((c) => c.id), { candidates: candidates.map((c) => c.id) });
  }
  return stateRecord(asking, top.id);
}

const columns: Aspect[] = ['responsible', 'cooperating', 'leader', 'deadline', 'place', 'star'];

/** Where a column is asked and a paragraph came first: the row of the annex that carries it out, if that is near too. */
function rowFor({ engine, asked }: Asking, records: readonly { id: string; score: number }[]) {
  const [top] = records;
  if (!top || !columns.some((aspect) => asked.aspects.has(aspect) && aspect !== 'place')) return top;
  const rows = engine.pack.tasksOf.get(top.id);
  return records.find((hit) => rows?.includes(hit.id) && hit.score > top.score * 0.6) ?? top;
}

const asksNumber = /多少|几[^月号时项]|百分之|how many|how much/;

/** A target is printed; how much there is by now is not. */
const actualWords = /现在|目前|已经|至今|到现在|迄今|去年|前年|累计|实际|so far|currently|already/;

/** How much a question may sound like what is never stated, and be answered all the same. */
function outsideLimit(record: PlanRecord, asked: Understanding): number {
  const actual = actualWords.test(asked.text);
  const number = !actual && (asked.aspects.has('target') || asksNumber.test(asked.text)) && /\d/.test(textOf(record));
  const brief = asked.text.length < 8 || asked.marks.some((mark) => mark.tag === 'ask.done');
  if (actual && asksNumber.test(asked.text)) return softCue;
  if (number) return record.kind === 'indicator' ? 1 : noCueNumber;
  if (brief) return noCueNumber;
  return 'responsible' in record && columns.some((aspect) => asked.aspects.has(aspect)) ? noCueColumn : noCue;
}

const textOf = (record: PlanRecord) => (record.kind === 'indicator' ? record.target.text : record.text.text);

/** Small preferences among near equals: a unit that was named, the kind that holds what was asked. */
function favour(record: PlanRecord, asked: Understanding, named: ReadonlySet<string>, regular: ReadonlySet<string>): number {
  let factor = 1;
  if (named.size && unitsIn(record, 'any').some((unit) => named.has(unit))) factor *= 1.12;
  if (asked.kinds.includes(record.kind) && record.kind !== 'task') factor *= 1.15;
  const level = (tag: string) => asked.marks.some((mark) => mark.tag === tag);
  if (record.kind === 'support' && level('level.above')) factor *= 1.2;
  if (record.kind === 'support' && level('level.own') && !level('level.above')) factor *= 0.75;
  const rowAsked = asked.aspects.has('deadline') || asked.aspects.has('responsible') || asked.aspects.has('cooperating') || asked.aspects.has('leader');
  if (rowAsked && (record.kind === 'measure' || record.kind === 'group')) factor *= 0.9;
  if (asked.aspects.has('target') && record.kind === 'indicator') factor *= 1.08;
  // The annex of support names no cooperating units and no deadlines.
  if (record.kind === 'support' && (asked.aspects.has('cooperating') || asked.aspects.has('deadline'))) factor *= 0.8;
  if (level('ask.interval') && regular.has(record.id)) factor *= 1.35;
  return factor;
}

/** A long story asks at its end, or where it has a question mark; words in passing say nothing of what is asked. */
function askingPart(text: string): string {
  if (text.length <= 70) return text;
  const questions = text.split(/(?<=[.?!;])/).filter((sentence) => sentence.includes('?'));
  return [...questions.map((sentence) => sentence.slice(-45)), text.slice(-45)].join(' ');
}

/** The steps in order; each either answers or passes on. */
export function respond(asking: Asking): Response {
  const { engine, voice, asked, trace, cues } = asking;
  const found = cues.find(askingPart(asked.text));
  const subject = subjectScore(asking);
  trace('understood', describeAsked(asked, subject));
  const orders = found.find((cue) => cue.topic.id === 'injection');
  if (orders) {
    const left = cues.withoutOrders(asked.text);
    const again = left && left !== asked.text ? understand(left, voice.now, engine.vocabulary) : undefined;
    if (!again || subjectScore({ ...asking, asked: again }) < subjectFloor + 4) return talkOf(asking, orders);
    trace('orders dropped', left);
    return respond({ ...asking, asked: again });
  }
  const outsideness = engine.stated.outsideness(askingPart(asked.text));
  trace('stated', `sounds ${(100 * outsideness).toFixed(0)}% like what no record states`);
  const done = asked.marks.some((mark) => mark.tag === 'ask.done');
  const outside = found.find((cue) => !isSocial(cue) && !(done && cue.topic.id === 'progress') && outsideness > (isSoft(cue) ? softCue : hardCue));
  if (outside) return decline(asking, outside.topic.label, `${outside.topic.id} (${outside.text})`);
  const rows = answerRows(asking);
  if (rows) return rows;
  const { filter, narrowed } = readFilter(asked, engine.pack, currentMonth(voice));
  const weak = subject < floorFor(asked);
  const socialCue = found.find(isSocial);
  if (socialCue && weak && !narrowed) return talkOf(asking, socialCue);
  if (weak && asked.text.length <= 14 && asked.marks.some((mark) => mark.tag === 'help')) return talk(asking, 'greeting', true);
  const duties = subject < strongSubject / 2 ? answerDuties(asking) : undefined;
  if (duties) return duties;
  if (weak || asked.marks.some((mark) => mark.tag.startsWith('doc.'))) {
    const document = subject < strongSubject ? answerDocument(asking) : undefined;
    if (document) return document;
  }
  const listing = asked.wantsList || asked.wantsCount || asked.superlative !== undefined || asked.compares;
  if (asked.kinds.includes('phase') && weak && (asksNow(asked) || asked.periods.length)) return phasesNow(asking);
  const plain = !asked.aspects.has('deadline') && !asked.kinds.includes('task') && !asked.status;
  const datedOnly = !filter.units.length && !filter.groups.length && filter.starred === undefined && !filter.status && !filter.order && filter.periods.length > 0;
  if (datedOnly && plain && subject > 2) return lookUp(asking);
  // 下半年主要干啥: a stage of the plan, not what falls due.
  if (datedOnly && plain && asked.aspects.has('content')) return phasesNow(asking);
  const pointed = asked.aspects.has('deadline') || asked.wantsList || asked.kinds.includes('task') || filter.units.some((unit) => unit.role !== 'any') || filter.starred !== undefined || filter.status !== undefined || filter.order !== undefined;
  if (narrowed && !pointed && outsideness > noCueColumn && asksNumber.test(asked.text)) return decline(asking, '', 'a number that no record prints');
  if (narrowed && !isLookup(asking, subject, listing, filter.leader !== undefined)) return countUnits(asking, filter) ?? stateList(asking, filter);
  if (weak && asked.superlative) {
    const counted = countUnits(asking, filter);
    if (counted) return counted;
  }
  if ((weak || (filter.kind === 'support' && subject < strongSubject / 2)) && listing && (filter.kind !== 'task' || asked.kinds.includes('task'))) return stateList(asking, filter);
  if (subject > 0) {
    const topic = asked.about || asked.wantsCount ? topicList(asking, filter) : undefined;
    if (topic) return topic;
    return lookUp(asking);
  }
  if (asked.aspects.size || asked.wantsYesNo || asked.marks.some((mark) => mark.tag === 'back' || mark.tag === 'more')) return askWhichOne(asking, 'only the way of asking, no subject');
  if (socialCue) return talkOf(asking, socialCue);
  return lookUp(asking);
}

/** With conditions present: is one thing looked up all the same? */
function isLookup({ engine, asked }: Asking, subject: number, listing: boolean, leaderAsked: boolean): boolean {
  if ((asked.strangers.length && listing) || leaderAsked) return false;
  if (asked.groups.length && (listing || asked.units.length || asked.periods.length)) return false;
  if (asked.wantsYesNo && !listing && subject > 4 && !asked.periods.length && asked.starred === undefined && !asked.status && asked.units.every((unit) => unit.role === 'any')) return true;
  const unpointed = !listing && !asked.periods.length && asked.starred === undefined && !asked.status && asked.units.every((unit) => unit.role === 'any');
  if (unpointed && asked.units.length && asked.rest && asked.text.length >= 16) return true;
  if (subject < floorFor(asked)) return false;
  if (subject >= strongSubject) return true;
  const full = engine.rank(asked.text, isRecord).hits[0]?.score ?? 0;
  const pointed = listing || asked.units.some((unit) => unit.role !== 'any');
  return !(pointed && full < 32) || (asked.wantsYesNo && !listing);
}

function describeAsked(asked: Understanding, subject: number): string {
  const parts = [
    asked.units.length ? `units ${asked.units.map((unit) => `${unit.not ? 'not ' : ''}${unit.units.join('+')} as ${unit.role}`).join(', ')}` : '',
    asked.rows.length ? `rows ${asked.rows.map((row) => `${row.kind ?? '?'}:${row.number}`).join(' ')}` : '',
    asked.periods.length ? `months ${asked.periods.map((p) => `${p.from ?? ''}–${p.to ?? ''}`).join(', ')} (year × 12 + month − 1)` : '',
    asked.starred === undefined ? '' : asked.starred ? '★' : 'no ★',
    asked.status ?? '',
    asked.order ?? '',
    asked.aspects.size ? `asks ${[...asked.aspects].join(', ')}` : '',
    asked.wantsList ? 'list' : '',
    asked.wantsCount ? 'count' : '',
    asked.wantsYesNo ? 'yes/no' : '',
    `subject 「${[asked.rest, ...asked.terms.map((term) => term.text)].join(' ').trim()}」 ${subject.toFixed(1)}`,
  ];
  return parts.filter(Boolean).join('; ');
}
