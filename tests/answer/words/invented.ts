/** Finds what in a card is neither a fixed phrase, nor the pack's own words, nor derived by rule from the records that it cites. */

import type { Block, Card } from '../../../src/model/card.ts';
import type { Heard } from './heard.ts';
import { everyPhrase, looseText, type Part, queryPrefix, readMarked } from './marked.ts';
import { unsaidUnits, wrongQueryPhrase } from './query-words.ts';
import { wrongSlots } from './slots.ts';

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

function wrongFacts(facts: Extract<Block, { type: 'facts' }>['facts'], heard: Heard): string[] {
  const isAnnex = (number: string) => heard.evidence.pack.plan.annexes.some((annex) => annex.number === Number(number));
  // 附件1, 附件2: the only number that a label holds is an annex's.
  return facts.flatMap(({ label, value }) => [
    ...wrongText(
      label.replace(/\d+$/, (number) => (isAnnex(number) ? '' : number)),
      heard,
    ),
    ...wrongText(value, heard),
  ]);
}

function wrongList({ label, items }: Extract<Block, { type: 'list' }>, heard: Heard): string[] {
  const { evidence } = heard;
  return [
    ...(label ? wrongText(label, heard) : []),
    ...items.flatMap(({ id, number, text }) => [
      ...(evidence.pack.records.get(id)?.number === number ? [] : [`row ${number} is not ${id}`]),
      ...wrongText(text.replace(/^★/, ''), heard, evidence.record(id)),
    ]),
  ];
}

function wrongBlock(block: Block, heard: Heard): string[] {
  const { evidence, cited } = heard;
  switch (block.type) {
    case 'text':
      return wrongText(block.text, heard);
    case 'quote':
      return wrongText(block.text, heard, `${evidence.records(cited)}\n${evidence.document}`);
    case 'link':
      return [`an answer gives the address ${block.url}`];
    case 'facts':
      return wrongFacts(block.facts, heard);
    case 'list':
      return wrongList(block, heard);
  }
}

function wrongChoices({ choices, choicesLabel }: Card, heard: Heard): string[] {
  const { pack, places, columns } = heard.evidence;
  const { enterprise, official } = pack.facts.examples;
  const asks = new Set([...enterprise, ...official, ...pack.servicePoints.map(({ name }) => name)]);
  for (const place of places) for (const column of ['', ...columns]) asks.add(`${place}${column}`);
  // 仲裁机构找谁？ is a phrase with a channel's name; any other question stands in the pack as it is.
  const wrongQuestion = (question: string) => {
    if (everyPhrase(readMarked(question)).length) return wrongText(question, heard);
    return asks.has(question) ? [] : [`choice: ${question}`];
  };
  return [
    ...(choicesLabel ? wrongText(choicesLabel, heard) : []),
    ...choices.flatMap(({ label, question }) => [...wrongQuestion(question), ...wrongText(label, heard)]),
  ];
}

/** What in a card is not as it has to be: none where every word of it is accounted for. */
export function wrongCard(card: Card, heard: Heard): string[] {
  const texts = card.blocks.flatMap((block) => (block.type === 'text' ? readMarked(block.text) : []));
  return [
    ...unsaidUnits(everyPhrase(texts), heard),
    ...(card.title ? wrongText(card.title, heard) : []),
    ...card.blocks.flatMap((block) => wrongBlock(block, heard)),
    ...wrongChoices(card, heard),
    // A card that asks back cites the records behind its choices.
    ...card.sources.flatMap((source) => wrongSource(source, heard)),
  ];
}
