/** Composes the digest of a subscription at a moment as cards: the first is sent, the others wait for 更多. */
import { formatterFor, sourceOf } from '../language/format.ts';
import type { Block, Card } from '../model/card.ts';
import type { KnowledgePack } from '../model/pack/pack.ts';
import type { Subscription } from '../model/subscription.ts';
import type { Digest, DigestInput } from './digest.ts';
import { type Group, paginate, recordKey } from './group-tasks.ts';
import { digestSpeaker, type SayDigest } from './phrases.ts';
import { composePart, type Part } from './plan-part.ts';
import { formatDay, formatTime, formatWeekday } from './request/format-schedule.ts';
import { type Moment, momentOf, monthTest, packsOf } from './select.ts';

/** Later than a queue or a slow start explains: the digest then says when it was meant for. */
const lateAfterMs = 15 * 60_000;

interface PlanPart {
  pack: KnowledgePack;
  part: Part;
}

/** Parts that say something; where none does, those that say that nothing is due, unless the subscription is silent then. */
function shownParts(parts: readonly PlanPart[], { whenNothing }: Subscription): PlanPart[] {
  const saying = parts.filter(({ part }) => part.outcome !== 'nothing' || part.tail.length);
  if (saying.length || whenNothing === 'silence') return saying;
  return parts.filter(({ part }) => part.lead.length);
}

function lateNotice(say: SayDigest, moment: Moment, sentAt: Date | undefined): Block[] {
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

function composeCards(moment: Moment, parts: readonly PlanPart[], titled: boolean, opening: readonly Block[]): Card[] {
  const { language } = moment.subscription;
  const say = digestSpeaker(language);
  const date = formatDay(moment.today, language);
  const title = say('title', { date, weekday: formatWeekday(moment.today, language) });
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
      blocks.push(...partBlocks(say, each, groups, titled, first));
      const rows = groups.flatMap((group) => group.rows.map(({ task }) => task)).sort((a, b) => a.number - b.number);
      const cited = [...rows, ...(first ? each.part.cited : [])];
      sources.push(...sourceOf(formatterFor(each.pack, moment.day, language), cited));
    }
    left -= rowCount(page);
    if (!left) return { title, blocks, choices: [], sources };
    blocks.push({ type: 'text', text: say('more', { count: left }) });
    const more = say('moreQuestion');
    return { title, blocks, choices: [{ label: more, question: more }], sources };
  });
}

export function composeDigest(input: DigestInput): Digest {
  const { subscription, packs, calendar, at, sentAt } = input;
  const moment = momentOf(subscription, calendar, at);
  const chosen = packsOf(packs, subscription.scope);
  const due = monthTest(packs, moment);
  const parts = shownParts(
    chosen.map((pack) => ({ pack, part: composePart(input, moment, pack, due) })),
    subscription,
  );
  if (!parts.length) return { outcome: 'silence', cards: [], records: [], tells: [] };
  const opening = lateNotice(digestSpeaker(subscription.language), moment, sentAt);
  const outcomes = parts.map(({ part }) => part.outcome);
  const groups = parts.flatMap(({ part }) => part.groups);
  return {
    outcome: outcomes.includes('over') ? 'over' : outcomes.includes('due') ? 'due' : 'nothing',
    cards: composeCards(moment, parts, chosen.length > 1, opening),
    records: groups.flatMap(({ pack, rows }) => rows.map(({ task }) => recordKey(pack, task))),
    tells: parts
      .filter(({ pack, part }) => part.outcome === 'over' && !input.notifiedPlans?.has(pack.id))
      .map(({ pack }) => pack.id),
  };
}
