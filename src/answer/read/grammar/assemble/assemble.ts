/** Turns a path of items into typed queries, each with its score and features. */
import { holdsForAny } from '../../../execute/execute.ts';
import { allOf, type Condition, type Select } from '../../../query.ts';
import type { Edge } from '../chart.ts';
import type { Path } from '../path.ts';
import { type ConditionItem, type Topic, tagOf } from '../tokens.ts';
import { flatten } from '../weights.ts';
import { aloneConditions, flagConditions, monthly, topicConditions } from './conditions.ts';
import { fitToKind } from './fit.ts';
import { type FormName, formOf, roleIn, settleRole } from './form.ts';
import { Draft, type Frame } from './frame.ts';
import { applyDenial, type Gathered, gather, type NamedUnits, type Statement } from './gather.ts';
import { type KindOption, kindsOf } from './kind.ts';
import type { MeasureReader } from './measures.ts';
import { leftFromNow, monthConditions } from './months.ts';
import {
  applyOtherLead,
  attachRoles,
  comparedSides,
  dropRepeated,
  type UnitVariant,
  unitVariants,
  weighAskers,
} from './units.ts';

export interface Candidate {
  query: Select;
  score: number;
  features: ReadonlyMap<string, number>;
  conditions: number;
  path: Path;
}

/** Conditions with the feature of having taken them. */
interface Scope {
  parts: Condition[];
  name?: string;
  weight: number;
}

export class Assembler {
  private readonly frame: Frame;
  private readonly measures: MeasureReader;
  private readonly held = new Map<string, boolean>();

  constructor(frame: Frame, measures: MeasureReader) {
    this.frame = frame;
    this.measures = measures;
  }

  /** Every query that a path may mean. */
  *read(path: Path): Iterable<Candidate> {
    const features = new Map<string, number>();
    for (const { features: tree, item } of path.edges) {
      flatten(tree, features);
      const stand = `stand:${tagOf(item)}`;
      features.set(stand, (features.get(stand) ?? 0) + 1);
    }
    features.set('skip', -path.left);
    for (const option of kindsOf(this.frame, path.edges)) yield* this.ofKind(option, path, features);
  }

  private *ofKind(
    [kind, preference]: KindOption,
    path: Path,
    features: ReadonlyMap<string, number>,
  ): Iterable<Candidate> {
    const { frame } = this;
    const draft = new Draft(kind, path.score + preference, features, frame.weights);
    if (preference) draft.add(`kind:${kind}:${preference}`, 0);
    const edges = applyDenial(path.edges);
    const gathered = gather(edges, frame);
    const form = formOf(draft, frame, gathered, edges);
    if (form !== 'list') draft.add(`form:${form}${this.counted(draft)}`, 0.6);
    const units = this.unitParts(draft, gathered, form);
    this.conditionParts(draft, gathered, form, units);
    this.setOrder(draft, gathered, form);
    const parts = fitToKind(draft.parts, draft, frame);
    if (kind === 'phase' && !parts.length && frame.cues.has('ask.now')) parts.push(...this.now());
    const variants = unitVariants(units, gathered.either, frame.cues.has('units.both-roles')).map(
      ({ conditions, name }) => ({
        conditions: fitToKind(conditions, draft, frame),
        name,
      }),
    );
    if (!units.some(({ excluded }) => !excluded) && gathered.either) draft.add('either:lost', -0.5);
    yield* this.finish(draft, this.scopesOf(parts, gathered), variants, path);
  }

  private counted({ as }: Draft): string {
    const column =
      typeof as === 'string' || 'compare' in as ? '' : 'each' in as ? as.each : 'most' in as ? as.most : as.least;
    return column === 'deadline' ? 'month' : column ? 'unit' : '';
  }

  private now(): Condition[] {
    const { current } = this.frame;
    const month = `${Math.floor(current / 12)}-${String((current % 12) + 1).padStart(2, '0')}`;
    return [{ column: 'period', is: 'on', month }];
  }

  /** Roles, askers and counts of units; what is left are the units that are conditions. */
  private unitParts(draft: Draft, gathered: Gathered, form: FormName): NamedUnits[] {
    const { frame } = this;
    let units = dropRepeated(draft, gathered, form, frame);
    const role = roleIn(gathered);
    if (form !== 'list' && form !== 'compare') draft.role = role ?? 'responsible';
    attachRoles(draft, units, gathered, form, frame);
    weighAskers(draft, units, gathered, form);
    let except: string[] = [];
    if (form === 'most' || form === 'least') {
      except = units.filter(({ excluded }) => excluded).flatMap((one) => [...one.units]);
      units = units.filter((one) => !one.excluded && !one.units.some((unit) => except.includes(unit)));
    }
    if (draft.role) settleRole(draft, frame.columns.of(draft.kind, 'cooperating') ? draft.role : 'responsible', except);
    if (form === 'compare') {
      const sides = fitToKind(comparedSides(draft, units, role), draft, frame);
      draft.as = sides.length > 1 ? { compare: sides } : 'list';
      units = units.filter(({ excluded }) => excluded);
    }
    for (const one of units) if (one.bare && !one.excluded) draft.add('bare', -0.3);
    return units;
  }

  private conditionParts(draft: Draft, gathered: Gathered, form: FormName, units: readonly NamedUnits[]): void {
    const { frame } = this;
    const denied = units.filter(({ excluded }) => excluded).map(({ condition }) => condition);
    draft.parts.push(...(gathered.otherLead ? applyOtherLead(draft, units) : denied));
    const months: ConditionItem[] = [...gathered.months];
    if (gathered.order.previous)
      months.push({ type: 'condition', topic: 'month', condition: { column: 'deadline', is: 'past' } });
    // 7月几项、8月几项: the months are what is counted by.
    const listed = form === 'each' && frame.cues.has('form.listed');
    const dated = monthConditions(draft, months, frame);
    draft.parts.push(...dated.filter((condition) => !listed || !monthly(condition)));
    draft.parts.push(...flagConditions(draft, gathered.flags));
    draft.parts.push(...topicConditions(draft, this.topicsFor(draft, gathered)));
    draft.parts.push(...aloneConditions(draft, gathered, draft.parts, units));
  }

  /** Indicators are told by their unit of measure wherever it stands. */
  private topicsFor(draft: Draft, { topics }: Gathered): ReadonlyMap<Topic, readonly Statement[]> {
    if (draft.kind !== 'indicator') return topics;
    const { text, cues } = this.frame;
    const unit = this.measures.unitIn(text, cues);
    if (!unit) return topics;
    const statement: Statement = { condition: { column: 'measuredIn', is: 'equals', text: unit }, excluded: false };
    // “家”: quoted, it is the unit and no word of the text.
    return new Map([...topics, ['text', []], ['column', [...(topics.get('column') ?? []), statement]]]);
  }

  private setOrder(draft: Draft, { order }: Gathered, form: FormName): void {
    if (draft.kind !== 'task') return;
    if (order.next) draft.add('next', 0);
    if (!order.next && !order.direction) return;
    if (form === 'list') draft.order = order.next ? 'next' : order.direction;
    else draft.add('order:form', -1);
  }

  /** The conditions as they are; where 还剩 or 还有 may mean from now on, also cut to that. */
  private scopesOf(parts: Condition[], { months }: Gathered): Scope[] {
    const { cues, current } = this.frame;
    const hint = cues.has('ask.left') ? 'left' : cues.has('ask.more') ? 'more' : undefined;
    const isOpen = months.some(({ status }) => status === 'open');
    const narrowed = hint && !isOpen ? leftFromNow(parts, current) : undefined;
    if (!narrowed) return [{ parts, weight: 0 }];
    return [
      { parts, name: `whole:${hint}`, weight: 0 },
      { parts: narrowed, name: `still:${hint}`, weight: hint === 'left' ? 0.6 : -0.4 },
    ];
  }

  /** A copy of a draft that goes on by itself. */
  private copy(draft: Draft): Draft {
    const copy = new Draft(draft.kind, draft.score, draft.features, this.frame.weights);
    copy.as = draft.as;
    copy.order = draft.order;
    return copy;
  }

  /** The variants of a draft in each scope as whole queries, executed. */
  private *finish(
    draft: Draft,
    scopes: readonly Scope[],
    variants: readonly UnitVariant[],
    path: Path,
  ): Iterable<Candidate> {
    for (const scope of scopes)
      for (const [at, variant] of variants.entries()) {
        const whole = this.copy(draft);
        if (scope.name) whole.add(scope.name, scope.weight);
        if (at) whole.add(variant.name, -0.8);
        yield this.candidate(whole, [...variant.conditions, ...scope.parts], path);
      }
  }

  /** Many paths mean the same query; each is tried once. */
  private holds(query: Select): boolean {
    const key = JSON.stringify(query);
    let holds = this.held.get(key);
    if (holds === undefined) {
      holds = holdsForAny(query, this.frame.names.pack, this.frame.current);
      this.held.set(key, holds);
    }
    return holds;
  }

  private candidate(draft: Draft, conditions: Condition[], path: Path): Candidate {
    const { frame } = this;
    const where = allOf(conditions);
    const as =
      draft.as === 'list'
        ? frame.cues.has('ask.exists')
          ? 'exists'
          : frame.cues.has('ask.count')
            ? 'count'
            : 'list'
        : draft.as;
    const query: Select = {
      ask: 'select',
      kind: draft.kind,
      ...(where ? { where } : {}),
      ...(draft.order ? { order: draft.order } : {}),
      as,
    };
    if (!this.holds(query)) draft.add('empty', -1.2);
    const compares = typeof as === 'object' && 'compare' in as;
    if (!where && !compares) draft.add('all', -0.5);
    return {
      query,
      score: draft.score,
      features: draft.features,
      conditions: conditions.length + (draft.order ? 1 : 0) + (typeof as === 'object' ? 1 : 0),
      path,
    };
  }
}

export const explained = (edges: readonly Edge[], text: string): string =>
  edges.map(({ item, start, end }) => `${tagOf(item)}「${text.slice(start, end)}」`).join(' ');
