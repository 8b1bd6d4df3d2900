/** The words of one pack and of speech in general, ready to be found in a question. */

import { type Month, parseMonth } from '../../knowledge/month.ts';
import { hasPhrasings } from '../../knowledge/phrasings.ts';
import type { KnowledgePack } from '../../model/pack/pack.ts';
import type { CommonSpeech } from '../../model/pack/speech.ts';
import { deadlinesOf } from '../../model/plan.ts';
import { recordWords } from '../columns/record-words.ts';
import { columnsFor } from '../execute/execute.ts';
import { Lexer } from '../text/lexer.ts';
import { isSectionOf } from '../text/section-titles.ts';
import { clean } from '../text/text.ts';
import { nearUnits } from './near-unit.ts';
import { placeKey } from './rows.ts';

const headingTags: Record<string, string> = {
  responsible: 'role.responsible',
  cooperating: 'role.cooperating',
  leader: 'ask.leader',
  deadline: 'ask.deadline',
};

/** A longer title is a sentence, and no name of a section. */
const longestTitle = 12;

export interface Vocabulary {
  pack: KnowledgePack;
  /** Units, roles, question words, kinds: everything whose meaning is fixed. */
  keywords: Lexer;
  /** Everyday words of the plan's concepts. */
  concepts: Lexer;
  fillers: Lexer;
  /** Do three characters stand together in a record? */
  isPrinted: (triple: string) => boolean;
  /** The unit that a name typed nearly right means. */
  nearUnit: (typed: string) => string | undefined;
  /** Records by the place at which they are printed, where their number alone does not tell them. */
  places: ReadonlyMap<string, readonly string[]>;
  /** Months in which a task is due, in order. */
  due: readonly Month[];
}

/** Numbers that restart, rows with parts, and items of the text whose number is another's as well. */
function placesOf(pack: KnowledgePack): Map<string, string[]> {
  const places = new Map<string, string[]>();
  for (const { id, kind, number, place } of pack.records.values()) {
    const key = placeKey(place);
    const own = id === `${kind}:${number}` && /第\d+项$/.test(key);
    if (own || kind === 'measure' || kind === 'group') continue;
    const same = places.get(key);
    if (same) same.push(id);
    else places.set(key, [id]);
  }
  return places;
}

export function buildVocabulary(pack: KnowledgePack, { intents, fillers: fillerWords }: CommonSpeech): Vocabulary {
  const tokens = new Lexer();
  const concepts = new Lexer();
  const fillers = new Lexer();
  for (const [index, { names }] of pack.units.joint.entries())
    for (const name of names) tokens.add(clean(name), 'joint', String(index));
  for (const unit of pack.units.units)
    for (const name of [unit.name, unit.short, ...unit.aliases, ...unit.english])
      tokens.add(clean(name), 'unit', unit.name);
  // 公安那边 is the unit and a filler, whatever the lexicon makes of it.
  const unitNames = pack.units.units.flatMap((unit) => unit.aliases.map(clean)).filter((name) => name.length > 1);
  // The plan's own headings, whatever they are: 牵头单位, 参与单位, 时间节点.
  for (const { kind, columns } of pack.plan.annexes)
    for (const [role, heading] of Object.entries(columns)) {
      const tag = headingTags[role];
      if (!tag || kind === 'indicator') continue;
      tokens.add(clean(heading), tag);
      if (role === 'cooperating')
        for (const no of ['没有', '没', '无', '不需要']) tokens.add(`${no}${clean(heading)}`, 'coop.none');
    }
  // 主要目标, 工作目标: what this plan calls the section.
  for (const { title, paragraphs } of pack.plan.sections)
    for (const fact of ['aim', 'goal'] as const)
      if (paragraphs.length && title.text.length <= longestTitle && isSectionOf[fact].test(title.text))
        tokens.add(clean(title.text), `doc.${fact}`);
  for (const record of pack.plan.records)
    for (const deadline of deadlinesOf(record))
      if (deadline.kind === 'ongoing') tokens.add(clean(deadline.cell.text), 'time.ongoing');
  // 经费, 责任处室: columns of no known role, by every word for them.
  for (const kind of new Set(pack.plan.annexes.map((annex) => annex.kind)))
    for (const { extra, name, words = [] } of columnsFor(pack).list(kind))
      for (const word of extra ? words : []) tokens.add(clean(word), 'ask.column', name);
  for (const [tag, words] of Object.entries(intents)) for (const word of words) tokens.add(clean(word), tag);
  for (const name of [...pack.facts.names, ...pack.facts.subject]) tokens.add(clean(name), 'subject');
  for (const servicePoint of pack.servicePoints)
    for (const name of [servicePoint.name, ...servicePoint.aliases])
      if (clean(name).length > 2) tokens.add(clean(name), 'term', `service-point:${servicePoint.id}`);
  for (const [index, duty] of pack.duties.entries())
    for (const name of duty.names) tokens.add(clean(name), 'term', `duty:${index}`);
  for (const [id, names] of Object.entries(pack.groupNames))
    for (const name of names) tokens.add(clean(name), 'group', id);
  for (const concept of pack.concepts)
    for (const word of [...concept.terms, ...concept.words]) {
      const text = clean(word);
      concepts.add(text, 'concept', concept.id);
      if (text.length > 2 && !unitNames.some((name) => text.length <= name.length + 2 && text.includes(name)))
        tokens.add(text, 'term', `concept:${concept.id}`);
    }
  for (const word of fillerWords) fillers.add(clean(word), 'filler');
  const months = new Set<Month>();
  for (const record of pack.plan.records)
    for (const deadline of deadlinesOf(record)) if (deadline.kind === 'month') months.add(parseMonth(deadline.month));
  const triples = new Set<string>();
  // With phrasings the subject is told by what people were imagined to say, fillers left out.
  for (const record of hasPhrasings(pack) ? [] : pack.records.values()) {
    const text = clean(recordWords(record)).replace(/\s/g, '');
    for (let at = 0; at + 3 <= text.length; at++) triples.add(text.slice(at, at + 3));
  }
  const isPrinted = (triple: string) => triples.has(triple);
  return {
    pack,
    keywords: tokens,
    concepts,
    fillers,
    isPrinted,
    nearUnit: nearUnits(pack),
    places: placesOf(pack),
    due: [...months].sort((a, b) => a - b),
  };
}
