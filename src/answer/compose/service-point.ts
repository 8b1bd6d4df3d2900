/** Whom to turn to: the place, the unit that runs it, and what the plan says of it; existing only where the plan says so. */
import { type Formatter, shortName, units } from '../../language/format.ts';
import type { ServicePoint } from '../../model/pack.ts';

/** What may be said of a place that the plan only announces. */
function noteOf({ say }: Formatter, { status, verb, opens }: ServicePoint): string {
  if (status === 'existing') return '';
  return say(opens && status !== 'applied' ? 'notOpenYet' : status, { verb });
}

export function leadOf(formatter: Formatter, point: ServicePoint): string {
  const { say } = formatter;
  const who = units(point.runBy.map((name) => shortName(formatter, name)));
  const slots = { name: point.name, note: noteOf(formatter, point), units: who };
  if (!who) return say('turnToPlace', slots);
  return say(point.status === 'applied' ? 'watch' : 'turnTo', slots);
}

/** How to get there: as the operator of the assistant confirmed it, else where to ask. */
export function nextStep({ say, pack }: Formatter, { id }: ServicePoint): string {
  const contact = pack.contacts.find(({ servicePoint }) => servicePoint === id);
  return contact
    ? say('contact', { text: contact.text, date: contact.confirmedOn })
    : say('ask', { signpost: pack.facts.signpost });
}
