/** What programs and agents can ask: questions, typed queries and records, as plain JSON with citations. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { renderText } from '../../../adapters/shared/plain-text.ts';
import type { Assistant } from '../../answer/assistant.ts';
import type { Calendar } from '../../digest/calendar/working-days.ts';
import { formatterFor, sourceOf } from '../../language/format.ts';
import type { KnowledgePack } from '../../model/pack/pack.ts';
import type { PlanRecord, RecordKind } from '../../model/plan.ts';
import type { PlanReader } from '../../model/plan-reader.ts';
import { numberOfDay, textOfDay } from '../../shared/day.ts';
import { type DigestRequest, digestOn } from './digest.ts';
import { Problem } from './problem.ts';

const maxPageSize = 500;

export const AskRequest = z.strictObject({
  question: z.string().trim().min(1).max(1_000).describe('In plain Chinese or English.'),
  conversation: z
    .string()
    .min(1)
    .max(100)
    .optional()
    .describe('Names a dialogue that later questions go on with; without it each question stands alone.'),
});

export const QueryRequest = z.strictObject({
  plan: z.string().optional().describe('Id of the plan; needed only where there are several.'),
  query: z.looseObject({ ask: z.string() }).describe('A typed query, as `ask --json` prints it.'),
  language: z.enum(['zh', 'en']).default('zh'),
});

const text = (limit: number) => z.string().trim().min(1).max(limit).optional();

export const RecordsRequest = z.object({
  plan: text(80).describe('Id of the plan; needed only where there are several.'),
  kind: z.enum(['task', 'support', 'indicator', 'measure', 'group', 'phase', 'guarantee']).default('task'),
  unit: text(80).describe('A unit as the tables print it; see /api/units.'),
  role: z.enum(['responsible', 'cooperating']).optional(),
  due: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
    .optional()
    .describe('A month, YYYY-MM.'),
  starred: z.enum(['yes', 'no']).optional(),
  words: text(200).describe('The record’s text contains these words.'),
  search: text(200).describe('Ranks records by these words instead of listing them in order.'),
  limit: z.coerce.number().int().min(1).max(maxPageSize).default(100),
  offset: z.coerce.number().int().min(0).default(0),
});
export type RecordsRequest = z.infer<typeof RecordsRequest>;

export interface PlanApiParts {
  current: () => { assistant: Assistant; packs: readonly KnowledgePack[] };
  plans: PlanReader;
  calendar: () => Calendar;
  now: () => Date;
}

/** Conditions of a typed query for the parameters of a list. */
function conditionsOf({ unit, role, due, starred, words }: RecordsRequest): object[] {
  return [
    ...(unit ? [{ column: role ?? 'units', is: 'has', units: [unit] }] : []),
    ...(due ? [{ column: 'deadline', is: 'on', month: due }] : []),
    ...(starred ? [{ column: 'starred', is: starred }] : []),
    ...(words ? [{ column: 'text', is: 'contains', text: words }] : []),
  ];
}

export class PlanApi {
  readonly #parts: PlanApiParts;

  constructor(parts: PlanApiParts) {
    this.#parts = parts;
  }

  /** @throws {Problem} where no or no single plan is meant */
  packOf(plan: string | undefined): KnowledgePack {
    const packs = this.#parts.plans.packs();
    const ids = packs.map(({ id }) => id).join(', ');
    const found = plan === undefined && packs.length === 1 ? packs[0] : packs.find(({ id }) => id === plan);
    if (!found) throw new Problem(plan === undefined ? 400 : 404, 'plan-unknown', `plan is one of: ${ids}`);
    return found;
  }

  /** One record with where it stands. */
  entry(pack: KnowledgePack, record: PlanRecord) {
    const formatter = formatterFor(pack, this.#parts.plans.today(pack), 'zh');
    return { ...record, plan: pack.id, citation: sourceOf(formatter, [record]).join('') };
  }

  ask(request: z.infer<typeof AskRequest>) {
    const { assistant } = this.#parts.current();
    const conversation = `api:${request.conversation ?? randomUUID()}`;
    const answer = assistant.answer({ text: request.question, at: this.#parts.now(), conversation, user: 'api' });
    const { outcome, pack, records, card, query } = answer;
    return {
      outcome,
      plan: pack,
      text: renderText(card),
      records,
      citations: card.sources,
      choices: card.choices.map(({ question }) => question),
      card,
      ...(query ? { query } : {}),
    };
  }

  query({ plan, query, language }: z.infer<typeof QueryRequest>) {
    const pack = this.packOf(plan);
    const result = this.#parts.plans.query(pack, query, { language });
    if ('faults' in result) throw new Problem(422, 'query-faulty', result.faults.join('; '));
    return {
      plan: pack.id,
      query: result.query,
      conditions: result.chips.map((chip) => chip.text),
      count: result.records.length,
      text: renderText(result.card),
      citations: result.card.sources,
      records: result.records.map((record) => this.entry(pack, record)),
    };
  }

  plansList() {
    return this.#parts.plans.packs().map(({ id, facts, plan }) => {
      const kinds: Partial<Record<RecordKind, number>> = {};
      for (const { kind } of plan.records) kinds[kind] = (kinds[kind] ?? 0) + 1;
      const { document } = plan;
      return {
        id,
        title: document.title.text,
        number: document.number?.text,
        issuer: document.issuer?.text,
        issuedOn: document.issuedOn,
        timeZone: facts.timeZone,
        records: kinds,
      };
    });
  }

  records(request: RecordsRequest) {
    const pack = this.packOf(request.plan);
    const all = conditionsOf(request);
    const query = { ask: 'select', kind: request.kind, as: 'list', ...(all.length ? { where: { all } } : {}) };
    const result = this.#parts.plans.query(pack, query, { language: 'zh' });
    if ('faults' in result) throw new Problem(422, 'query-faulty', result.faults.join('; '));
    const held = new Map(result.records.map((record) => [record.id, record]));
    const found = request.search
      ? this.#parts.plans.search(pack, request.search).flatMap((id) => held.get(id) ?? [])
      : result.records;
    const { offset, limit } = request;
    return {
      plan: pack.id,
      total: found.length,
      offset,
      records: found.slice(offset, offset + limit).map((record) => this.entry(pack, record)),
    };
  }

  record(plan: string | undefined, id: string) {
    const pack = this.packOf(plan);
    const record = pack.records.get(id);
    if (!record) throw new Problem(404, 'record-unknown', `${pack.id} has no record ${id}`);
    return this.entry(pack, record);
  }

  digest(request: z.infer<typeof DigestRequest>) {
    const { plans, calendar } = this.#parts;
    const first = request.plan === undefined ? plans.packs()[0]! : this.packOf(request.plan);
    const { year, month, day } = plans.today(first);
    const today = textOfDay(numberOfDay(year, month, day));
    const { records, ...digest } = digestOn(request, { packs: plans.packs(), calendar: calendar(), today });
    return { ...digest, records: records.map(({ pack, record }) => this.entry(pack, record)) };
  }

  units(plan: string | undefined) {
    const pack = this.packOf(plan);
    return { plan: pack.id, units: pack.units.units.map(({ name, short, english }) => ({ name, short, english })) };
  }

  servicePoints(plan: string | undefined) {
    const pack = this.packOf(plan);
    const points = pack.servicePoints.map(({ id, name, verb, status, statusNote, runBy, records, needs }) => ({
      ...{ id, name, verb, status, runBy, records, needs },
      ...(statusNote ? { statusNote } : {}),
      contacts: pack.contacts.filter(({ servicePoint }) => servicePoint === id),
    }));
    return { plan: pack.id, signpost: pack.facts.signpost, servicePoints: points };
  }
}
