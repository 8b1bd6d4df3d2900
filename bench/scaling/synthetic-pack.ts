/** Packs of any size: the first pack's records and as many generated tasks as are wanted, the same in every run. */
import type { KnowledgePack, Phrasing } from '../../src/model/pack/pack.ts';
import type { PlanRecord, Task } from '../../src/model/plan.ts';
import type { Asked } from '../contender.ts';
import { aims, bureaus, districts, places, things, verbs } from './synthetic-words.ts';

export interface Wanted extends Asked {
  gold: string[];
}

interface UnitWanted extends Wanted {
  unit: string;
}

interface RowWanted extends Wanted {
  number: number;
}

export interface Grown {
  pack: KnowledgePack;
  lookups: Wanted[];
  units: UnitWanted[];
  rows: RowWanted[];
}

const combinations = things.length * places.length * aims.length * verbs.length;
// Shares no factor with the number of combinations: walking by it meets each of them once, neighbours far apart.
const stride = 57_637;
const at = new Date('2025-06-10T10:00:00+08:00');

const pick = <T>(list: readonly T[], index: number): T => list[index % list.length]!;

function partsOf(index: number) {
  let rest = (index * stride) % combinations;
  const take = <T>(list: readonly T[]): T => {
    const found = list[rest % list.length]!;
    rest = Math.floor(rest / list.length);
    return found;
  };
  return { thing: take(things), place: take(places), aim: take(aims), verb: take(verbs) };
}

function textOf(index: number): string {
  const { thing, place, aim, verb } = partsOf(index);
  const amount = 3 + ((index * 37) % 970);
  const forms = [
    `在${place[0]}${verb[0]}${thing[0]}，${aim[0]}，覆盖${amount}处。`,
    `围绕${aim[0]}，${verb[0]}${place[0]}的${thing[0]}，不少于${amount}个。`,
    `${verb[0]}${thing[0]}，先从${place[0]}做起，以${aim[0]}为目的，每年${amount}次。`,
    `以${place[0]}为重点${verb[0]}${thing[0]}，着力${aim[0]}，惠及${amount}户。`,
    `${aim[0]}，支持${place[0]}${verb[0]}${thing[0]}${amount}项。`,
  ];
  return pick(forms, index);
}

function phrasingsOf(index: number): string[] {
  const { thing, place, aim, verb } = partsOf(index);
  return [
    `${place[1]}要把${thing[1]}${verb[1]}，图个${aim[1]}，是哪一项`,
    `${verb[0]}${thing[0]}的事，${place[1]}那边，为了${aim[0]}`,
    `${aim[1]}，${place[0]}${thing[1]}谁来${verb[0]}`,
  ];
}

/** Said in none of the ways that the pack has written down. */
function questionOf(index: number): string {
  const { thing, place, aim, verb } = partsOf(index);
  const forms = [
    `想问下${thing[1]}，在${place[1]}${verb[0]}，说是${aim[0]}`,
    `${place[0]}的${thing[0]}，${aim[1]}，方案里怎么${verb[1]}`,
    `听说${verb[1]}${place[1]}${thing[0]}，${aim[1]}，归谁`,
  ];
  return pick(forms, index);
}

const units = districts.flatMap((district) =>
  bureaus.map((bureau) => ({
    name: district[0] + bureau[0],
    short: district[0] + bureau[0],
    aliases: [district[1] + bureau[1]],
    english: [],
  })),
);

function taskOf(index: number, number: number): Task {
  const line = 1000 + index;
  const span = (text: string) => ({ text, lines: [line, line] as [number, number] });
  const lead = pick(units, index * 7).name;
  const others = Array.from({ length: index % 4 }, (_, i) => pick(units, index * 7 + 11 * (i + 1)).name);
  const months = index % 36;
  const [year, month] = [2024 + Math.floor(months / 12), 1 + (months % 12)];
  return {
    id: `task:${number}`,
    kind: 'task',
    number,
    place: `附件1 第${number}项`,
    text: span(textOf(index)),
    starred: index % 7 === 0,
    responsible: { cell: span(lead), units: [lead] },
    ...(others.length ? { cooperating: { cell: span(others.join('、')), units: others } } : {}),
    deadline: {
      kind: 'month',
      cell: span(`${year}.${month}`),
      month: `${year}-${String(month).padStart(2, '0')}`,
    },
  };
}

/** `times` as many records as `pack` has. Questions are spread evenly over what was generated. */
export function grow(pack: KnowledgePack, times: number, questions: number): Grown {
  const first =
    Math.max(...[...pack.records.values()].map((record) => (record.kind === 'task' ? record.number : 0))) + 1;
  const count = pack.records.size * (times - 1);
  if (count > combinations) throw new Error(`only ${combinations} different tasks can be made`);
  const tasks = Array.from({ length: count }, (_, index) => taskOf(index, first + index));
  const phrasings: Phrasing[] = tasks.flatMap(({ id }, index) =>
    phrasingsOf(index).map((text) => ({ target: id, text })),
  );
  const records: PlanRecord[] = [...pack.plan.records, ...tasks];
  const led = Map.groupBy(tasks, (task) => task.responsible.units[0]!);
  const chosen = Array.from({ length: questions }, (_, i) => Math.floor((i * count) / questions));
  const asked = [...new Set(chosen.map((index) => tasks[index]!.responsible.units[0]!))];
  return {
    pack: {
      ...pack,
      facts: { ...pack.facts, places: [...pack.facts.places, ...districts.flat()] },
      plan: { ...pack.plan, records },
      records: new Map(records.map((record) => [record.id, record])),
      units: { ...pack.units, units: [...pack.units.units, ...units] },
      phrasings: [...pack.phrasings, ...phrasings],
    },
    lookups: chosen.map((index) => ({ id: `lookup-${index}`, text: questionOf(index), at, gold: [tasks[index]!.id] })),
    units: asked.map((unit, i) => ({
      id: `unit-${i}`,
      text: `${unit}牵头的任务有哪些`,
      at,
      unit,
      gold: led.get(unit)!.map(({ id }) => id),
    })),
    rows: chosen.map((index) => ({
      id: `row-${index}`,
      text: `附件1第${tasks[index]!.number}项什么时候完成`,
      at,
      number: tasks[index]!.number,
      gold: [tasks[index]!.id],
    })),
  };
}
