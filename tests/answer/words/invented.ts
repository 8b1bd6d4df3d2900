/** Finds what in a card is neither a fixed phrase, nor the pack's own words, nor derived by rule from the records that it cites. */

import { type Condition, conjuncts } from '../../../src/answer/query.ts';
import { parseMonth } from '../../../src/knowledge/month.ts';
import type { Card } from '../../../src/model/card.ts';
import { unitCellsOf } from '../../../src/model/plan.ts';
import type { Heard } from './heard.ts';
import { everyPhrase, looseText, monthSaid, type Part, queryPrefix, readMarked, type Said, textOf } from './marked.ts';
import { unsaidUnits, wrongQueryPhrase } from './query-words.ts';

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

/** Is what stands in a slot the pack's, the asker's own, or derived? By the slot's name; a name without a rule is a fault. */
function wrongSlots(said: Said, heard: Heard): string[] {
  const { evidence, answer, asked } = heard;
  const { pack } = evidence;
  const wrong: string[] = [];
  for (const [name, parts] of Object.entries(said.slots)) {
    const text = textOf(parts);
    const only = (right: boolean) => void (right || wrong.push(`${said.key}.${name}: ${text}`));
    const all = (known: ReadonlySet<string>) => only(!text || text.split('、').every((one) => known.has(one)));
    const place = `${said.key}.${name}`;
    if (place === 'stranger.what' || place === 'conditionTopic.what' || place === 'conditionLeader.what')
      only(text.split('、').every((word) => asked.includes(word) || !evidence.foreign(word).length));
    else if (place === 'noSuchAnnex.n') only(!pack.plan.annexes.some(({ number }) => number === Number(text)));
    else if (place === 'noSuchAnnex.total')
      only(pack.plan.annexes.filter(({ number }) => number > 0).length === Number(text));
    else if (name === 'count') wrong.push(...wrongCount(said, heard));
    else if (place === 'noSuchRow.n') only(![...evidence.places].includes(`${textOf(said.slots.place)} 第${text}项`));
    else if (place === 'noSuchRow.last') only([...pack.records.values()].some(({ number }) => number === Number(text)));
    else if (place === 'noSuchRow.place')
      only([...evidence.places].some((one) => one.startsWith(text)) || !evidence.foreign(text).length);
    else if (place === 'cellCount.n')
      only(recordsCited(heard).some((one) => unitCellsOf(one).some(({ units }) => units.length === Number(text))));
    else if (name === 'n') only(recordsCited(heard).some(({ number }) => number === Number(text)));
    else if (said.key === 'page') only(Number(text) >= 1 && Number(text) <= answer.records.length);
    else if (name === 'year' || name === 'month')
      only(said.key === 'month' && monthsFor(heard).has(parseMonth(monthSaid(said))));
    else if (['role', 'other', 'responsible', 'cooperating'].includes(name)) all(evidence.columns);
    else if (name === 'units' && placeKeys.has(said.key))
      only(pack.servicePoints.some((point) => point.name === textOf(said.slots.name) && runBy(point, heard) === text));
    else if (name === 'unit' || name === 'units') all(evidence.units);
    else if (place === 'wishAsked.question') only(asked.includes(text));
    else if (name === 'wish') only(pack.needs.facets.some(({ label }) => label?.zh === text || label?.en === text));
    else if (name === 'name') only(pack.servicePoints.some((channel) => channel.name === text));
    else if (name === 'verb') only(pack.servicePoints.some((channel) => channel.verb === text));
    else if (name === 'label') only(evidence.labels.has(text));
    else if (name === 'signpost') only(text === pack.facts.signpost);
    else if (name === 'title') only(text === pack.facts.title);
    else if (said.key === 'contact') only(false);
    else if (place === 'rowTail.note') only(looseText(parts).every((piece) => !evidence.foreign(piece).length));
    else if (['what', 'note', 'leader', 'example', 'date'].includes(name)) only(!evidence.foreign(text).length);
    else if (['counts', 'dates', 'adjective', 'from', 'to'].includes(name)) only(text === '');
    else wrong.push(`${place} has no rule`);
  }
  return wrong;
}

function wrongPhrases(parts: readonly Part[], heard: Heard): string[] {
  const found = parts.filter((part) => typeof part !== 'string');
  return found.flatMap((said) => {
    const inner = Object.values(said.slots).flat();
    const own = said.key.startsWith(queryPrefix) ? wrongQueryPhrase(said, heard) : wrongSlots(said, heard);
    return [...own, ...wrongPhrases(inner, heard)];
  });
}

function wrongText(text: string, heard: Heard, source?: string): string[] {
  const parts = readMarked(text);
  const loose = looseText(parts).flatMap((one) => heard.evidence.foreign(one, source));
  return [...loose.map((piece) => `not the pack's: ${piece}`), ...wrongPhrases(parts, heard)];
}

/** From one place to another, both named: every record between them, in the document's order, has to be cited. */
function throughout(range: string, { evidence, cited }: Heard): string[] | undefined {
  const ends = /^(.+)至(.+)$/.exec(range);
  if (!ends) return undefined;
  const records = evidence.pack.plan.records;
  const [from, to] = ends.slice(1).map((place) => records.findIndex((record) => record.place === place));
  if (from! < 0 || to! < from!) return [`source: ${range}`];
  const between = records.slice(from, to! + 1).filter(({ kind }) => kind === records[from!]!.kind);
  return between.filter(({ id }) => !cited.includes(id)).map(({ place }) => `source: ${place} in ${range}`);
}

/** 市政办函〔2024〕61号 附件1 第24、25项；三(三)9: the document, then places of cited records. */
function wrongSource(source: string, heard: Heard): string[] {
  const { evidence, cited } = heard;
  const { plan, facts } = evidence.pack;
  const number = plan.document.number?.text;
  const ofCounts = typeof heard.queries[0]?.as === 'object';
  const shownRows = ofCounts || heard.answer.card.blocks.some(({ type }) => type === 'list');
  const leads = [number, `《${facts.title}》`, `《${plan.document.title.text}》`];
  const lead = leads.find((one) => one && source.startsWith(one));
  if (!lead) return [`source: ${source}`];
  const places = new Set(cited.map((id) => evidence.pack.records.get(id)!.place));
  const said = source.slice(lead.length).trim();
  // Rows that show their numbers, and counts of them, need only the table that they stand in.
  const tables = new Set([...places].map((place) => place.replace(/\s*第\d+项$/, '')));
  if (shownRows && said.split('；').every((table) => tables.has(table))) return [];
  const ranged = places.has(said) ? undefined : throughout(said, heard);
  if (ranged) return ranged;
  const rows = (place: string) => {
    const match = /^(.*)第([\d、]+)项$/.exec(place);
    return match ? match[2]!.split('、').map((n) => `${match[1]}第${n}项`) : [place];
  };
  const named = said.split('；').filter(Boolean).flatMap(rows);
  return named.filter((place) => !places.has(place)).map((place) => `source: ${place}`);
}

/** What in a card is not as it has to be: none where every word of it is accounted for. */
export function wrongCard(card: Card, heard: Heard): string[] {
  const { evidence, cited } = heard;
  const texts = card.blocks.flatMap((block) => (block.type === 'text' ? readMarked(block.text) : []));
  const wrong: string[] = unsaidUnits(everyPhrase(texts), heard);
  if (card.title) wrong.push(...wrongText(card.title, heard));
  for (const block of card.blocks) {
    if (block.type === 'text') wrong.push(...wrongText(block.text, heard));
    if (block.type === 'quote')
      wrong.push(...wrongText(block.text, heard, `${evidence.records(cited)}\n${evidence.document}`));
    if (block.type === 'facts')
      for (const { label, value } of block.facts) {
        // 附件1, 附件2: the only number that a label holds is an annex's.
        wrong.push(
          ...wrongText(
            label.replace(/\d+$/, (n) => (evidence.pack.plan.annexes.some((a) => a.number === Number(n)) ? '' : n)),
            heard,
          ),
        );
        wrong.push(...wrongText(value, heard));
      }
    if (block.type === 'list') {
      if (block.label) wrong.push(...wrongText(block.label, heard));
      for (const { id, number, text } of block.items) {
        if (evidence.pack.records.get(id)?.number !== number) wrong.push(`row ${number} is not ${id}`);
        wrong.push(...wrongText(text.replace(/^★/, ''), heard, evidence.record(id)));
      }
    }
  }
  if (card.choicesLabel) wrong.push(...wrongText(card.choicesLabel, heard));
  const { enterprise, official } = evidence.pack.facts.examples;
  const asks = new Set([...enterprise, ...official, ...evidence.pack.servicePoints.map(({ name }) => name)]);
  for (const place of evidence.places) for (const column of ['', ...evidence.columns]) asks.add(`${place}${column}`);
  for (const { label, question } of card.choices) {
    // 仲裁机构找谁？ is a phrase with a channel's name; any other question stands in the pack as it is.
    if (everyPhrase(readMarked(question)).length) wrong.push(...wrongText(question, heard));
    else if (!asks.has(question)) wrong.push(`choice: ${question}`);
    wrong.push(...wrongText(label, heard));
  }
  // A card that asks back cites the records behind its choices.
  for (const source of card.sources) wrong.push(...wrongSource(source, heard));
  return wrong;
}
