/** What may stand in the slots of phrases: the pack's own words, the asker's, or what is derived by rule from the records cited. */
import { type Condition, conjuncts } from '../../../src/answer/query.ts';
import { parseMonth } from '../../../src/knowledge/month.ts';
import { unitCellsOf } from '../../../src/model/plan.ts';
import type { Heard } from './heard.ts';
import { everyPhrase, looseText, monthSaid, type Part, type Said, textOf } from './marked.ts';

const recordsCited = ({ cited, evidence }: Heard) => cited.map((id) => evidence.pack.records.get(id)!);

const dueMonths = (records: Iterable<{ kind: string }>): number[] =>
  [...records].flatMap((record) => {
    const { deadline } = record as { deadline?: { kind: string; month: string } };
    return deadline?.kind === 'month' ? [parseMonth(deadline.month)] : [];
  });

/** Months anywhere in a condition. */
function monthsIn(condition: Condition): number[] {
  const inner = 'all' in condition ? condition.all : 'any' in condition ? condition.any : [];
  if ('not' in condition) return monthsIn(condition.not);
  if ('column' in condition) {
    const { month, from, to } = condition as { month?: string; from?: string; to?: string };
    return [month, from, typeof to === 'string' ? to : undefined].flatMap((one) => (one ? [parseMonth(one)] : []));
  }
  return inner.flatMap(monthsIn);
}

/** Months that a reply may name: those of what it cites, those of its query and those that its query counts by. */
function monthsFor(heard: Heard): Set<number> {
  const { evidence, queries } = heard;
  const all = dueMonths(evidence.pack.records.values());
  return new Set([
    ...dueMonths(recordsCited(heard)),
    ...queries.flatMap(({ where, as }) => [
      ...(where ? monthsIn(where) : []),
      ...(typeof as === 'object' && 'compare' in as ? as.compare.flatMap(monthsIn) : []),
    ]),
    ...(heard.several ? all : []),
  ]);
}

/** Records among the cited in which one of these units stands in a role. */
function countIn(heard: Heard, units: readonly string[], role: string): number {
  const names = (record: object) => {
    const { responsible, cooperating } = record as Record<
      'responsible' | 'cooperating',
      { units: string[] } | undefined
    >;
    if (role === 'responsible') return responsible?.units ?? [];
    return role === 'cooperating'
      ? (cooperating?.units ?? [])
      : [...(responsible?.units ?? []), ...(cooperating?.units ?? [])];
  };
  const stated = heard.answer.records.map((id) => heard.evidence.pack.records.get(id)!);
  return stated.filter((record) => names(record).some((name) => units.includes(name))).length;
}

function wrongCount(said: Said, heard: Heard): string[] {
  const { answer, queries, evidence } = heard;
  const count = Number(textOf(said.slots.count));
  const told = (right: boolean) => (right ? [] : [`${said.key}: ${count}, but ${answer.records.length} are stated`]);
  if (heard.several) return told(count <= answer.records.length);
  if (said.key !== 'countOf') return told(count === answer.records.length);
  // 责任单位 3 项: of the unit in any role that the query asks for, those that it leads, and the others.
  const of = conjuncts(queries[0]?.where).flatMap((test) =>
    'column' in test && test.column === 'units' && test.is === 'has' ? test.units : [],
  );
  const leads = countIn(heard, of, 'responsible');
  const heading = evidence.pack.plan.annexes.find(({ kind }) => kind === 'task')!.columns;
  // A heading of the plan's, or in English the name of the column.
  const [named] = everyPhrase(said.slots.what ?? []);
  const what = named ? heading[named.key.replace('query.column', '').toLowerCase()] : textOf(said.slots.what);
  if (what === heading.responsible) return told(count === leads);
  return told(what === heading.cooperating && count === answer.records.length - leads);
}

/** Phrases that name a place, with the units that run it. */
const placeKeys = new Set(['turnTo', 'askThere', 'watch']);

const runBy = ({ runBy: names }: { runBy: readonly string[] }, { evidence }: Heard) =>
  names.map((name) => evidence.pack.units.units.find((unit) => unit.name === name)?.short ?? name).join('、');

interface Slot {
  text: string;
  parts: readonly Part[];
  said: Said;
  heard: Heard;
}

/** Whether what stands in the slot may stand there. */
type SlotRule = (slot: Slot) => boolean;

const among = (text: string, known: ReadonlySet<string>) => !text || text.split('、').every((one) => known.has(one));
const ofPack: SlotRule = ({ text, heard }) => !heard.evidence.foreign(text).length;
const ofPackOrAsker: SlotRule = ({ text, heard: { asked, evidence } }) =>
  text.split('、').every((word) => asked.includes(word) || !evidence.foreign(word).length);
const never: SlotRule = () => false;
const empty: SlotRule = ({ text }) => text === '';
const column: SlotRule = ({ text, heard }) => among(text, heard.evidence.columns);
const unit: SlotRule = ({ text, heard }) => among(text, heard.evidence.units);
const monthKnown: SlotRule = ({ said, heard }) =>
  said.key === 'month' && monthsFor(heard).has(parseMonth(monthSaid(said)));
const rowOfAnswer: SlotRule = ({ text, heard }) => Number(text) >= 1 && Number(text) <= heard.answer.records.length;
const servicePoint =
  (field: 'name' | 'verb'): SlotRule =>
  ({ text, heard }) =>
    heard.evidence.pack.servicePoints.some((point) => point[field] === text);

/** Rules for a slot in one phrase only. */
const placeRules: Record<string, SlotRule> = {
  'stranger.what': ofPackOrAsker,
  'conditionTopic.what': ofPackOrAsker,
  'conditionLeader.what': ofPackOrAsker,
  'noSuchAnnex.n': ({ text, heard }) => !heard.evidence.pack.plan.annexes.some(({ number }) => number === Number(text)),
  'noSuchAnnex.total': ({ text, heard }) =>
    heard.evidence.pack.plan.annexes.filter(({ number }) => number > 0).length === Number(text),
  'noSuchRow.n': ({ text, said, heard }) =>
    ![...heard.evidence.places].includes(`${textOf(said.slots.place)} 第${text}项`),
  'noSuchRow.last': ({ text, heard }) =>
    [...heard.evidence.pack.records.values()].some(({ number }) => number === Number(text)),
  'noSuchRow.place': ({ text, heard: { evidence } }) =>
    [...evidence.places].some((one) => one.startsWith(text)) || !evidence.foreign(text).length,
  'cellCount.n': ({ text, heard }) =>
    recordsCited(heard).some((one) => unitCellsOf(one).some(({ units }) => units.length === Number(text))),
  'page.from': rowOfAnswer,
  'page.to': rowOfAnswer,
  'wishAsked.question': ({ text, heard }) => heard.asked.includes(text),
  // What an operator adds stands in no pack of the tests.
  'contact.text': never,
  'contact.date': never,
  'rowTail.note': ({ parts, heard }) => looseText(parts).every((piece) => !heard.evidence.foreign(piece).length),
};

/** Rules for a slot by its name, in whatever phrase it stands. */
const slotRules: Record<string, SlotRule> = {
  n: ({ text, heard }) => recordsCited(heard).some(({ number }) => number === Number(text)),
  year: monthKnown,
  month: monthKnown,
  role: column,
  other: column,
  responsible: column,
  cooperating: column,
  unit,
  units: (slot) => {
    const { text, said, heard } = slot;
    if (!placeKeys.has(said.key)) return unit(slot);
    const name = textOf(said.slots.name);
    return heard.evidence.pack.servicePoints.some((point) => point.name === name && runBy(point, heard) === text);
  },
  wish: ({ text, heard }) =>
    heard.evidence.pack.needs.facets.some(({ label }) => label?.zh === text || label?.en === text),
  name: servicePoint('name'),
  verb: servicePoint('verb'),
  label: ({ text, heard }) => heard.evidence.labels.has(text),
  signpost: ({ text, heard }) => text === heard.evidence.pack.facts.signpost,
  title: ({ text, heard }) => text === heard.evidence.pack.facts.title,
  what: ofPack,
  note: ofPack,
  leader: ofPack,
  example: ofPack,
  date: ofPack,
  counts: empty,
  dates: empty,
  adjective: empty,
  from: empty,
  to: empty,
};

/** Slots of a phrase that hold what they may not; a slot without a rule is one of them. */
export function wrongSlots(said: Said, heard: Heard): string[] {
  return Object.entries(said.slots).flatMap(([name, parts]) => {
    const place = `${said.key}.${name}`;
    if (name === 'count') return wrongCount(said, heard);
    const rule = placeRules[place] ?? slotRules[name];
    if (!rule) return [`${place} has no rule`];
    const text = textOf(parts);
    return rule({ text, parts, said, heard }) ? [] : [`${place}: ${text}`];
  });
}
