/** Whom to turn to: the place, the unit that runs it, and what the plan says of it; existing only where the plan says so. */
import { type Formatter, shortName, units } from '../../language/format.ts';
import type { ServicePoint } from '../../model/pack/pack.ts';

/** What may be said of a place that the plan only announces. */
function announced(formatter: Formatter, { status, verb, opens, name }: ServicePoint, who: string): string {
  const { say } = formatter;
  if (status === 'existing') return say(who ? 'turnTo' : 'turnToPlace', { units: who, name });
  const note = say(opens && status !== 'applied' ? 'notOpenYet' : status, { verb });
  if (!who) return say('askThereOnly', { name, note });
  return say(status === 'applied' ? 'watch' : 'askThere', { units: who, name, note });
}

export function leadOf(formatter: Formatter, point: ServicePoint): string {
  return announced(formatter, point, units(point.runBy.map((name) => shortName(formatter, name))));
}

/** How to get there: as the operator of the assistant confirmed it, else where to ask. */
export function nextStep({ say, pack }: Formatter, { id }: ServicePoint): string {
  const contact = pack.contacts.find(({ servicePoint }) => servicePoint === id);
  return contact
    ? say('contact', { text: contact.text, date: contact.confirmedOn })
    : say('ask', { signpost: pack.facts.signpost });
}
