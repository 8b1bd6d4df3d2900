/** Composes the digest of a subscription at a moment as cards: the first is sent, the others wait for 更多. */
import { formatterFor, sourceOf } from '../language/format.ts';
import type { Block, Card, Choice } from '../model/card.ts';
import type { KnowledgePack } from '../model/pack/pack.ts';
import type { Subscription } from '../model/subscription.ts';
import type { Digest, DigestInput } from './digest.ts';
import { sayCovered, sayScope } from './format-scope.ts';
import { type Group, paginate, recordKey } from './group-tasks.ts';
import { digestSpeaker, type SayDigest } from './phrases.ts';
import { planName } from './plan-name.ts';
import { composePart, type Part } from './plan-part.ts';
import { scopePhrases } from './request/format-request.ts';
import { formatDay, formatTime, formatWeekday } from './request/format-schedule.ts';
import { type Moment, momentOf, monthTest, packsOf } from './select.ts';

/** As the setting has it where nobody sets it. */
const usualLateAfterMs = 5 * 60_000;

interface PlanPart {
  pack: KnowledgePack;
  part: Part;
}

/**
 * Parts that say something; where none does, those that say that nothing is due. A subscription that wants silence gets parts
 * with tasks, the end, and what is not tied to a deadline only where it asks for nothing else: a phase that ends this month
 * would break the silence on every day of it.
 */
function shownParts(parts: readonly PlanPart[], { whenNothing, content }: Subscription): PlanPart[] {
  if (whenNothing === 'silence') {
    const asksTasks = content.due.length > 0 || content.leads.length > 0 || content.overdue;
    return parts.filter(
      ({ part }) => part.outcome === 'over' || part.groups.length > 0 || (!asksTasks && part.outcome === 'due'),
    );
  }
  const saying = parts.filter(({ part }) => part.outcome !== 'nothing' || part.tail.length);
  return saying.length ? saying : parts.filter(({ part }) => part.lead.length);
}

/** The plan, whose tasks, and which deadlines: 行动计划 · 教育局 · 本月到期（2025年6月3日 周二） */
function headingOf(
  say: SayDigest,
  moment: Moment,
  parts: readonly PlanPart[],
  chosen: readonly KnowledgePack[],
): string {
  const { subscription, day, today } = moment;
  const { language, scope, content } = subscription;
  const [first] = parts;
  const plan = chosen.length > 1 ? say('plans', { count: chosen.length }) : planName(first!.pack);
  const isNarrow = scope.units.length > 0 || scope.groups.length > 0 || scope.starredOnly;
  const whose = isNarrow ? [sayScope(say, formatterFor(first!.pack, day, language), scope)] : [];
  const isEnd = parts.every(({ part }) => part.outcome === 'over' && !part.groups.length);
  const what = isEnd ? say('endWhat') : sayCovered(say, content);
  const date = formatDay(today, language);
  return say('title', {
    about: [plan, ...whose, what].join(say('titleJoin')),
    date,
    weekday: formatWeekday(today, language),
  });
}

/** What can still be had at the end of a plan, as whole commands. */
function endChoices(say: SayDigest, subscription: Subscription, parts: readonly PlanPart[]): Choice[] {
  const ended = parts.filter(({ part }) => part.outcome === 'over');
  if (!ended.length) return [];
  const { content, language } = subscription;
  const scope = scopePhrases(
    subscription,
    ended.map(({ pack }) => pack),
    language,
  );
  const commands = [
    ...(content.report ? [] : [[say('previewWord'), ...scope, say('requestReport')]]),
    ...(content.duties || !ended.some(({ pack }) => pack.duties.length)
      ? []
      : [[say('subscribeWord'), ...scope, say('requestDuties')]]),
  ];
  return commands.map((words) => ({ label: words.join(' '), question: words.join(' ') }));
}

function lateNotice(say: SayDigest, moment: Moment, { sentAt, lateAfterMs = usualLateAfterMs }: DigestInput): Block[] {
  const { at, today, subscription } = moment;
  if (!sentAt || sentAt.getTime() - at.getTime() <= lateAfterMs) return [];
  const slots = { date: formatDay(today, subscription.language), time: formatTime(at, subscription.timing.zone) };
  return [{ type: 'text', text: say('late', slots) }];
}

/** Groups under one heading share it. */
function groupBlocks(say: SayDigest, groups: readonly Group[]): Block[] {
  return groups.flatMap(({ heading, unit, count, continued, rows }, at): Block[] => [
    ...(heading === groups[at - 1]?.heading ? [] : [{ type: 'text' as const, text: heading }]),
    {
      type: 'list',
      label: say(continued ? 'unitGroupPart' : 'unitGroup', { unit, count }),
      items: rows.map(({ item }) => item),
    },
  ]);
}

/** What one page shows of one plan; what stands around the groups is on the first page only. */
function partBlocks(
  say: SayDigest,
  { pack, part }: PlanPart,
  groups: readonly Group[],
  titled: boolean,
  first: boolean,
) {
  const title: Block[] = titled ? [{ type: 'text', text: say('plan', { title: pack.facts.title }) }] : [];
  const shown = groupBlocks(say, groups);
  return first ? [...title, ...part.lead, ...shown, ...part.tail] : [...title, ...shown];
}

const rowCount = (groups: readonly Group[]) => groups.reduce((sum, { rows }) => sum + rows.length, 0);

function composeCards(
  moment: Moment,
  parts: readonly PlanPart[],
  chosen: readonly KnowledgePack[],
  opening: readonly Block[],
): Card[] {
  const { language } = moment.subscription;
  const say = digestSpeaker(language);
  const title = headingOf(say, moment, parts, chosen);
  const pages = paginate(parts.flatMap(({ part }) => part.groups));
  if (!pages.length) pages.push([]);
  let left = pages.reduce((sum, page) => sum + rowCount(page), 0);
  return pages.map((page, index) => {
    const first = index === 0;
    const blocks: Block[] = first ? [...opening] : [];
    const sources: string[] = [];
    for (const each of parts) {
      const groups = page.filter((group) => group.pack === each.pack);
      if (!first && !groups.length) continue;
      blocks.push(...partBlocks(say, each, groups, chosen.length > 1, first));
      const rows = groups.flatMap((group) => group.rows.map(({ task }) => task)).sort((a, b) => a.number - b.number);
      const cited = [...rows, ...(first ? each.part.cited : [])];
      sources.push(...sourceOf(formatterFor(each.pack, moment.day, language), cited));
    }
    const choices = first ? endChoices(say, moment.subscription, parts) : [];
    left -= rowCount(page);
    if (!left) return { title, blocks, choices, sources };
    blocks.push({ type: 'text', text: say('more', { count: left }) });
    const more = say('moreQuestion');
    return { title, blocks, choices: [{ label: more, question: more }, ...choices], sources };
  });
}

/** The first card names all rows: by it the list can be taken away. */
function withSubject([first, ...others]: Card[], groups: readonly Group[]): Card[] {
  if (!first) return [];
  const lists = [...Map.groupBy(groups, (group) => group.pack.id)].map(([pack, own]) => ({
    pack,
    records: [...new Set(own.flatMap(({ rows }) => rows.map(({ task }) => task.id)))],
  }));
  const [subject, ...more] = lists;
  if (!subject) return [first, ...others];
  return [{ ...first, ...(more.length ? { lists } : { subject }) }, ...others];
}

export function composeDigest(input: DigestInput): Digest {
  const { subscription, packs, calendar, at } = input;
  const moment = momentOf(subscription, calendar, at);
  const chosen = packsOf(packs, subscription.scope);
  const due = monthTest(packs, moment);
  const parts = shownParts(
    chosen.map((pack) => ({ pack, part: composePart(input, moment, pack, due) })),
    subscription,
  );
  if (!parts.length) return { outcome: 'silence', cards: [], records: [], endedPlans: [] };
  const opening = lateNotice(digestSpeaker(subscription.language), moment, input);
  const groups = parts.flatMap(({ part }) => part.groups);
  const cards = composeCards(moment, parts, chosen, opening);
  const outcomes = parts.map(({ part }) => part.outcome);
  return {
    outcome: outcomes.includes('over') ? 'over' : outcomes.includes('due') ? 'due' : 'nothing',
    cards: withSubject(cards, groups),
    records: groups.flatMap(({ pack, rows }) => rows.map(({ task }) => recordKey(pack, task))),
    endedPlans: parts
      .filter(({ pack, part }) => part.outcome === 'over' && !input.notifiedPlans?.has(pack.id))
      .map(({ pack }) => pack.id),
  };
}
