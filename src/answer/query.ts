/** The typed query: what a question asks of a plan, as plain JSON with a zod schema; a page, an API or an agent may ask it too. */
import { z } from 'zod';

const queryVersion = 1;

const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'a month as YYYY-MM');
const names = z.array(z.string().min(1)).min(1).max(200);
const column = z.string().min(1).max(80);
const number = z.number().finite();

const RecordKindName = z.enum(['task', 'support', 'indicator', 'measure', 'group', 'phase', 'guarantee']);

/** One test of one column. Which tests a column takes follows from its type: see `execute/condition.ts`. */
const Test = z.discriminatedUnion('is', [
  // A list of units. `has`: at least one of them; `only`: exactly these and no other.
  z.strictObject({ column, is: z.literal('has'), units: names }),
  z.strictObject({ column, is: z.literal('has-all'), units: names }),
  z.strictObject({ column, is: z.literal('has-none'), units: names }),
  z.strictObject({ column, is: z.literal('only'), units: names }),
  z.strictObject({
    column,
    is: z.literal('count'),
    atLeast: z.int().min(0).exactOptional(),
    atMost: z.int().min(0).exactOptional(),
  }),
  // Any type.
  z.strictObject({ column, is: z.literal('empty') }),
  // A month, or a period of months. `by` and `within` include the months that they name.
  z.strictObject({ column, is: z.literal('on'), month }),
  z.strictObject({ column, is: z.literal('before'), month }),
  z.strictObject({ column, is: z.literal('by'), month }),
  z.strictObject({ column, is: z.literal('after'), month }),
  z.strictObject({ column, is: z.literal('from'), month }),
  z.strictObject({ column, is: z.literal('within'), from: month, to: month }),
  z.strictObject({ column, is: z.literal('past') }),
  z.strictObject({ column, is: z.literal('open') }),
  z.strictObject({ column, is: z.literal('ongoing') }),
  // Text; a person's cell (负责人) is text as well, and `of` is the office that it starts with.
  z.strictObject({ column, is: z.literal('contains'), text: z.string().min(1).max(200) }),
  z.strictObject({ column, is: z.literal('equals'), text: z.string().min(1).max(200) }),
  z.strictObject({ column, is: z.literal('of'), text: z.string().min(1).max(200) }),
  // Numbers; both bounds are included.
  z.strictObject({ column, is: z.literal('at-least'), value: number }),
  z.strictObject({ column, is: z.literal('at-most'), value: number }),
  z.strictObject({ column, is: z.literal('above'), value: number }),
  z.strictObject({ column, is: z.literal('below'), value: number }),
  z.strictObject({ column, is: z.literal('between'), low: number, high: number }),
  // Flags and references to other records.
  z.strictObject({ column, is: z.literal('yes') }),
  z.strictObject({ column, is: z.literal('no') }),
  z.strictObject({ column, is: z.literal('linked'), to: names }),
]);
export type Test = z.infer<typeof Test>;

export type Condition =
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }
  /** These records and no others: a list that was shown before. */
  | { ids: string[] }
  | Test;

/** Deeper conditions than this are refused: nobody asks them, and a hostile one must not exhaust the stack. */
const maxDepth = 12;

const nested: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ all: z.array(nested).min(1).max(50) }),
    z.strictObject({ any: z.array(nested).min(1).max(50) }),
    z.strictObject({ not: nested }),
    z.strictObject({ ids: z.array(z.string()).max(100_000) }),
    Test,
  ]),
);

/** Nesting of plain JSON, counted without recursion. */
function depthOf(value: unknown): number {
  let deepest = 0;
  const open: [unknown, number][] = [[value, 0]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [inner, depth] = next;
    deepest = Math.max(deepest, depth);
    if (depth > 4 * maxDepth) return depth;
    if (inner && typeof inner === 'object') for (const part of Object.values(inner)) open.push([part, depth + 1]);
  }
  return deepest;
}

export const Condition: z.ZodType<Condition> = nested;

/** `most` and `least` keep the records of the value that the most (fewest) of them share; `except` leaves values out. */
const Form = z.union([
  z.enum(['list', 'count', 'exists']),
  z.strictObject({ each: column }),
  z.strictObject({ most: column, except: names.exactOptional() }),
  z.strictObject({ least: column, except: names.exactOptional() }),
  z.strictObject({ compare: z.array(nested).min(2).max(8) }),
]);
export type Form = z.infer<typeof Form>;

export const Select = z.strictObject({
  ask: z.literal('select'),
  kind: RecordKindName,
  where: nested.exactOptional(),
  /** Of what the condition leaves: the earliest month, the latest, or the first from the present month on. */
  order: z.enum(['earliest', 'latest', 'next']).exactOptional(),
  as: Form,
});
export type Select = z.infer<typeof Select>;

const RecordQuery = z.strictObject({
  ask: z.literal('record'),
  ids: names,
  /** Columns that are asked; none = what the record says. */
  show: z.array(column),
  verbatim: z.boolean().exactOptional(),
});

const Need = z.strictObject({
  ask: z.literal('need'),
  right: z.string().exactOptional(),
  trouble: z.string().exactOptional(),
  wish: z.string().exactOptional(),
  place: z.string().exactOptional(),
});

const documentFacts = [
  'number',
  'issued',
  'issuer',
  'copied',
  'title',
  'basis',
  'public',
  'addressees',
  'annexes',
  'aim',
  'goal',
  'star',
] as const;
export type DocumentFact = (typeof documentFacts)[number];

const DocumentQuery = z.strictObject({ ask: z.literal('document'), facts: z.array(z.enum(documentFacts)).min(1) });
const DutiesQuery = z.strictObject({
  ask: z.literal('duties'),
  every: z.enum(['month', 'quarter', 'year']).exactOptional(),
});
const Outside = z.strictObject({ ask: z.literal('outside'), topic: z.string().exactOptional() });
const Social = z.strictObject({ ask: z.literal('social'), act: z.string() });

/** A question that can be executed as it is. */
export const Query = z.discriminatedUnion('ask', [
  Select,
  RecordQuery,
  Need,
  DocumentQuery,
  DutiesQuery,
  Outside,
  Social,
]);
export type Query = z.infer<typeof Query>;

/** A query as it travels: with the version of its shape. */
export type QueryDocument = Query & { version: typeof queryVersion };

export const toDocument = (query: Query): QueryDocument => ({ version: queryVersion, ...query });

/**
 * Reads a query from JSON.
 * @returns the query, or every fault as `path: message`
 */
export function readQuery(raw: unknown): { query: Query } | { faults: string[] } {
  if (depthOf(raw) > 3 * maxDepth) return { faults: ['the conditions are nested too deeply'] };
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return { faults: ['a query is a JSON object'] };
  const { version = queryVersion, ...rest } = raw as Record<string, unknown>;
  if (version !== queryVersion) return { faults: [`version: this program reads version ${queryVersion}`] };
  const read = Query.safeParse(rest);
  if (read.success) return { query: read.data };
  return {
    faults: read.error.issues.map(({ path, message }) => `${path.join('.') || 'query'}: ${message}`),
  };
}

/** Conjunction without needless nesting; undefined where there is nothing to hold. */
export function allOf(conditions: readonly Condition[]): Condition | undefined {
  const flat = conditions.flatMap((one) => ('all' in one ? one.all : [one]));
  return flat.length > 1 ? { all: flat } : flat[0];
}

/** Disjunction without needless nesting. */
export function anyOf(conditions: readonly Condition[]): Condition {
  const flat = conditions.flatMap((one) => ('any' in one ? one.any : [one]));
  return flat.length > 1 ? { any: flat } : flat[0]!;
}

export const notOf = (condition: Condition): Condition => ('not' in condition ? condition.not : { not: condition });

/** The parts that all have to hold. */
export function conjuncts(condition: Condition | undefined): Condition[] {
  if (!condition) return [];
  return 'all' in condition ? condition.all : [condition];
}
