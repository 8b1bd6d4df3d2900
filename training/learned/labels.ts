/** Labels for training: which role each mention has, and which kind, operator and joins, so that the typed query comes out. */

import type { Select } from '../../src/answer/query.ts';
import { namesIn } from '../../src/answer/read/learned/conditions.ts';
import type { Gazetteer } from '../../src/answer/read/learned/gazetteer.ts';
import type { Mention } from '../../src/answer/read/learned/mentions.ts';
import type { Month } from '../../src/knowledge/month.ts';
import { Demands, roleOfColumn, type Window } from './demands.ts';

export interface Labels {
  kind: string;
  op: string;
  dim?: string;
  form?: string;
  join?: string;
  status: string;
  empty: string;
  /** Role of each mention; undefined where it takes none. */
  roles: (string | undefined)[];
  measure?: string;
  /** What of the query no mention carries: such a question can't be read by labels. */
  missing: string[];
}

/** Combines what is asked of one unit: +coop-lead. */
function unitRole(demands: { role: string; not: boolean }[]): string {
  const only = demands.find(({ role }) => role.startsWith('only-'));
  if (only) return only.role;
  const named = (not: boolean) => [...new Set(demands.filter((one) => one.not === not).map(({ role }) => role))].sort();
  const plus = named(false);
  const minus = named(true);
  return `${plus.length ? `+${plus[0]}` : ''}${minus.length ? `-${minus[0]}` : ''}`;
}

class Labeller {
  private readonly query: Select;
  private readonly mentions: readonly Mention[];
  private readonly gazetteer: Gazetteer;
  private readonly current: Month;
  private readonly demands: Demands;
  private readonly carried = new Set<unknown>();
  private loCovered = false;
  private hiCovered = false;

  constructor(query: Select, mentions: readonly Mention[], gazetteer: Gazetteer, current: Month) {
    this.query = query;
    this.mentions = mentions;
    this.gazetteer = gazetteer;
    this.current = current;
    this.demands = new Demands(query.where);
  }

  labels(): Labels {
    const { kind, order, as } = this.query;
    const roles = this.mentions.map((mention) => this.role(mention));
    const status = this.status();
    const dimension = this.dimension();
    const { join, empty, measure } = this.demands;
    return {
      kind,
      op: order ?? (typeof as === 'string' ? 'set' : Object.keys(as)[0]!),
      ...(dimension ? { dim: dimension } : {}),
      ...(typeof as === 'string' ? { form: as } : {}),
      join: join ?? 'and',
      status,
      empty,
      roles,
      ...(measure === undefined ? {} : { measure }),
      missing: this.missing(status),
    };
  }

  private dimension(): string | undefined {
    const { as } = this.query;
    if (typeof as === 'string') return undefined;
    if ('each' in as) return as.each;
    if ('most' in as) return as.most;
    if ('least' in as) return as.least;
    const [side] = as.compare;
    return side && 'column' in side ? side.column : undefined;
  }

  private role(mention: Mention): string | undefined {
    switch (mention.type) {
      case 'unit':
        return this.unitRole(mention);
      case 'office':
        return this.leaderRole([mention.office]) ?? 'none';
      case 'period':
        return this.periodRole(mention);
      case 'number':
        return this.take(this.demands.numbers, ({ value }) => value === mention.value)?.role ?? 'none';
      case 'term':
        return this.termRole(mention.term) ?? 'none';
      case 'flag':
        if (this.demands.starred) this.carried.add('starred');
        return this.demands.starred ?? 'none';
      case 'group': {
        const asked = this.take(this.demands.groups, ({ id }) => id === mention.id);
        return asked ? (asked.not ? 'out' : 'in') : 'none';
      }
      default:
        return undefined;
    }
  }

  private take<T>(list: readonly T[], holds: (one: T) => boolean): T | undefined {
    const found = list.find((one) => holds(one));
    if (found) this.carried.add(found);
    return found;
  }

  private termRole(term: string): string | undefined {
    const asked = this.take(this.demands.texts, ({ text }) => text === term);
    return asked && (asked.not ? 'not' : 'text');
  }

  private leaderRole(names: readonly string[]): string | undefined {
    const asked = this.take(this.demands.leaders, ({ text }) => names.includes(text));
    return asked && (asked.not ? '-leader' : 'leader');
  }

  private unitRole(mention: Extract<Mention, { type: 'unit' }>): string {
    const { as, kind } = this.query;
    const names = namesIn(mention.units, kind, this.gazetteer);
    const shares = (units: readonly string[]) => units.some((unit) => names.includes(unit));
    if (
      typeof as === 'object' &&
      'compare' in as &&
      as.compare.some((side) => 'column' in side && side.is === 'has' && shares(side.units))
    )
      return 'cmp';
    if (typeof as === 'object' && 'except' in as && as.except && shares(as.except))
      return `-${roleOfColumn[this.dimension() ?? ''] ?? 'any'}`;
    const asked = this.demands.units.filter(({ units }) => shares(units));
    for (const one of asked) this.carried.add(one);
    if (asked.length) return this.withOthers(asked) ? 'with' : unitRole(asked);
    return (
      this.leaderRole(mention.units.map((unit) => this.gazetteer.short(unit))) ??
      (mention.term === undefined ? undefined : this.termRole(mention.term)) ??
      'none'
    );
  }

  /** 和别家一起: the unit and at least one other in the same cell. */
  private withOthers(asked: readonly { role: string }[]): boolean {
    const counted = this.demands.numbers.filter(({ role, value }) => role === 'cnt_ge' && value === 2);
    if (this.query.kind !== 'support' || asked.length !== 1 || !counted.length) return false;
    for (const one of this.demands.numbers) this.carried.add(one);
    return true;
  }

  private periodRole({ from, to }: { from?: Month; to?: Month }): string {
    const { windows, notWindows } = this.demands;
    if (this.take(notWindows, (one) => one.from === from && one.to === to)) return 'not';
    if (this.take(windows, (one) => one.from === from && one.to === to)) {
      this.loCovered = this.hiCovered = true;
      return 'on';
    }
    for (const one of windows) {
      const role = sideOf(one, from, to);
      if (!role) continue;
      this.carried.add(one);
      if (role.startsWith('lo')) this.loCovered = true;
      else this.hiCovered = true;
      return role;
    }
    return 'none';
  }

  private status(): string {
    const { windows, status } = this.demands;
    const [window] = windows;
    if (status !== 'none' || windows.length !== 1 || !window) return status;
    if (this.query.kind === 'phase') return this.loCovered || this.hiCovered ? 'none' : 'now';
    if (!this.loCovered && window.from === this.current) return 'open';
    return !this.hiCovered && window.to === this.current - 1 ? 'past' : status;
  }

  private missing(status: string): string[] {
    const { units, notWindows, texts, leaders, groups, starred, measure } = this.demands;
    const lists = Object.entries({ units, notWindows, texts, leaders, groups }).flatMap(([name, list]) =>
      list.filter((one) => !this.carried.has(one)).map((one) => `${name} ${JSON.stringify(one)}`),
    );
    return [
      ...lists,
      ...(status === 'none' ? this.missingEnds() : []),
      ...this.missingNumbers(),
      ...(starred && !this.carried.has('starred') ? ['starred'] : []),
      ...(measure && !this.gazetteer.measures.includes(measure) ? ['measure'] : []),
    ];
  }

  private missingEnds(): string[] {
    const [window, ...more] = this.demands.windows;
    if (!window || more.length) return [];
    return [
      ...(window.from !== undefined && !this.loCovered ? ['from'] : []),
      ...(window.to !== undefined && !this.hiCovered ? ['to'] : []),
    ];
  }

  private missingNumbers(): string[] {
    const { numbers } = this.demands;
    const isCarried = ({ role }: { role: string }) =>
      numbers.some((other) => this.carried.has(other) && other.role.slice(0, 3) === role.slice(0, 3));
    return numbers
      .filter((one) => !/cnt_[gl]t|row_lo/.test(one.role) && !isCarried(one))
      .map(({ role, value }) => `number ${role} ${value}`);
  }
}

function sideOf(window: Window, from: Month | undefined, to: Month | undefined): string | undefined {
  if (window.from !== undefined && window.from === from) return 'lo_in';
  if (window.to !== undefined && window.to === to) return 'hi_in';
  if (window.from !== undefined && to !== undefined && window.from === to + 1) return 'lo_ex';
  if (window.to !== undefined && from !== undefined && window.to === from - 1) return 'hi_ex';
  return undefined;
}

export const labelsOf = (query: Select, mentions: readonly Mention[], gazetteer: Gazetteer, current: Month): Labels =>
  new Labeller(query, mentions, gazetteer, current).labels();
