/** One analysis of a question, made once and read by every later step: marks, readings as a set, the ranking, what sounds unstated. */
import type { Month } from '../../knowledge/month.ts';
import { currentMonth, type Formatter } from '../../language/format.ts';
import type { KnowledgePack } from '../../model/pack/pack.ts';
import type { PlanRecord } from '../../model/plan.ts';
import { recordWords } from '../columns/record-words.ts';
import type { Engine } from '../engine.ts';
import { execute, type Selection } from '../execute/execute.ts';
import type { NeedReading } from '../read/needs.ts';
import type { Reading, SetReader } from '../read/reading.ts';
import type { Ranking } from '../retrieve/search.ts';
import { askingPart } from '../retrieve/subject.ts';
import { isRecord } from '../retrieve/thresholds.ts';
import type { OutsideCue, OutsideTopicFinder } from './outside-topics.ts';
import { paraphrase } from './paraphrase.ts';
import type { ParsedQuestion } from './parse-question.ts';

/** A reading with the records that it gives. */
export interface Read extends Reading {
  selection: Selection;
  /** The ids found, joined: two readings that give the same records are one answer. */
  key: string;
}

export interface Analysis {
  asked: ParsedQuestion;
  /** By reader, best first. */
  sets: ReadonlyMap<string, readonly Read[]>;
  /** What somebody in need asks for, where the pack's table has it. */
  need: NeedReading | undefined;
  /** The best score of what the need leaves unexplained. */
  needLeft: number;
  /** Records and topics that no plan states, best first. */
  ranking: Ranking;
  /** The best score of what the best reading leaves unexplained, when that is searched among the records. */
  left: number;
  /** The best score of the words left after fixed meanings and fillers. */
  subject: number;
  /** 0…1: how much the question sounds like what no record states. */
  outsideness: number;
  cues: readonly OutsideCue[];
}

/** Readings kept of each reader: a right one is rarely further down. */
const maxReadings = 6;

function executed(readings: readonly Reading[], engine: Engine, current: Month): Read[] {
  return readings.slice(0, maxReadings).map((reading) => {
    const selection = execute(reading.query, engine.pack, current);
    return { ...reading, selection, key: keyOf(selection) };
  });
}

/** Two selections that state the same rows and count them alike are the same answer. */
function keyOf({ query, records, lacking }: Selection): string {
  const ids = records.map(({ id }) => id).join(' ');
  return `${query.kind} ${lacking.length ? 'lacking' : ids}`;
}

interface Parts {
  engine: Engine;
  outsideTopics: OutsideTopicFinder;
  formatter: Formatter;
  asked: ParsedQuestion;
  uncorrected: string;
  readers: readonly SetReader[];
}

const foreign = /[a-z]{2}|[務項單責關統計導長協辦標識產權現們個這來對為後當區縣開發檢審過還說幾應該給與時間]/;

/** 是不是27项: a number of records that is put to the test is asked for. */
const testedNumber =
  /(?:是不是|是否|有没有)(?:就|只有|只|正好|刚好|总共|一共|共)?(?:\d{1,3}|[两二三四五六七八九十]{1,3})(?:项|条|个)(?=$|[,.?吗吧呀呢])/;

/** What the readers of sets are given: the question as said, corrected only where it is in letters or in the other script. */
function readable({
  asked,
  uncorrected,
  pack,
}: {
  asked: ParsedQuestion;
  uncorrected: string;
  pack: KnowledgePack;
}): string {
  if (asked.english) return paraphrase(asked, pack) ?? '';
  // A unit that only the correction names (检查院) was meant.
  const named = asked.tokens.every(({ tag, text }) => tag !== 'unit' || uncorrected.includes(text));
  return (foreign.test(uncorrected) || !named ? asked.text : uncorrected).replace(testedNumber, '一共几项');
}

/** A cue for what no plan states is void where this one does: a column of that name, a sum of money in the nearest record. */
function statedBy({ topic, text }: OutsideCue, { tokens }: ParsedQuestion, nearest: PlanRecord | undefined): boolean {
  const headings = tokens.filter(({ tag }) => tag === 'ask.column');
  if (headings.some((heading) => text.includes(heading.text) || heading.text.includes(text))) return true;
  const words = nearest ? recordWords(nearest) : '';
  return topic.printed.some((unit) => new RegExp(`\\d\\s*${unit}`).test(words));
}

export function analyse({ engine, outsideTopics, formatter, asked, uncorrected, readers }: Parts): Analysis {
  const { text } = asked;
  const words = readable({ asked, uncorrected, pack: engine.pack });
  const sets = new Map(
    readers.map((reader) => [
      reader.name,
      executed(reader.read(words, formatter.now), engine, currentMonth(formatter)),
    ]),
  );
  const best = [...sets.values()].find((readings) => readings.length)?.[0];
  const left = best?.left.filter((word) => word.length > 1).join(' ') ?? '';
  const subject = [asked.rest, ...asked.terms.map((term) => term.text)].join(' ').trim();
  const need = engine.needs.read(text);
  const scoreOf = (uncorrected: string) => (uncorrected ? (engine.rank(uncorrected, isRecord).hits[0]?.score ?? 0) : 0);
  const ranking = engine.rank(text);
  const nearest = ranking.hits.find(({ id }) => isRecord(id))?.id;
  return {
    asked,
    sets,
    need,
    needLeft: need ? scoreOf(engine.needs.without(subject)) : 0,
    left: scoreOf(left),
    subject: scoreOf(subject),
    ranking,
    outsideness: engine.outsideness(askingPart(text)),
    cues: outsideTopics
      .find(askingPart(text))
      .filter((cue) => !statedBy(cue, asked, engine.pack.records.get(nearest ?? ''))),
  };
}
