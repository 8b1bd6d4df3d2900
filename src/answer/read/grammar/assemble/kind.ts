/** The kinds of record that a question may ask for, each with a preference. */
import type { RecordKind } from '../../../../model/plan.ts';
import type { Edge } from '../chart.ts';
import type { Item, Topic } from '../tokens.ts';
import type { Frame } from './frame.ts';

export type KindOption = readonly [kind: RecordKind, weight: number];

const taskTopics: readonly Topic[] = ['flag', 'unit', 'month', 'rows', 'empty', 'count', 'leader', 'text'];

const namesTask = ({ item }: Edge) =>
  (item.type === 'condition' && taskTopics.includes(item.topic)) ||
  ['units', 'earliest', 'latest', 'next'].includes(item.type);

const hasTopic = (edges: readonly Edge[], topic: Topic) =>
  edges.some(({ item }) => item.type === 'condition' && item.topic === topic);

const unitsOf = (item: Item): readonly string[] =>
  item.type !== 'asker' && 'cells' in item && item.cells ? item.cells.flat() : [];

function support({ cues, names }: Frame, edges: readonly Edge[]): KindOption[] | undefined {
  const units = edges.flatMap(({ item }) => unitsOf(item));
  const higher = units.length > 0 && units.every((unit) => names.higher.has(unit));
  const listed = cues.has('kind.support') && !cues.has('kind.support.not');
  if (!higher && !listed) return undefined;
  return listed && !higher
    ? [
        ['support', 0],
        ['task', -2],
      ]
    : [['support', 0]];
}

const indicator = ({ cues }: Frame, edges: readonly Edge[]) =>
  cues.has('kind.indicator') ||
  (hasTopic(edges, 'value') && cues.has('kind.indicator.value')) ||
  (cues.has('kind.indicator.weak') && !cues.has('kind.task'));

/** Measures of the text, or the tasks of a group: both say 措施. */
function measures({ cues }: Frame, edges: readonly Edge[]): KindOption[] | undefined {
  const taskish = edges.some(namesTask);
  if (taskish) return undefined;
  if (cues.has('kind.measure')) {
    if (cues.hasOutside('kind.task', 'kind.task.not'))
      return [
        ['task', 0],
        ['measure', -0.3],
      ];
    return [
      ['measure', 0.5],
      ['task', cues.has('kind.measure.body') ? -2.5 : -1],
    ];
  }
  if (cues.has('kind.measure.word') && !cues.any('kind.task', 'kind.measure.number') && hasTopic(edges, 'group'))
    return [
      ['measure', 0],
      ['task', -0.8],
    ];
  return undefined;
}

/** The kinds that a question may ask for, the likeliest first. */
export function kindsOf(frame: Frame, edges: readonly Edge[]): readonly KindOption[] {
  const { cues } = frame;
  const asSupport = support(frame, edges);
  if (asSupport) return asSupport;
  if (indicator(frame, edges))
    return [
      ['indicator', 0],
      ['task', -1.5],
    ];
  for (const kind of ['phase', 'guarantee', 'group'] as const)
    if (cues.has(`kind.${kind}`) && !(kind === 'guarantee' && cues.has('kind.task')))
      return [
        [kind, 0],
        ['task', -1],
      ];
  return measures(frame, edges) ?? [['task', 0]];
}
