/** One question to one pack, without regard to the turns before: the steps from understanding to a card. */
import { emptyFilter } from '../knowledge/select.ts';
import { currentMonth, nameOf } from '../language/format.ts';
import { readNumber } from '../language/number.ts';
import { documentCard, noSuchAnnexCard, noSuchRowCard } from './compose/others.ts';
import { type Cue, isSocial, isSoft } from './decline.ts';
import { describeAsked } from './explain.ts';
import { asksNow, readFilter } from './filter.ts';
import { asksNumber, lookUp } from './lookup.ts';
import { type Asking, type Response, respondWith } from './response.ts';
import type { RowReference } from './rows.ts';
import { answerDuties, countUnits, indicatorsAt, isLookup, phasesNow, topicList } from './sets.ts';
import { stateList, stateRecord, stateRows } from './state.ts';
import { askingPart, subjectScore } from './subject.ts';
import { floorFor, hardCue, noCueColumn, softCue, strongSubject, subjectFloor } from './thresholds.ts';
import { marked, understand } from './understand.ts';
import { askWhichOne, decline, talk, talkOf } from './unstated.ts';

/** Rows told in full side by side. */
const mostRows = 5;

/** Rows by number. Undefined where the numbers only name a group, which is a filter. */
function answerRows(asking: Asking): Response | undefined {
  const { engine, voice: formatter, asked, trace } = asking;
  const annex = /附件\s*(\d{1,3}|[一二三四五六七八九十])(?!\d)/.exec(asked.text)?.[1];
  const annexes = engine.pack.plan.annexes.filter(({ number }) => number > 0).length;
  const n = annex === undefined ? undefined : readNumber(annex);
  if (n !== undefined && n > annexes) {
    trace('declined', `there is no annex ${n}`);
    return respondWith(asked, 'not_found', noSuchAnnexCard(formatter, annexes, n), []);
  }
  const rows = asked.rows.filter((row) => row.kind !== 'group');
  if (!rows.length) return undefined;
  const kindHint = asked.kinds.find((kind) => kind !== 'task' && kind !== 'group');
  // What stands in 附件2 is for the plan to say: tasks in one, support in another.
  const inAnnex = ({ start, end }: RowReference) => {
    const named = /附件\s*(\d{1,3}|[一二三四五六七八九十])/.exec(asked.text.slice(start, end))?.[1];
    return engine.pack.plan.annexes.find(({ number }) => named !== undefined && number === readNumber(named))?.kind;
  };
  const wanted = rows.map((row) => ({
    kind: inAnnex(row) ?? row.kind ?? kindHint ?? 'task',
    number: row.number,
  }));
  const missing = wanted.find(({ kind, number }) => !engine.pack.records.has(`${kind}:${number}`));
  if (missing) {
    const all = [...engine.pack.records.values()].filter((record) => record.kind === missing.kind);
    trace('declined', `there is no ${missing.kind}:${missing.number}`);
    const place = all[0]?.place.replace(/\s*第\d+项$|(?<=\))\d+$/, '') ?? '';
    if (!all.length) return decline(asking, '', 'the plan has no such records');
    return respondWith(
      asked,
      'not_found',
      noSuchRowCard(formatter, place || nameOf(all[0]!), all.at(-1)!.number, missing.number),
      [],
    );
  }
  const ids = [...new Set(wanted.map(({ kind, number }) => `${kind}:${number}`))];
  const only = ids.length === 1 ? ids[0]! : undefined;
  if (only?.startsWith('measure:') && (asked.wantsList || asked.wantsCount) && asked.kinds.includes('task'))
    return stateList(asking, { ...emptyFilter('task'), among: [...(engine.pack.tasksOf.get(only) ?? [])] });
  trace('rows', ids.join(' '));
  if (only) return stateRecord(asking, only, { whole: /原文|全文|原话|full text|original/.test(asked.text) });
  // More rows than a phone shows at once are a list, a page at a time.
  const [first] = wanted;
  if (ids.length > mostRows && wanted.every(({ kind }) => kind === first!.kind))
    return stateList(asking, { ...emptyFilter(first!.kind), among: ids });
  return stateRows(asking, ids.slice(0, mostRows));
}

const documentTags: Record<
  string,
  'number' | 'issued' | 'issuer' | 'copied' | 'title' | 'basis' | 'public' | 'addressees' | 'annexes' | 'aim' | 'goal'
> = {
  'doc.number': 'number',
  'doc.issued': 'issued',
  'doc.issuer': 'issuer',
  'doc.copied': 'copied',
  'doc.title': 'title',
  'doc.basis': 'basis',
  'doc.public': 'public',
  'doc.addressees': 'addressees',
  'doc.annexes': 'annexes',
  'doc.aim': 'aim',
  'doc.goal': 'goal',
};

function answerDocument(asking: Asking): Response | undefined {
  const { voice: formatter, asked, trace } = asking;
  const wanted = [...new Set(asked.marks.map((mark) => documentTags[mark.tag]).filter((one) => one !== undefined))];
  const card = wanted.length ? documentCard(formatter, wanted) : undefined;
  // This plan prints no such thing (a number, a list of receivers).
  if (!card) return wanted.length ? decline(asking, '', `the document prints no ${wanted.join(', ')}`) : undefined;
  trace('document', wanted.join(' '));
  return respondWith(asked, 'answer', card, []);
}

/** How much a question must sound like what is never stated for a cue to count. A foreign place needs no more proof. */
function leastOf(cue: Cue, ownPlace: boolean): number {
  if (cue.topic.id === 'other-place') return ownPlace ? softCue : 0;
  return isSoft(cue) ? softCue : hardCue;
}

/** The steps in order; each either answers or passes on. */
export function respond(asking: Asking): Response {
  const { engine, voice: formatter, asked, trace, cues } = asking;
  const found = cues.find(askingPart(asked.text));
  const subject = subjectScore(asking);
  trace('understood', describeAsked(asked, subject));
  const orders = found.find((cue) => cue.topic.id === 'injection');
  if (orders) {
    const left = cues.withoutOrders(asked.text);
    const again = left && left !== asked.text ? understand(left, formatter.now, engine.vocabulary) : undefined;
    if (!again || subjectScore({ ...asking, asked: again }) < subjectFloor + 4) return talkOf(asking, orders);
    trace('orders dropped', left);
    return respond({ ...asking, asked: again });
  }
  const weak = subject < floorFor(asked);
  if (subject < strongSubject / 2 && !asked.rows.length && asked.kinds.includes('phase') && asksNow(asked))
    return phasesNow(asking);
  const outsideness = engine.outsideness(askingPart(asked.text));
  trace('stated', `sounds ${(100 * outsideness).toFixed(0)}% like what no record states`);
  const done = marked(asked, 'ask.done');
  if (
    weak &&
    !asked.rows.length &&
    !found.some((cue) => !isSocial(cue) && cue.topic.id !== 'law-text' && !isSoft(cue))
  ) {
    const document = answerDocument(asking);
    if (document) return document;
  }
  const ownPlace = engine.pack.facts.places.some((place) => asked.text.includes(place));
  // 还要等多久 asks when a thing is due, not how long an errand takes.
  const due = (cue: Cue) => cue.topic.id === 'duration' && asked.aspects.has('deadline');
  const outside = found.find(
    (cue) =>
      !isSocial(cue) && !(done && cue.topic.id === 'progress') && !due(cue) && outsideness > leastOf(cue, ownPlace),
  );
  if (outside) return decline(asking, outside.topic.label, `${outside.topic.id} (${outside.text})`);
  const rows = answerRows(asking);
  if (rows) return rows;
  const { filter, narrowed } = readFilter(asked, engine.pack, currentMonth(formatter));
  const socialCue = found.find(isSocial);
  if (socialCue && weak && !narrowed) return talkOf(asking, socialCue);
  if (weak && asked.text.length <= 14 && marked(asked, 'help')) return talk(asking, 'greeting', true);
  const duties = subject < strongSubject / 2 ? answerDuties(asking) : undefined;
  if (duties) return duties;
  // 名录是谁发的 is no question about the notice itself.
  const ofDocument = /方案|通知|文件|件|文/.test(asked.text);
  if (weak || (ofDocument && asked.marks.some((mark) => mark.tag.startsWith('doc.')))) {
    const document = subject < strongSubject ? answerDocument(asking) : undefined;
    if (document) return document;
  }
  const listing = asked.wantsList || asked.wantsCount || asked.superlative !== undefined || asked.compares;
  if (asked.kinds.includes('phase') && weak && (asksNow(asked) || asked.periods.length)) return phasesNow(asking);
  const plain = !asked.aspects.has('deadline') && !asked.kinds.includes('task') && !asked.status;
  const datedOnly =
    !filter.units.length &&
    !filter.groups.length &&
    filter.starred === undefined &&
    !filter.status &&
    !filter.order &&
    filter.periods.length > 0;
  if (datedOnly && plain && subject > 2) return lookUp(asking);
  // 下半年主要干啥: a stage of the plan, not what falls due.
  if (datedOnly && plain && asked.aspects.has('content')) return phasesNow(asking);
  const pointed =
    asked.aspects.has('deadline') ||
    asked.wantsList ||
    asked.kinds.includes('task') ||
    filter.units.some((unit) => unit.role !== 'any') ||
    filter.starred !== undefined ||
    filter.status !== undefined ||
    filter.order !== undefined;
  if (narrowed && !pointed && !asked.wantsYesNo && outsideness > noCueColumn && asksNumber.test(asked.text))
    return decline(asking, '', 'a number that no record prints');
  if (narrowed && !isLookup(asking, subject, listing, filter.leader !== undefined))
    return countUnits(asking, filter) ?? stateList(asking, filter);
  if ((weak || /哪个?月/.test(asked.text)) && asked.superlative) {
    const counted = countUnits(asking, filter);
    if (counted) return counted;
  }
  if (
    (weak || (filter.kind === 'support' && subject < strongSubject / 2)) &&
    listing &&
    (filter.kind !== 'task' || asked.kinds.includes('task'))
  )
    return stateList(asking, filter);
  if (subject > 0) {
    const indicators = indicatorsAt(asking);
    if (indicators) return indicators;
    const topic = asked.about || asked.wantsCount ? topicList(asking, filter) : undefined;
    if (topic) return topic;
    return lookUp(asking);
  }
  if (asked.aspects.size || asked.wantsYesNo || asked.marks.some((mark) => mark.tag === 'back' || mark.tag === 'more'))
    return askWhichOne(asking, 'only the way of asking, no subject');
  if (socialCue) return talkOf(asking, socialCue);
  return asked.rest ? lookUp(asking) : talk(asking, 'greeting', true);
}
