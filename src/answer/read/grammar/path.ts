/** The best ways through a question: sequences of items that may stand by themselves, with the words between them skipped. */
import type { Chart, Edge } from './chart.ts';
import type { Cost } from './cost.ts';
import { type Item, tagOf } from './tokens.ts';
import type { Weights } from './weights.ts';

export interface Path {
  score: number;
  edges: readonly Edge[];
  /** What the words that it skips cost. */
  left: number;
}

const width = 24;

function roleWorth(item: Extract<Item, { type: 'role' }>): number {
  if (item.combined || item.narrowed || item.without) return -3;
  if (item.negated) return -2.2;
  return item.heading ? -1.9 : -1.6;
}

function unitsWorth(item: Extract<Item, { type: 'units' }>): number | undefined {
  if (item.weak) return undefined;
  if (item.pronoun) return -1.2;
  if (item.only) return -0.6;
  return item.excluded ? -0.4 : -0.5;
}

/** What closed words are worth where they stand alone. */
const wordWorth: Partial<Record<Item['type'], number>> = {
  earliest: 0,
  latest: 0,
  next: 0,
  previous: 0,
  'deny-last': -0.2,
  either: -1.2,
  both: -0.9,
  nothing: 0,
  asker: -0.4,
  office: -0.8,
  'person-of': -1.3,
  alone: -0.4,
  together: -0.4,
  'no-others': -0.8,
  'other-lead': 0,
};

/** What an item is worth by itself on a path; undefined where it may not stand there. */
function worthOf(item: Item): number | undefined {
  switch (item.type) {
    case 'units':
      return unitsWorth(item);
    case 'condition':
      return item.topic === 'month' && item.bare ? -0.5 : 0;
    case 'role':
      return roleWorth(item);
    case 'term':
      return item.quoted ? -0.5 : undefined;
    case 'column':
      return item.column.type === 'flag' ? -0.2 : -1.5;
    default:
      return wordWorth[item.type];
  }
}

const sameEdges = (a: Path, b: Path) =>
  a.edges.length === b.edges.length && a.edges.every((edge, at) => edge === b.edges[at]);

/** Keeps the best paths to a place; of those with the same items the best. */
function offer(beam: Path[], path: Path): void {
  if (beam.length >= width && beam.at(-1)!.score >= path.score) return;
  const duplicate = beam.findIndex((other) => sameEdges(other, path));
  if (duplicate >= 0) {
    if (beam[duplicate]!.score >= path.score) return;
    beam.splice(duplicate, 1);
  }
  const at = beam.findIndex(({ score }) => score < path.score);
  beam.splice(at < 0 ? beam.length : at, 0, path);
  if (beam.length > width) beam.pop();
}

/** The best paths through a text, best first. */
export function bestPaths(text: string, chart: Chart, cost: Cost, weights: Weights): Path[] {
  const beams: Path[][] = Array.from({ length: text.length + 1 }, () => []);
  beams[0] = [{ score: 0, edges: [], left: 0 }];
  const skip = 1 + (weights.skip ?? 0);
  for (let place = 0; place < text.length; place++) {
    const price = cost.at(place);
    const clause = cost.clauseAt(place);
    const edges = chart.startingAt(place).flatMap((edge) => {
      const worth = worthOf(edge.item);
      return worth === undefined
        ? []
        : [{ edge, gain: edge.score + worth + (weights[`stand:${tagOf(edge.item)}`] ?? 0) }];
    });
    for (const path of beams[place]!) {
      offer(beams[place + 1]!, { score: path.score - price * skip, edges: path.edges, left: path.left + price });
      if (clause && clause.cost > clause.capped)
        offer(beams[clause.end]!, {
          score: path.score - clause.capped * skip,
          edges: path.edges,
          left: path.left + clause.capped * 0.5,
        });
      for (const { edge, gain } of edges)
        offer(beams[edge.end]!, { score: path.score + gain, edges: [...path.edges, edge], left: path.left });
    }
  }
  return beams[text.length]!;
}
