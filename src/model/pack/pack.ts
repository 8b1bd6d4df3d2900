/** A knowledge pack: one plan's records and everything curated about how people ask for them, as zod schemas. */
import { z } from 'zod';
import { defaultTimeZone } from '../../shared/zone.ts';
import type { Plan, PlanRecord } from '../plan.ts';

const words = z.array(z.string().min(1));

/** `pack.json`. `names` are ways in which a question names this plan; `places` are its own places, near and far. */
export const PackFacts = z.strictObject({
  $schema: z.string().optional(),
  id: z.string().regex(/^[a-z][a-z0-9-]*$/, 'lower-case letters, digits and hyphens'),
  names: words.min(1),
  places: words,
  /** What the plan as a whole is called in a reply: one of its own phrases. */
  title: z.string(),
  /** The subject in one word, as people say it; a question about it is about this plan. */
  subject: words,
  signpost: z.string(),
  /** Which edition of the plan this is; replies say it beside the source. */
  edition: z.string().min(1).optional(),
  /** Id of the pack of the plan that replaced this one: a question reaches this one by its name alone. */
  successor: z.string().optional(),
  examples: z.strictObject({ enterprise: words.min(3), official: words.min(3) }),
  timeZone: z.string().default(defaultTimeZone),
});

/** `units.json`. `name` is the unit as the tables print it; `members` makes a joint name of several units. */
const Unit = z.strictObject({ name: z.string(), short: z.string(), aliases: words, english: words.default([]) });
export const Units = z.strictObject({
  $schema: z.string().optional(),
  units: z.array(Unit),
  /** Everyday words that mean several units at once (the districts and the development zones together). */
  joint: z.array(z.strictObject({ names: words, units: words })).default([]),
});

/** An office or service that people can turn to. `status` says what the plan's own verb allows one to say of it. */
const ServicePointEntry = z.strictObject({
  id: z.string(),
  name: z.string(),
  aliases: words,
  verb: z.string(),
  status: z.enum(['existing', 'planned', 'encouraged', 'explored', 'applied']),
  statusNote: z.string().optional(),
  /** An office, station or hotline that opens its doors; a campaign, a rule or a mechanism does not. */
  opens: z.boolean().optional(),
  runBy: z.array(z.string()),
  records: z.array(z.string()).min(1),
  needs: words,
});
/** With the questions that `phrasings/service-points.tsv` has for it, near misses left out. */
export type ServicePoint = z.infer<typeof ServicePointEntry> & { questions: readonly string[] };
export const ServicePoints = z.strictObject({
  $schema: z.string().optional(),
  servicePoints: z.array(ServicePointEntry),
});

const Concept = z.strictObject({ id: z.string(), terms: words, words });
type Concept = z.infer<typeof Concept>;
export const Lexicon = z.strictObject({ $schema: z.string().optional(), concepts: z.array(Concept) });

/** `measure-tasks.json`: the tasks that carry out each measure or guarantee; the document itself prints no such number. */
export const MeasureTasks = z.strictObject({
  $schema: z.string().optional(),
  tasks: z.record(z.string(), z.array(z.string())),
});

/** `group-names.json`: what people call a group of measures, beside its number and title. */
export const GroupNames = z.strictObject({ $schema: z.string().optional(), groups: z.record(z.string(), words) });

export const Duty = z.strictObject({
  id: z.string(),
  names: words.min(1),
  every: z.enum(['month', 'quarter', 'year']),
  quote: z.string(),
  records: z.array(z.string()).min(1),
});
export type Duty = z.infer<typeof Duty>;
export const Duties = z.strictObject({ $schema: z.string().optional(), duties: z.array(Duty) });

/** `notes.json`: what in the original is odd and no rule can find; every quote is the plan's own. */
const Note = z.strictObject({
  id: z.string(),
  records: z.array(z.string()).min(1),
  quotes: words.min(1),
  text: z.string(),
});
type Note = z.infer<typeof Note>;
export const Notes = z.strictObject({ $schema: z.string().optional(), notes: z.array(Note) });

/** `contacts.json`, written by the operator: nobody's number ships with a pack. */
const Contact = z.strictObject({
  servicePoint: z.string(),
  text: z.string(),
  confirmedOn: z.iso.date(),
});
type Contact = z.infer<typeof Contact>;
export const Contacts = z.strictObject({ $schema: z.string().optional(), contacts: z.array(Contact) });

/**
 * `needs.json`: what people in need say (the right, the trouble, the wish, the place), and where each combination
 * that makes sense can turn to. `when`: facets that must all be met, each with its alternatives (`patent|design`).
 */
const Facet = z.strictObject({
  id: z.string().regex(/^[a-z][a-z-]*$/),
  of: z.enum(['right', 'trouble', 'wish', 'where']),
  words: words.min(1),
  /** Names the facet where it is offered as a choice. */
  label: z.strictObject({ zh: z.string(), en: z.string() }).exactOptional(),
});
const NeedEntry = z.strictObject({
  when: words.min(1),
  /** Records in the order in which they help. */
  places: words.exactOptional(),
  /** Wishes that are offered where none was said. */
  choices: words.exactOptional(),
  /** The plan has nothing for it. */
  outside: z.literal(true).exactOptional(),
});
export const Needs = z.strictObject({
  $schema: z.string().optional(),
  facets: z.array(Facet).default([]),
  needs: z.array(NeedEntry).default([]),
});
export type Needs = z.infer<typeof Needs>;

const namesOf = z.strictObject({ names: words, units: words });
/**
 * `wording.json`: how people name this plan's cells, offices and flags, beside the names in
 * `units.json`. Names may hold choices: `(a|b)`, and `?` behind what may be missing.
 */
export const Wording = z.strictObject({
  $schema: z.string().optional(),
  /** More names of several units that are one cell. */
  names: z.array(namesOf).default([]),
  /** Names that list several units, each by itself. */
  lists: z.array(namesOf).default([]),
  /** People of no single unit, as their cell prints them, and what they are called. */
  offices: z.array(z.strictObject({ office: z.string(), names: words })).default([]),
  /** Words for the two values of a flag, by column. */
  flags: z.record(z.string(), z.strictObject({ yes: words, no: words.default([]) })).default({}),
  /** Words of this plan that say nothing of a subject by themselves. */
  generic: z.array(z.string()).default([]),
});
export type Wording = z.infer<typeof Wording>;

/** JSON files of a pack by their schema. Beside them: `records.json` (generated), `source.txt`, and the tables in `phrasings/`. */
export const packFiles = {
  'pack.json': PackFacts,
  'units.json': Units,
  'service-points.json': ServicePoints,
  'needs.json': Needs,
  'lexicon.json': Lexicon,
  'measure-tasks.json': MeasureTasks,
  'group-names.json': GroupNames,
  'duties.json': Duties,
  'notes.json': Notes,
  'wording.json': Wording,
  'contacts.json': Contacts,
} as const;

export interface Phrasing {
  /** A record's id, a service point's (`service-point:…`), or `outside`: the plan does not say it. */
  target: string;
  text: string;
  /** The target that a near miss looks like and does not mean. */
  nearMissOf?: string;
}

/** A pack as loaded and checked. Nothing in it changes after loading. */
export interface KnowledgePack {
  id: string;
  dir: string;
  facts: z.infer<typeof PackFacts>;
  plan: Plan;
  records: ReadonlyMap<string, PlanRecord>;
  units: z.infer<typeof Units>;
  servicePoints: readonly ServicePoint[];
  needs: Needs;
  concepts: readonly Concept[];
  tasksOf: ReadonlyMap<string, readonly string[]>;
  groupNames: Readonly<Record<string, readonly string[]>>;
  duties: readonly Duty[];
  notes: readonly Note[];
  wording: Wording;
  contacts: readonly Contact[];
  phrasings: readonly Phrasing[];
}
