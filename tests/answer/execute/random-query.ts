/** Random queries over a pack: every column, every test, nested conditions, every form. */
import type { Condition, Form, Select, Test } from '../../../src/answer/query.ts';
import type { KnowledgePack } from '../../../src/model/pack/pack.ts';
import type { PlanRecord, RecordKind } from '../../../src/model/plan.ts';
import { Random } from '../../../training/learned/synthetic/random.ts';
import { cellOf, columnsOf, type Type } from './naive.ts';

const monthTests = ['on', 'before', 'by', 'after', 'from', 'within', 'past', 'open', 'ongoing', 'empty'] as const;

export class QuerySampler {
  private readonly random: Random;
  private readonly pack: KnowledgePack;
  private readonly units: string[];
  constructor(pack: KnowledgePack, seed: number) {
    this.random = new Random(seed);
    this.pack = pack;
    this.units = pack.units.units.map(({ name }) => name);
  }

  private month(): string {
    return `${this.random.between(2024, 2027)}-${String(this.random.between(1, 12)).padStart(2, '0')}`;
  }

  private record(kind: RecordKind): PlanRecord {
    return this.random.pick([...this.pack.records.values()].filter((one) => one.kind === kind));
  }

  private textTest(column: string, kind: RecordKind): Test {
    const cell = String(cellOf(this.record(kind), column, this.pack) ?? '无');
    const from = this.random.below(cell.length);
    const piece = cell.slice(from, from + this.random.between(1, 4)).trim() || cell;
    return this.random.pick<Test>([
      { column, is: 'contains', text: piece },
      { column, is: 'equals', text: cell },
      { column, is: 'of', text: cell.slice(0, 4) },
      { column, is: 'empty' },
    ]);
  }

  private listTest(column: string, type: Type, kind: RecordKind): Test {
    const { random } = this;
    if (type === 'links') {
      const ids = cellOf(this.record(kind), column, this.pack) as string[];
      return random.chance(0.2) || !ids.length ? { column, is: 'empty' } : { column, is: 'linked', to: ids };
    }
    const units = random.chance(0.4)
      ? random.some(this.units, random.between(1, 3))
      : (cellOf(this.record(kind), column, this.pack) as string[]);
    const named = units.length ? units : random.some(this.units, 1);
    const least = random.between(0, 4);
    return random.pick<Test>([
      { column, is: 'has', units: named },
      { column, is: 'has-all', units: named },
      { column, is: 'has-none', units: named },
      { column, is: 'only', units: named },
      { column, is: 'empty' },
      { column, is: 'count', atLeast: least },
      { column, is: 'count', atMost: least },
      { column, is: 'count', atLeast: least, atMost: least + random.below(3) },
    ]);
  }

  private test(kind: RecordKind): Test {
    const { random } = this;
    const [column, type] = random.pick(Object.entries(columnsOf(this.pack, kind)));
    if (type === 'flag') return { column, is: random.pick(['yes', 'no'] as const) };
    if (type === 'text') return this.textTest(column, kind);
    if (type === 'month') {
      const is = random.pick(monthTests);
      if (is === 'within') return { column, is, from: this.month(), to: this.month() };
      if (is === 'past' || is === 'open' || is === 'ongoing' || is === 'empty') return { column, is };
      return { column, is, month: this.month() };
    }
    if (type !== 'number') return this.listTest(column, type, kind);
    const value = random.pick([1, 5, 14.5, 20, 60, 90, 200]);
    return random.pick<Test>([
      { column, is: 'at-least', value },
      { column, is: 'at-most', value },
      { column, is: 'above', value },
      { column, is: 'below', value },
      { column, is: 'between', low: value, high: value + 10 },
    ]);
  }

  condition(kind: RecordKind, depth: number): Condition {
    const { random } = this;
    const parts = () => Array.from({ length: random.between(1, 3) }, () => this.condition(kind, depth - 1));
    const way = depth ? random.next() : 1;
    if (way < 0.2) return { all: parts() };
    if (way < 0.4) return { any: parts() };
    if (way < 0.55) return { not: this.condition(kind, depth - 1) };
    return way < 0.6 ? { ids: [this.record(kind).id, 'task:0'] } : this.test(kind);
  }

  private form(kind: RecordKind): Form {
    const { random } = this;
    const column = random.pick(Object.keys(columnsOf(this.pack, kind)));
    return random.pick<Form>([
      'list',
      'count',
      { each: column },
      { most: column, ...(random.chance(0.4) ? { except: random.some(this.units, 2) } : {}) },
      { least: column },
      { compare: [this.condition(kind, 1), this.condition(kind, 1)] },
    ]);
  }

  query(): { query: Select; current: string } {
    const { random } = this;
    const kinds = [...new Set([...this.pack.records.values()].map(({ kind }) => kind))];
    const kind = random.chance(0.5) ? 'task' : random.pick(kinds);
    const ordered = (kind === 'task' || kind === 'phase') && random.chance(0.25);
    const query: Select = {
      ask: 'select',
      kind,
      ...(random.chance(0.9) ? { where: this.condition(kind, 3) } : {}),
      ...(ordered ? { order: random.pick(['earliest', 'latest', 'next'] as const) } : {}),
      as: this.form(kind),
    };
    return { query, current: this.month() };
  }
}
