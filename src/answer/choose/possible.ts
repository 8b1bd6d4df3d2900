/** Kinds of answer that a question could have at all: what it names, asks for, and leaves out of account. */
import type { KnowledgePack } from '../../model/pack/pack.ts';
import type { Analysis, Read } from '../analyse/analysis.ts';
import { isSocial } from '../analyse/outside-topics.ts';
import { hasToken } from '../analyse/parse-question.ts';
import { columnsFor } from '../execute/execute.ts';
import { conjuncts } from '../query.ts';
import { subjectFloor } from '../retrieve/thresholds.ts';
import { decidedRoutes } from './decided.ts';
import type { Route } from './routes.ts';

/** Everything said is the right, the trouble or the wish of somebody in need: the reviewed table knows the place. */
const explainedByNeed = ({ asked, need, needLeft, ranking }: Analysis): boolean =>
  need?.entry.places !== undefined &&
  need.matched.has('right') &&
  need.matched.size > 1 &&
  need.unused.every((id) => id === 'aid') &&
  !need.entry.places.includes(ranking.hits[0]?.id ?? '') &&
  needLeft < subjectFloor &&
  !asked.units.length &&
  !asked.periods.length &&
  !asked.rows.length &&
  !asked.kinds.length &&
  [...asked.aspects].every((aspect) => aspect === 'responsible');

/** A list of everything, though a row or a subject was named that it leaves out of account. */
function ignoresWords({ asked, subject }: Analysis, readings: readonly Read[], { records }: KnowledgePack): boolean {
  const sizeOf = (kind: string) => [...records.keys()].filter((id) => id.startsWith(`${kind}:`)).length;
  const everything = readings.every(
    ({ query, selection }) =>
      typeof query.as === 'string' && !query.order && selection.records.length === sizeOf(query.kind),
  );
  if (!everything || asked.kinds.length > 1) return false;
  if (asked.rows.some(({ kind }) => kind !== 'group')) return true;
  return (
    subject > namedSubject &&
    !asked.kinds.length &&
    readings.every(({ query }) => query.kind === 'task' && !query.where)
  );
}
const namedSubject = 12;

/** A column of the plan's own is asked with a condition on it: the plan states it. */
function asksOwnColumn({ sets }: Analysis, pack: KnowledgePack): boolean {
  const read = sets.get('grammar')?.[0];
  return conjuncts(read?.query.where).some(
    (test) => 'column' in test && columnsFor(pack).of(read!.query.kind, test.column)?.extra === true,
  );
}

/** Both readers read the same conditions in every word of the question, and nothing speaks against it. */
function readAlike({ sets, subject, cues, outsideness }: Analysis): boolean {
  const tops = [...sets.values()].map(([read]) => read);
  return (
    tops.length > 1 &&
    cues.length === 0 &&
    outsideness < 0.5 &&
    subject < subjectFloor &&
    tops.every(
      (read) => read !== undefined && read.conditions > 0 && read.unexplained < 0.5 && read.key === tops[0]!.key,
    )
  );
}

/** Reads numbers of rows as a range. */
const ofRange = ({ query }: Read) =>
  conjuncts(query.where).some(
    (test) => 'column' in test && test.column === 'number' && test.is === 'between' && test.low < test.high,
  );

/** An analysis with what several tests ask of it. */
interface Considered {
  analysis: Analysis;
  pack: KnowledgePack;
  /** The best reading of each reader. */
  readings: readonly Read[];
  /** Names a row by its number. */
  rows: boolean;
  /** A reader found conditions. */
  conditions: boolean;
}

function consider(analysis: Analysis, pack: KnowledgePack): Considered {
  const readings = [...analysis.sets.values()].flatMap((read) => read.slice(0, 1));
  return {
    analysis,
    pack,
    readings,
    rows: analysis.asked.rows.some(({ kind }) => kind !== 'group'),
    conditions: readings.some((read) => read.conditions > 0),
  };
}

/** The plan states it: a column of its own, asked of something it names (桥南小区改造经费是多少), or conditions that all words give. */
function isStated({ analysis, pack }: Considered): boolean {
  const ownCell = analysis.asked.columns.length > 0 && analysis.subject >= subjectFloor;
  return asksOwnColumn(analysis, pack) || ownCell || readAlike(analysis);
}

/** A word by itself (调解) tells no need: what is near to it is offered. */
const singleWord = 3;

const tableKinds = ['indicator', 'phase', 'guarantee', 'group'];

const prefix = 'service-point:';

/** A place is called by its name. */
const callsPlace = ({ terms }: Analysis['asked']) => terms.some(({ value }) => value.startsWith(prefix));

/** What an entered contact may answer. */
const contactTopics = new Set(['phone', 'address', 'hours', 'contact-person']);

/** A place is called by its name whose contact was entered, and nothing is asked that a contact does not answer. */
const hasContact = ({ analysis: { asked, cues }, pack }: Considered): boolean =>
  pack.contacts.some(({ servicePoint }) => asked.terms.some(({ value }) => value === `${prefix}${servicePoint}`)) &&
  cues.every(({ topic }) => contactTopics.has(topic.id));

/** The reviewed table knows a place for the need. A place called by its name is looked up instead. */
function tellsNeed({ analysis: { asked, need } }: Considered): boolean {
  const called = callsPlace(asked);
  const ofTable = asked.kinds.some((kind) => tableKinds.includes(kind));
  return need?.entry.places !== undefined && !called && !ofTable && asked.text.length > singleWord;
}

function asksSomething({ analysis: { asked }, rows, conditions }: Considered): boolean {
  return rows || conditions || asked.wantsList || asked.wantsCount || asked.rest !== '';
}

const hasTagOf = ({ tokens }: Analysis['asked'], family: string) => tokens.some(({ tag }) => tag.startsWith(family));

/** When a kind of answer is one that a question could have, in the order in which they are tried. */
const possibleWhen: readonly (readonly [route: Route, test: (considered: Considered) => boolean])[] = [
  ['outside', (considered) => !isStated(considered) && !hasContact(considered)],
  ['set', ({ analysis, pack, readings }) => readings.length > 0 && !ignoresWords(analysis, readings, pack)],
  // 20号~39号 is a condition, not the two rows at its ends.
  ['rows', ({ rows, readings }) => rows && !readings.some(ofRange)],
  ['record', ({ analysis }) => analysis.ranking.hits.length > 0 && !explainedByNeed(analysis)],
  ['need', tellsNeed],
  ['document', ({ analysis }) => hasTagOf(analysis.asked, 'doc.')],
  ['duties', ({ analysis }) => hasTagOf(analysis.asked, 'duty')],
  [
    'social',
    (considered) => {
      const { asked, cues } = considered.analysis;
      return cues.some(isSocial) || hasToken(asked, 'help') || !asksSomething(considered);
    },
  ],
];

/** Words in passing, and no subject, condition, row or column beside them. */
const onlySocial = ({ analysis: { asked, cues, subject }, rows, conditions }: Considered): boolean =>
  cues.some(isSocial) && subject < subjectFloor && !conditions && !rows && !asked.aspects.size;

/** Kinds of answer that a question could have at all. */
export function possibleRoutes(analysis: Analysis, pack: KnowledgePack): Set<Route> {
  const sure = decidedRoutes(analysis, pack);
  if (sure) return new Set(sure);
  const considered = consider(analysis, pack);
  if (onlySocial(considered)) return new Set(['social']);
  return new Set(possibleWhen.filter(([, test]) => test(considered)).map(([route]) => route));
}
