/** Combines neighbouring tokens by the rules into larger items; bounded in cells, steps and gaps. */
import type { Cost } from './cost.ts';
import { type Gap, gapOf } from './rules/rule.ts';
import type { RuleTable } from './rules/table.ts';
import type { Item, Token } from './tokens.ts';
import type { FeatureTree, Weights } from './weights.ts';

export interface Edge {
  start: number;
  end: number;
  item: Item;
  score: number;
  features: FeatureTree;
  key: string;
  /** What a rule made it of; none for a token. */
  parts?: readonly [Edge, Edge];
}

/** Different items of one type over one span. */
const perCell = 6;
/** Pairs that are looked at, and edges that are made: several times what the longest real question needs. */
const maxPairs = 12_000;
const maxEdges = 2500;
/** Words that may stay unexplained between two items that are combined. */
const maxGap = 1.7;
const slack = 2;

export class Chart {
  private readonly starts: Edge[][];
  private readonly ends: Edge[][];
  private readonly cells = new Map<string, Edge[]>();
  private readonly live = new Set<Edge>();
  private readonly gaps = new Map<number, Gap>();
  private agenda: Edge[] = [];
  private pairs = 0;
  private made = 0;
  private readonly text: string;
  private readonly cost: Cost;
  private readonly rules: RuleTable;
  private readonly weights: Weights;

  constructor(text: string, cost: Cost, rules: RuleTable, weights: Weights) {
    this.text = text;
    this.cost = cost;
    this.rules = rules;
    this.weights = weights;
    this.starts = Array.from({ length: text.length + 1 }, () => []);
    this.ends = Array.from({ length: text.length + 1 }, () => []);
  }

  startingAt(place: number): readonly Edge[] {
    return this.starts[place]!;
  }

  /** Fills the chart from the tokens of a lattice. */
  fill(tokens: readonly Token[]): void {
    for (const { start, end, item, weight, feature } of tokens) {
      const score = weight + (this.weights[feature] ?? 0);
      this.add({ start, end, item, score, features: { name: feature, value: 1 }, key: JSON.stringify(item) });
    }
    while (this.agenda.length) {
      const batch = this.agenda;
      this.agenda = [];
      for (const edge of batch) {
        if (this.pairs > maxPairs || this.made > maxEdges) return;
        if (this.live.has(edge)) this.extend(edge);
      }
    }
  }

  private extend(edge: Edge): void {
    if (this.rules.startsWith(edge.item.type)) this.extendRight(edge);
    if (this.rules.endsWith(edge.item.type)) this.extendLeft(edge);
  }

  /** Combines an edge with those that begin behind it. Lists are copied: combining adds to them. */
  private extendRight(edge: Edge): void {
    const { cost } = this;
    for (let place = edge.end; place <= this.text.length; place++) {
      if (cost.sum(edge.end, place) > maxGap + slack) return;
      if (!this.starts[place]!.length || cost.between(edge.end, place) > maxGap) continue;
      for (const other of [...this.starts[place]!]) this.combine(edge, other);
    }
  }

  private extendLeft(edge: Edge): void {
    const { cost } = this;
    for (let place = edge.start; place >= 0; place--) {
      if (cost.sum(place, edge.start) > maxGap + slack) return;
      if (!this.ends[place]!.length || cost.between(place, edge.start) > maxGap) continue;
      for (const other of [...this.ends[place]!]) this.combine(other, edge);
    }
  }

  private combine(left: Edge, right: Edge): void {
    const rules = this.rules.for(left.item.type, right.item.type);
    this.pairs++;
    if (!rules.length) return;
    const gap = this.gapBetween(left.end, right.start);
    let price: number | undefined;
    for (const rule of rules)
      for (const { item, name, weight } of rule.apply(left.item, right.item, gap)) {
        price ??= this.cost.between(left.end, right.start);
        const delta = this.weights[name] ?? 0;
        const skipped = price * (1 + (this.weights.gap ?? 0));
        this.add({
          start: left.start,
          end: right.end,
          item,
          score: left.score + right.score + weight + delta - skipped,
          features: {
            name,
            value: 1,
            left: left.features,
            right: { name: 'gap', value: -price, left: right.features },
          },
          key: JSON.stringify(item),
          parts: [left, right],
        });
      }
  }

  private gapBetween(start: number, end: number): Gap {
    const key = start * 4096 + end;
    let gap = this.gaps.get(key);
    if (!gap) {
      gap = gapOf(this.text.slice(start, end));
      this.gaps.set(key, gap);
    }
    return gap;
  }

  /** Keeps the best of equal items, and the best few of each type over a span. */
  private add(edge: Edge): void {
    this.made++;
    const { item } = edge;
    const cellKey = `${edge.start} ${edge.end} ${item.type}${item.type === 'condition' ? item.topic : ''}`;
    let cell = this.cells.get(cellKey);
    if (!cell) {
      cell = [];
      this.cells.set(cellKey, cell);
    }
    const duplicate = cell.find(({ key }) => key === edge.key);
    if (duplicate) {
      if (duplicate.score >= edge.score) return;
      cell.splice(cell.indexOf(duplicate), 1);
      this.drop(duplicate);
    }
    const at = cell.findIndex(({ score }) => score < edge.score);
    cell.splice(at < 0 ? cell.length : at, 0, edge);
    if (cell.length > perCell) {
      const worst = cell.pop()!;
      if (worst === edge) return;
      this.drop(worst);
    }
    this.live.add(edge);
    this.starts[edge.start]!.push(edge);
    this.ends[edge.end]!.push(edge);
    this.agenda.push(edge);
  }

  private drop(edge: Edge): void {
    this.live.delete(edge);
    for (const list of [this.starts[edge.start]!, this.ends[edge.end]!]) {
      const at = list.indexOf(edge);
      if (at >= 0) list.splice(at, 1);
    }
  }
}
