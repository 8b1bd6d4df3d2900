/** Composes what a digest says of one plan: what is due, that nothing is due, or that every deadline has passed. */
import { type Month, monthOf } from '../knowledge/month.ts';
import { monthDue, unitsIn } from '../knowledge/select.ts';
import { type Formatter, formatterFor } from '../language/format.ts';
import type { Block } from '../model/card.ts';
import type { KnowledgePack } from '../model/pack/pack.ts';
import type { PlanRecord, Task } from '../model/plan.ts';
import type { Subscription } from '../model/subscription.ts';
import type { Digest, DigestInput } from './digest.ts';
import { isSpent, lastDeadline } from './ended.ts';
import { sayContent, sayCovered, sayScope } from './format-scope.ts';
import { type Group, groupTasks, recordKey, sayMonth } from './group-tasks.ts';
import { digestSpeaker, type SayDigest } from './phrases.ts';
import { duties, phases } from './recurring.ts';
import { sayTotals, unitTotals } from './report.ts';
import { type Moment, scopedTasks, uncoveredYears } from './select.ts';

/** Of one plan; `lead` stands before the groups of tasks and `tail` after them, both on the first page only. */
export interface Part {
  outcome: Digest['outcome'];
  lead: Block[];
  groups: Group[];
  tail: Block[];
  cited: PlanRecord[];
}

function stars(say: SayDigest, tasks: readonly Task[]): string {
  const count = tasks.filter((task) => task.starred).length;
  return count ? say('stars', { count }) : '';
}

function roles(say: SayDigest, subscription: Subscription, tasks: readonly Task[]): string {
  const [only, ...others] = subscription.scope.units;
  if (!only || others.length || only.role !== 'any') return '';
  const leads = tasks.filter((task) => unitsIn(task, 'responsible').includes(only.unit)).length;
  return say('roles', { leads, helps: tasks.length - leads });
}

/** The content names tasks, rather than only what is not tied to a deadline. */
const asksTasks = ({ content: { due, leads, overdue } }: Subscription) => due.length > 0 || leads.length > 0 || overdue;

const text = (content: string): Block => ({ type: 'text', text: content });
const numbersOf = (say: SayDigest, tasks: readonly Task[]) => tasks.map(({ number }) => number).join(say('listJoin'));

/** The tasks of the plan that the digest is about, by what becomes of them. */
interface Tasks {
  all: readonly Task[];
  dated: readonly Task[];
  shown: readonly Task[];
  omitted: readonly Task[];
}

function tasksFor(input: DigestInput, pack: KnowledgePack, current: Month, due: (month: Month) => boolean): Tasks {
  const { subscription, done = new Set() } = input;
  const all = scopedTasks(pack, subscription.scope, current);
  const dated = all.filter((task) => monthDue(task) !== undefined);
  const chosen = dated.filter((task) => due(monthDue(task)!));
  const omitted = subscription.done === 'omit' ? chosen.filter((task) => done.has(recordKey(pack, task))) : [];
  return { all, dated, shown: chosen.filter((task) => !omitted.includes(task)), omitted };
}

/** Composes one `Part`; each method adds what it is named after. */
class PartComposer {
  readonly part: Part = { outcome: 'nothing', lead: [], groups: [], tail: [], cited: [] };
  readonly #input: DigestInput;
  readonly #moment: Moment;
  readonly #formatter: Formatter;
  readonly #tasks: Tasks;
  readonly #current: Month;
  readonly #say: SayDigest;
  readonly #scope: string;

  constructor(input: DigestInput, moment: Moment, pack: KnowledgePack, due: (month: Month) => boolean) {
    const { language, scope } = input.subscription;
    this.#input = input;
    this.#moment = moment;
    this.#formatter = formatterFor(pack, moment.day, language);
    this.#current = monthOf(moment.day.year, moment.day.month);
    this.#tasks = tasksFor(input, pack, this.#current, due);
    this.#say = digestSpeaker(language);
    this.#scope = sayScope(this.#say, this.#formatter, scope);
  }

  get #lastMonth(): Month {
    return Math.max(...this.#tasks.dated.map((task) => monthDue(task)!));
  }

  /** No deadline of the scope is still to come. */
  get #isOver(): boolean {
    return this.#tasks.dated.length > 0 && this.#lastMonth < this.#current;
  }

  /** Said once, in the first digest after the last deadline: what there was, and what can still be had. */
  addEnd(): void {
    const { pack } = this.#formatter;
    const { part } = this;
    const say = this.#say;
    const { subscription, notifiedPlans, done = new Set<string>() } = this.#input;
    if (!this.#isOver || notifiedPlans?.has(pack.id)) return;
    part.outcome = 'over';
    const planEnd = lastDeadline(pack) ?? this.#lastMonth;
    const slots = { scope: this.#scope, date: sayMonth(say, this.#lastMonth) };
    part.lead.push(text(say(this.#lastMonth === planEnd ? 'allOver' : 'scopeOver', slots)));
    if (planEnd >= this.#current) part.lead.push(text(say('othersAhead', { date: sayMonth(say, planEnd) })));
    part.lead.push(text(say(isSpent(subscription, this.#input.packs, this.#current) ? 'restsNow' : 'goesOn')));
    if (!subscription.content.report) part.lead.push(text(sayTotals(say, this.#formatter, this.#tasks.dated, done)));
    const ongoing = this.#tasks.all.filter((task) => task.deadline?.kind === 'ongoing');
    if (!ongoing.length) return;
    const cell = ongoing[0]!.deadline!.cell.text;
    part.lead.push(text(say('ongoing', { cell, count: ongoing.length, numbers: numbersOf(say, ongoing) })));
    part.cited.push(...ongoing);
  }

  /** Every dated task of the scope, in figures and then row by row. */
  addReport(): void {
    const { part } = this;
    const say = this.#say;
    const { subscription, done = new Set<string>() } = this.#input;
    const { dated } = this.#tasks;
    if (!subscription.content.report || !dated.length) return;
    if (part.outcome !== 'over') part.outcome = 'due';
    part.lead.push(text(sayTotals(say, this.#formatter, dated, done)));
    part.lead.push(unitTotals(say, this.#formatter, dated, done));
    part.groups = groupTasks(say, this.#formatter, this.#moment, dated, done);
  }

  /** What is due, in groups; or that nothing is, and when something will be. */
  addDue(): void {
    const { part } = this;
    const say = this.#say;
    const { subscription, done = new Set<string>() } = this.#input;
    const { shown } = this.#tasks;
    if (subscription.content.report || !asksTasks(subscription)) return;
    if (shown.length) {
      if (part.outcome !== 'over') part.outcome = 'due';
      const counts = { count: shown.length, stars: stars(say, shown), roles: roles(say, subscription, shown) };
      part.lead.push(text(say('total', counts)));
      part.groups = groupTasks(say, this.#formatter, this.#moment, shown, done);
    } else if (!this.#isOver) {
      const slots = { scope: this.#scope, what: sayContent(say, subscription.content) };
      const nothing = say(this.#tasks.dated.length ? 'nothing' : 'noDeadlines', slots);
      part.lead.push(text(`${nothing}${this.#nextDue()}`));
    }
  }

  #nextDue(): string {
    const months = this.#tasks.dated.map((task) => monthDue(task)!);
    const next = Math.min(...months.filter((month) => month >= this.#current));
    if (!Number.isFinite(next)) return '';
    const count = months.filter((month) => month === next).length;
    return this.#say('nextDue', { date: sayMonth(this.#say, next), count });
  }

  addOmitted(): void {
    const { omitted } = this.#tasks;
    if (!omitted.length) return;
    const slots = { count: omitted.length, numbers: numbersOf(this.#say, omitted) };
    this.part.tail.push(text(this.#say('omitted', slots)));
  }

  /** Phases and duties; after the last deadline the duties are said, wanted or not. */
  addRecurring(): void {
    const { part } = this;
    const say = this.#say;
    const { pack } = this.#formatter;
    const { content, scope } = this.#input.subscription;
    const isEnd = part.outcome === 'over';
    const recurring = [
      ...(content.phases ? phases(say, pack, this.#current) : []),
      ...(content.duties || (isEnd && !content.report)
        ? duties(say, this.#formatter, scope, this.#tasks.all, this.#isOver)
        : []),
    ];
    if (recurring.length && part.outcome === 'nothing') part.outcome = 'due';
    if (!recurring.length && part.outcome === 'nothing' && !asksTasks(this.#input.subscription) && !this.#isOver)
      part.lead.push(text(say('nothingBeside', { what: sayCovered(say, content) })));
    part.tail.push(...recurring.map(({ block }) => block));
    part.cited.push(...recurring.flatMap(({ records }) => records));
  }

  /** That the plan records no completion, and which years have no published days off. */
  addCaveats(): void {
    const months = this.#tasks.shown.map((task) => monthDue(task)!);
    const say = this.#say;
    const passed = this.part.groups.some(({ rows }) => rows.some(({ task }) => monthDue(task)! < this.#current));
    if (passed) this.part.tail.push(text(say('unrecorded')));
    const years = uncoveredYears(this.#moment, months);
    if (years.length) this.part.tail.push(text(say('weekdayRule', { years: years.join(say('listJoin')) })));
  }
}

export function composePart(
  input: DigestInput,
  moment: Moment,
  pack: KnowledgePack,
  due: (month: Month) => boolean,
): Part {
  const composer = new PartComposer(input, moment, pack, due);
  composer.addEnd();
  composer.addReport();
  composer.addDue();
  composer.addOmitted();
  composer.addRecurring();
  composer.addCaveats();
  return composer.part;
}
