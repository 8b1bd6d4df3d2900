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

/** Adds everything whose meaning is fixed. Of two meanings of one word the one added first is preferred. */
class KeywordBuilder {
  readonly keywords = new Lexer();
  private readonly pack: KnowledgePack;

  constructor(pack: KnowledgePack) {
    this.pack = pack;
  }

  private add(word: string, tag: string, value?: string): void {
    this.keywords.add(clean(word), tag, value);
  }

  addUnits(): void {
    const { joint, units } = this.pack.units;
    for (const [index, { names }] of joint.entries()) for (const name of names) this.add(name, 'joint', String(index));
    for (const unit of units)
      for (const name of [unit.name, unit.short, ...unit.aliases, ...unit.english]) this.add(name, 'unit', unit.name);
  }

  /** The plan's own headings, whatever they are: 牵头单位, 参与单位, 时间节点. */
  addHeadings(): void {
    const headings = this.pack.plan.annexes
      .filter(({ kind }) => kind !== 'indicator')
      .flatMap(({ columns }) => Object.entries(columns));
    for (const [role, heading] of headings) {
      const tag = headingTags[role];
      if (tag) this.add(heading, tag);
      if (role !== 'cooperating') continue;
      for (const no of ['没有', '没', '无', '不需要']) this.keywords.add(`${no}${clean(heading)}`, 'coop.none');
    }
  }

  /** 主要目标, 工作目标: what this plan calls the section. */
  addSectionTitles(): void {
    for (const { title, paragraphs } of this.pack.plan.sections) {
      if (!paragraphs.length || title.text.length > longestTitle) continue;
      for (const fact of ['aim', 'goal'] as const)
        if (isSectionOf[fact].test(title.text)) this.add(title.text, `doc.${fact}`);
    }
  }

  addOngoing(): void {
    for (const deadline of this.pack.plan.records.flatMap(deadlinesOf))
      if (deadline.kind === 'ongoing') this.add(deadline.cell.text, 'time.ongoing');
  }

  /** 经费, 责任处室: columns of no known role, by every word for them. */
  addOwnColumns(): void {
    const kinds = new Set(this.pack.plan.annexes.map(({ kind }) => kind));
    for (const kind of kinds)
      for (const { extra, name, words = [] } of columnsFor(this.pack).list(kind))
        for (const word of extra ? words : []) this.add(word, 'ask.column', name);
  }

  addIntents(intents: CommonSpeech['intents']): void {
    for (const [tag, words] of Object.entries(intents)) for (const word of words) this.add(word, tag);
  }

  addSubject(): void {
    const { names, subject } = this.pack.facts;
    for (const name of [...names, ...subject]) this.add(name, 'subject');
  }

  addServicePoints(): void {
    for (const { id, name, aliases } of this.pack.servicePoints)
      for (const word of [name, ...aliases]) if (clean(word).length > 2) this.add(word, 'term', `service-point:${id}`);
  }

  addDuties(): void {
    for (const [index, { names }] of this.pack.duties.entries())
      for (const name of names) this.add(name, 'term', `duty:${index}`);
  }

  addGroups(): void {
    for (const [id, names] of Object.entries(this.pack.groupNames))
      for (const name of names) this.add(name, 'group', id);
  }

  /** Words of concepts of three characters and more. 公安那边 is the unit and a filler, whatever the lexicon makes of it. */
  addConcepts(): void {
    const unitNames = this.pack.units.units
      .flatMap(({ aliases }) => aliases.map(clean))
      .filter((name) => name.length > 1);
    const isUnit = (word: string) => unitNames.some((name) => word.length <= name.length + 2 && word.includes(name));
    for (const { id, terms, words } of this.pack.concepts)
      for (const word of [...terms, ...words].map(clean))
        if (word.length > 2 && !isUnit(word)) this.keywords.add(word, 'term', `concept:${id}`);
  }
}

function keywordsOf(pack: KnowledgePack, intents: CommonSpeech['intents']): Lexer {
  const builder = new KeywordBuilder(pack);
  builder.addUnits();
  builder.addHeadings();
  builder.addSectionTitles();
  builder.addOngoing();
  builder.addOwnColumns();
  builder.addIntents(intents);
  builder.addSubject();
  builder.addServicePoints();
  builder.addDuties();
  builder.addGroups();
  builder.addConcepts();
  return builder.keywords;
}

function conceptsOf(pack: KnowledgePack): Lexer {
  const concepts = new Lexer();
  for (const { id, terms, words } of pack.concepts)
    for (const word of [...terms, ...words]) concepts.add(clean(word), 'concept', id);
  return concepts;
}

function fillersOf(words: Iterable<string>): Lexer {
  const fillers = new Lexer();
  for (const word of words) fillers.add(clean(word), 'filler');
  return fillers;
}

function monthsDue(pack: KnowledgePack): Month[] {
  const months = pack.plan.records
    .flatMap(deadlinesOf)
    .flatMap((deadline) => (deadline.kind === 'month' ? [parseMonth(deadline.month)] : []));
  return [...new Set(months)].sort((a, b) => a - b);
}

/** Every three characters that stand together in a record. Empty where phrasings tell the subject, fillers left out. */
function printedTriples(pack: KnowledgePack): Set<string> {
  const triples = new Set<string>();
  if (hasPhrasings(pack)) return triples;
  for (const record of pack.records.values()) {
    const text = clean(recordWords(record)).replace(/\s/g, '');
    for (let at = 0; at + 3 <= text.length; at++) triples.add(text.slice(at, at + 3));
  }
  return triples;
}

/** Builds the lexers of a pack, once for all questions. */
export function buildVocabulary(pack: KnowledgePack, { intents, fillers }: CommonSpeech): Vocabulary {
  const triples = printedTriples(pack);
  return {
    pack,
    keywords: keywordsOf(pack, intents),
    concepts: conceptsOf(pack),
    fillers: fillersOf(fillers),
    isPrinted: (triple) => triples.has(triple),
    nearUnit: nearUnits(pack),
    places: placesOf(pack),
    due: monthsDue(pack),
  };
}
