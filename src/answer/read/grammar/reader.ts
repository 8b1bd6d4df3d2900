/** The grammar reader of sets: lattice, chart, paths, queries. One of the two readers that propose what a question asks. */
import { type Day, monthOf } from '../../../knowledge/month.ts';
import type { Grammar } from '../../../model/pack/grammar.ts';
import type { KnowledgePack } from '../../../model/pack/pack.ts';
import type { Columns } from '../../columns/columns.ts';
import { rowText } from '../../columns/record-words.ts';
import { columnsFor } from '../../execute/execute.ts';
import type { Reading, SetReader } from '../reading.ts';
import { Assembler, type Candidate, explained } from './assemble/assemble.ts';
import { Cues } from './assemble/frame.ts';
import { MeasureReader } from './assemble/measures.ts';
import { Chart } from './chart.ts';
import { withoutCorrections } from './correct.ts';
import { costOf } from './cost.ts';
import { readLattice } from './lattice.ts';
import { leftOver } from './left-over.ts';
import { PackNames } from './names.ts';
import { bestPaths } from './path.ts';
import { prepare } from './phrase.ts';
import { type RuleTable, ruleTable } from './rules/table.ts';
import { SoundCorrector } from './sound-corrector.ts';
import type { UnitSpan } from './sources/source-context.ts';
import { type EverydayWord, everydayWordsOf, TextIndex } from './text-index.ts';
import { fittedWeights, type Weights } from './weights.ts';
import { ClosedWords } from './words.ts';

/** Longer questions are stories; sets are asked for in fewer words. */
const maxLength = 140;
const maxReadings = 12;

export interface GrammarOptions {
  weights?: Weights;
  /** Corrects a question typed in letters or in traditional characters. */
  correct?: (text: string) => string;
  /** Columns of the records; those of the pack unless given. */
  columns?: Columns;
}

/** A reading with what fitting its weights needs. */
export interface FittedReading extends Reading {
  features: ReadonlyMap<string, number>;
}

const signs: readonly [RegExp, string][] = [
  [/\s*(?:≠|!=|<>)\s*/g, '不是'],
  [/(?<=[\u4e00-\u9fff) ])\s*\bor\b\s*/gi, '或'],
  [/\s*\bnot\b\s*(?=[\u4e00-\u9fff★])/gi, '没有'],
  [/(?<=[\u4e00-\u9fff) ])\s*\band\b\s*(?=[\u4e00-\u9fff])/gi, '且'],
  [/﹑/g, '、'],
  [/\s*[~～—–－]+\s*/g, '-'],
  [/[“”「」『』"]/g, '"'],
];

/** Signs and English joining words among Chinese ones, as the words that they stand for. */
const spelledOut = (text: string): string => signs.reduce((spelled, [sign, word]) => spelled.replace(sign, word), text);

const foreign = /[a-z]{2}|[務項單責關統計導長協辦標識產權現們個這來對為後當區縣開發檢審過還說幾應該給與時間]/;

/** The question with the names of units blotted out: 统计局 asks for no count. */
const masked = (text: string, units: readonly UnitSpan[]): string =>
  units.reduce((masked, { start, end }) => masked.slice(0, start) + '□'.repeat(end - start) + masked.slice(end), text);

export class GrammarReader implements SetReader {
  readonly name = 'grammar';
  private readonly grammar: Grammar;
  private readonly names: PackNames;
  private readonly words: ClosedWords;
  private readonly rules: RuleTable;
  private readonly index: TextIndex;
  private readonly generic: ReadonlySet<string>;
  private readonly everyday: ReadonlyMap<string, readonly EverydayWord[]>;
  private readonly columns: Columns;
  private readonly measures: MeasureReader;
  private readonly sounds: SoundCorrector;
  private readonly weights: Weights;
  private readonly correct: (text: string) => string;

  constructor(
    pack: KnowledgePack,
    grammar: Grammar,
    { weights = fittedWeights, correct = (text) => text, columns = columnsFor(pack) }: GrammarOptions = {},
  ) {
    this.grammar = grammar;
    this.names = new PackNames(pack);
    this.words = new ClosedWords(grammar, this.names.slots());
    this.rules = ruleTable(this.names);
    const records = [...pack.records.values()].filter(({ kind }) => kind === 'task' || kind === 'support');
    this.index = new TextIndex(records.map((record) => prepare(rowText(record).replace(/\s/g, ''))));
    this.generic = new Set([...grammar.generic, ...pack.wording.generic].sort((a, b) => b.length - a.length));
    this.everyday = everydayWordsOf(pack, this.index, this.generic);
    this.columns = columns;
    this.measures = new MeasureReader(pack, grammar);
    this.sounds = new SoundCorrector(this.words, this.names, grammar);
    this.weights = weights;
    this.correct = correct;
  }

  read(text: string, now: Day): Reading[] {
    return this.readFitted(text, now).map(({ features: _, ...reading }) => reading);
  }

  /** The question as the grammar sees it. */
  normalise(question: string): string {
    const prepared = prepare(spelledOut(question));
    if (prepared.length > maxLength) return prepared;
    const corrected = foreign.test(prepared) ? prepare(this.correct(prepared)) : prepared;
    return withoutCorrections(this.sounds.correct(corrected), this.words);
  }

  readFitted(question: string, now: Day): FittedReading[] {
    const text = this.normalise(question);
    if (!text || text.length > maxLength) return [];
    const { grammar, names, words, columns, index, generic, everyday, weights } = this;
    const { tokens, units } = readLattice({ text, now, words, names, grammar, columns, index, generic, everyday });
    const cost = costOf(text, tokens, words);
    const chart = new Chart(text, cost, this.rules, weights);
    chart.fill(tokens);
    const current = monthOf(now.year, now.month);
    const cues = new Cues(words, masked(text, units));
    const assembler = new Assembler({ text, current, words, names, columns, grammar, weights, cues }, this.measures);
    const best = new Map<string, Candidate>();
    for (const path of bestPaths(text, chart, cost, weights))
      for (const candidate of assembler.read(path)) {
        const key = JSON.stringify(candidate.query);
        const other = best.get(key);
        if (!other || other.score < candidate.score) best.set(key, candidate);
      }
    return [...best.values()]
      .sort((a, b) => b.score - a.score)
      .slice(0, maxReadings)
      .map(({ query, score, features, conditions, path }) => ({
        query,
        score,
        features,
        conditions,
        unexplained: path.left,
        left: leftOver(text, path.edges, tokens, words),
        trace: explained(path.edges, text),
      }));
  }
}
