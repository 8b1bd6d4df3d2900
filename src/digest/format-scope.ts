/** Formats what a digest covers: units, ★, groups, and which deadlines. */

import { type Formatter, nameOf, shortName } from '../language/format.ts';
import type { DigestContent, Scope } from '../model/subscription.ts';
import type { SayDigest } from './phrases.ts';

const roleKeys = { responsible: 'unitLeads', cooperating: 'unitHelps', any: 'unitEither' } as const;

export function sayScope(say: SayDigest, formatter: Formatter, scope: Scope): string {
  const parts = scope.units.map(({ unit, role }) => say(roleKeys[role], { unit: shortName(formatter, unit) }));
  if (scope.starredOnly) parts.push(say('star'));
  for (const number of scope.groups) {
    const group = formatter.pack.records.get(`group:${number}`);
    if (group) parts.push(nameOf(group));
  }
  return parts.length ? parts.join(say('conditionsJoin')) : say('everything');
}

export function sayContent(say: SayDigest, content: DigestContent): string {
  const parts = content.due.map((due) => {
    if (due === 'this-month') return say('thisMonth');
    if (due === 'next-month') return say('nextMonth');
    return say(due.unit === 'day' ? 'withinDays' : 'withinWorkdays', { count: due.within });
  });
  if (content.leads.length) {
    const counts = content.leads.map(({ count, unit }) => say(unit === 'day' ? 'leadDays' : 'leadWorkdays', { count }));
    parts.push(say('leadsWhat', { counts: counts.join(say('listJoin')) }));
  }
  if (content.overdue) parts.push(say('overdueWhat'));
  return parts.join(say('whatJoin'));
}

/** What a digest covers, for its heading: its tasks, else what it holds beside them. */
export function sayCovered(say: SayDigest, content: DigestContent): string {
  const tasks = sayContent(say, content);
  const others = [
    ...(content.report ? [say('reportWhat')] : []),
    ...(content.duties ? [say('dutiesWhat')] : []),
    ...(content.phases ? [say('phasesWhat')] : []),
  ];
  return tasks || others.join(say('whatJoin'));
}
