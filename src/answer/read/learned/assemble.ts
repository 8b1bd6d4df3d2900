/** Makes a query of the labels chosen for a question, each overridable: what the candidates differ in. */
import type { RecordKind } from '../../../model/plan.ts';
import { allOf, anyOf, type Condition, type Form, notOf, type Select } from '../../query.ts';
import { type Distribution, restrict } from './classifier.ts';
import {
  type Chosen,
  leaderCondition,
  namesIn,
  numberConditions,
  periodConditions,
  unitConditions,
} from './conditions.ts';
import type { Gazetteer } from './gazetteer.ts';
import type { SentenceClassifier } from './model.ts';
import type { Scores, Slot } from './scores.ts';

/** A label that was picked for a slot; `distribution` holds its rivals. */
interface Pick {
  id: string;
  label: string;
  logp: number;
  distribution: Distribution;
  slot?: Slot;
}

export interface Candidate {
  query: Select;
  logp: number;
  picks: readonly Pick[];
  chosen: readonly Chosen[];
  /** Bounds that no month can satisfy. */
  contradictory: boolean;
  flips: number;
}

export type Overrides = ReadonlyMap<string, string>;

const unlikely = -9;
const withDimension: Record<string, ReadonlySet<string>> = {
  each: new Set(['responsible', 'cooperating', 'units', 'deadline', 'starred', 'group']),
  most: new Set(['responsible', 'cooperating', 'units', 'deadline', 'group']),
  least: new Set(['responsible', 'cooperating', 'units', 'deadline', 'group']),
  compare: new Set(['responsible', 'cooperating', 'units']),
};
const positive = /^\+(?:lead|coop|any)$/;
/** Kinds that are listed by text, number and group alone. */
const plainKinds: ReadonlySet<RecordKind> = new Set(['measure', 'group', 'phase', 'guarantee', 'indicator']);

class Assembly {
  readonly picks: Pick[] = [];
  readonly chosen: Chosen[] = [];
  contradictory = false;
  private readonly scores: Scores;
  private readonly gazetteer: Gazetteer;
  private readonly overrides: Overrides;
  private readonly kind: RecordKind;
  private op = 'set';

  constructor(scores: Scores, gazetteer: Gazetteer, kind: RecordKind, overrides: Overrides) {
    this.scores = scores;
    this.gazetteer = gazetteer;
    this.kind = kind;
    this.overrides = overrides;
  }

  get logp(): number {
    return this.picks.reduce((sum, { logp }) => sum + logp, 0);
  }

  private pick(id: string, distribution: Distribution, slot?: Slot): string {
    const override = this.overrides.get(id);
    let best: [string, number] | undefined;
    for (const entry of distribution) if (!best || entry[1] > best[1]) best = entry;
    const [label, logp] =
      override === undefined ? (best ?? ['none', 0]) : [override, distribution.get(override) ?? unlikely];
    this.picks.push({ id, label, logp, distribution, ...(slot ? { slot } : {}) });
    return label;
  }

  private sentence(name: SentenceClassifier, allowed: (label: string) => boolean = () => true): string {
    return this.pick(name, restrict(this.scores.of(name), allowed));
  }

  query(): Select {
    const ranked = this.kind === 'task' || this.kind === 'support';
    this.op = ranked
      ? this.sentence('op', (label) => this.kind === 'task' || !/next|earliest|latest/.test(label))
      : 'set';
    const allowed = withDimension[this.op];
    const dim = allowed ? this.sentence('dim', (label) => allowed.has(label)) : undefined;
    for (const slot of this.scores.slots(this.kind)) this.role(slot);
    const where = allOf(this.conditions());
    const order = /^(?:earliest|latest|next)$/.exec(this.op)?.[0] as Select['order'];
    return {
      ask: 'select',
      kind: this.kind,
      ...(where ? { where } : {}),
      ...(order ? { order } : {}),
      as: this.form(dim),
    };
  }

  private role(slot: Slot): void {
    const [mention] = slot.mentions;
    const role = this.pick(slot.id, this.rolesOf(slot), slot);
    this.chosen.push({ mention: mention!, role });
  }

  /** Roles that a mention can have in a question of this kind and form. */
  private rolesOf({ mentions, distribution }: Slot): Distribution {
    const [mention] = mentions;
    if (mention?.type === 'office') return restrict(distribution, (label) => /^(?:-?leader|none)$/.test(label));
    if (mention?.type !== 'unit') return distribution;
    const comparing = this.op === 'compare';
    return restrict(distribution, (label) => {
      if (label === 'none') return true;
      if (comparing) return label === 'cmp';
      if (plainKinds.has(this.kind)) return label === 'text' && mention.term !== undefined;
      if (label === 'text') return mention.term !== undefined;
      return label !== 'cmp';
    });
  }

  private conditions(): Condition[] {
    return [
      ...this.unitsHeld(),
      ...this.leaders(),
      ...this.flags(),
      ...this.groups(),
      ...this.empty(),
      ...this.texts(),
      ...numberConditions(this.chosen, this.countedColumn()),
      ...this.measure(),
      ...this.periods(),
    ];
  }

  private unitsHeld(): Condition[] {
    const joined: Condition[] = [];
    const apart: Condition[] = [];
    const ranking = this.op === 'most' || this.op === 'least';
    for (const { mention, role } of this.chosen) {
      if (mention.type !== 'unit' || (ranking && role.startsWith('-'))) continue;
      const found = unitConditions(mention, role, this.kind, this.gazetteer);
      if (positive.test(role)) joined.push(...found);
      else apart.push(...found);
    }
    if (joined.length < 2) return [...joined, ...apart];
    return this.sentence('join') === 'or' ? [anyOf(joined), ...apart] : [...joined, ...apart];
  }

  private leaders(): Condition[] {
    return this.chosen.flatMap(({ mention, role }) => {
      if (role !== 'leader' && role !== '-leader') return [];
      const held = leaderCondition(mention, this.gazetteer);
      return held ? [role === 'leader' ? held : notOf(held)] : [];
    });
  }

  private flags(): Condition[] {
    const flag = this.chosen.find(({ mention, role }) => mention.type === 'flag' && role !== 'none');
    return flag ? [{ column: 'starred', is: flag.role === 'yes' ? 'yes' : 'no' }] : [];
  }

  private groups(): Condition[] {
    const linked = (to: string): Condition => ({ column: 'group', is: 'linked', to: [to] });
    const inside: Condition[] = [];
    const outside: Condition[] = [];
    for (const { mention, role } of this.chosen) {
      if (mention.type !== 'group' || role === 'none') continue;
      if (role === 'in') inside.push(linked(mention.id));
      else outside.push(notOf(linked(mention.id)));
    }
    return [...(inside.length ? [anyOf(inside)] : []), ...outside];
  }

  private empty(): Condition[] {
    if (this.kind !== 'task') return [];
    const label = this.sentence('empty');
    if (label === 'cooperating' || label === 'leader') return [{ column: label, is: 'empty' }];
    return label === 'some' ? [notOf({ column: 'cooperating', is: 'empty' })] : [];
  }

  private texts(): Condition[] {
    const inside: Condition[] = [];
    const outside: Condition[] = [];
    for (const { mention, role } of this.chosen) {
      const text = mention.type === 'term' || mention.type === 'unit' ? mention.term : undefined;
      if (text === undefined || (role !== 'text' && role !== 'not')) continue;
      const contains: Condition = { column: 'text', is: 'contains', text };
      if (role === 'text') inside.push(contains);
      else outside.push(notOf(contains));
    }
    return [...inside, ...outside];
  }

  /** 牵头单位两家以上 counts the responsible; otherwise the cooperating are counted, where the kind has them. */
  private countedColumn(): string {
    return this.kind === 'task' ? 'cooperating' : 'responsible';
  }

  private measure(): Condition[] {
    if (
      this.kind !== 'indicator' ||
      this.chosen.some(({ mention, role }) => mention.type === 'number' && role !== 'none')
    )
      return [];
    const places = this.scores.measures();
    const distribution: Distribution = new Map(places.toReversed().map(({ measure, logp }) => [measure, logp]));
    const likeliest = places.reduce((sum, { logp }) => Math.max(sum, Math.exp(logp)), 0);
    distribution.set('none', Math.log(Math.max(1e-4, 1 - likeliest)));
    const measure = this.pick('measure', distribution);
    return measure === 'none' ? [] : [{ column: 'measuredIn', is: 'equals', text: measure }];
  }

  private periods(): Condition[] {
    if (this.kind !== 'task' && this.kind !== 'phase') return [];
    const contradiction = () => {
      this.contradictory = true;
    };
    const periods = periodConditions(this.chosen, this.kind, contradiction);
    const status = this.sentence('status');
    if (this.kind === 'phase') return periods.length || status === 'none' ? periods : [this.phaseStatus(status)];
    if (status === 'past' || status === 'open') return [...periods, { column: 'deadline', is: status }];
    return periods;
  }

  private phaseStatus(status: string): Condition {
    if (status === 'past' || status === 'open') return { column: 'period', is: status };
    const { current } = this.scores.analysis;
    const month = `${Math.floor(current / 12)}-${String((current % 12) + 1).padStart(2, '0')}`;
    return { column: 'period', is: 'on', month };
  }

  private form(dim: string | undefined): Form {
    if (dim === undefined) return this.sentence('form') as 'list' | 'count' | 'exists';
    if (this.op === 'each') return { each: dim };
    if (this.op === 'compare') return this.comparison(dim);
    const except = this.chosen.flatMap(({ mention, role }) =>
      mention.type === 'unit' && role.startsWith('-') ? namesIn(mention.units, this.kind, this.gazetteer) : [],
    );
    return {
      ...(this.op === 'most' ? { most: dim } : { least: dim }),
      ...(except.length ? { except } : {}),
    } as Form;
  }

  private comparison(column: string): Form {
    const sides = this.chosen.flatMap(({ mention, role }): Condition[] =>
      role === 'cmp' && mention.type === 'unit'
        ? [{ column, is: 'has', units: namesIn(mention.units, this.kind, this.gazetteer) }]
        : [],
    );
    return sides.length > 1 ? { compare: sides.slice(0, 8) } : 'list';
  }
}

/** @param overrides labels by slot that replace the likeliest */
export function assemble(scores: Scores, gazetteer: Gazetteer, kind: RecordKind, overrides: Overrides): Candidate {
  const assembly = new Assembly(scores, gazetteer, kind, overrides);
  const query = assembly.query();
  return {
    query,
    logp: assembly.logp,
    picks: assembly.picks,
    chosen: assembly.chosen,
    contradictory: assembly.contradictory,
    flips: overrides.size,
  };
}
