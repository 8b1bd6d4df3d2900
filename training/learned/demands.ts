/** What a typed query demands, sorted by what carries it in a question: units with roles, windows of months, texts, numbers. */
import { type Condition, conjuncts, type Test } from '../../src/answer/query.ts';
import { type Month, parseMonth } from '../../src/knowledge/month.ts';

export interface Window {
  from?: Month;
  to?: Month;
}

export const roleOfColumn: Record<string, string> = { responsible: 'lead', cooperating: 'coop', units: 'any' };
const currentLabels = ['past', 'open'];

/** What a query demands, sorted by what carries it in a question. */
export class Demands {
  readonly units: { units: readonly string[]; role: string; not: boolean }[] = [];
  readonly windows: Window[] = [];
  readonly notWindows: Window[] = [];
  readonly texts: { text: string; not: boolean }[] = [];
  readonly leaders: { text: string; not: boolean }[] = [];
  readonly groups: { id: string; not: boolean }[] = [];
  readonly numbers: { value: number; role: string }[] = [];
  starred: string | undefined;
  measure: string | undefined;
  status = 'none';
  empty = '0';
  join: string | undefined;

  constructor(where: Condition | undefined) {
    for (const part of conjuncts(where)) this.add(part, false);
  }

  private add(part: Condition, not: boolean): void {
    if ('all' in part) for (const one of part.all) this.add(one, not);
    else if ('any' in part) {
      if (part.any.every((one) => 'column' in one && (one.is === 'has' || one.is === 'contains'))) this.join = 'or';
      for (const one of part.any) this.add(one, not);
    } else if ('not' in part) this.add(part.not, !not);
    else if ('column' in part) this.test(part, not);
  }

  private test(test: Test, not: boolean): void {
    const window = windowOf(test);
    if (window) (not ? this.notWindows : this.windows).push(window);
    else if (!this.named(test, not) && !this.marked(test, not)) this.number(test, not);
  }

  /** Tests that name something: units, texts, leaders, groups. */
  private named(test: Test, not: boolean): boolean {
    const role = roleOfColumn[test.column] ?? 'any';
    if (test.is === 'has') this.units.push({ units: test.units, role, not });
    else if (test.is === 'only') this.units.push({ units: test.units, role: `only-${role}`, not });
    else if (test.is === 'contains') this.texts.push({ text: test.text, not });
    else if (test.is === 'of') this.leaders.push({ text: test.text, not });
    else if (test.is === 'linked') this.groups.push(...test.to.map((id) => ({ id, not })));
    else return false;
    return true;
  }

  /** Tests that stand in a question as a word of their own: ★, 空着, 过期, what an indicator is counted in. */
  private marked(test: Test, not: boolean): boolean {
    if (test.is === 'yes' || test.is === 'no') this.starred = (test.is === 'yes') !== not ? 'yes' : 'no';
    else if (test.is === 'equals') this.measure = test.text;
    else if (test.is === 'empty') this.empty = not ? 'some' : test.column;
    else if (currentLabels.includes(test.is)) this.status = test.is;
    else return false;
    return true;
  }

  private number(test: Test, not: boolean): void {
    const row = test.column === 'number';
    switch (test.is) {
      case 'between':
        if (test.low === test.high) this.numbers.push({ value: test.low, role: not ? 'row_not' : 'row_is' });
        else this.numbers.push({ value: test.low, role: 'row_lo' }, { value: test.high, role: 'row_hi' });
        break;
      case 'at-least':
        this.numbers.push({ value: test.value, role: row ? 'row_lo' : 'ge' });
        break;
      case 'at-most':
        this.numbers.push({ value: test.value, role: row ? 'row_hi' : 'le' });
        break;
      case 'above':
      case 'below':
        this.numbers.push({ value: test.value, role: test.is === 'above' ? 'gt' : 'lt' });
        break;
      case 'count':
        this.counted(test);
        break;
      default:
    }
  }

  private counted({ atLeast, atMost }: { atLeast?: number; atMost?: number }): void {
    if (atLeast !== undefined && atLeast === atMost) this.numbers.push({ value: atLeast, role: 'cnt_eq' });
    else if (atLeast !== undefined)
      this.numbers.push({ value: atLeast, role: 'cnt_ge' }, { value: atLeast - 1, role: 'cnt_gt' });
    else if (atMost !== undefined)
      this.numbers.push({ value: atMost, role: 'cnt_le' }, { value: atMost + 1, role: 'cnt_lt' });
  }
}

function windowOf(test: Test): Window | undefined {
  switch (test.is) {
    case 'on':
      return { from: parseMonth(test.month), to: parseMonth(test.month) };
    case 'by':
      return { to: parseMonth(test.month) };
    case 'before':
      return { to: parseMonth(test.month) - 1 };
    case 'from':
      return { from: parseMonth(test.month) };
    case 'after':
      return { from: parseMonth(test.month) + 1 };
    case 'within':
      return { from: parseMonth(test.from), to: parseMonth(test.to) };
    default:
      return undefined;
  }
}
