/** The time zone where neither a plan nor a person names one, and the test of an IANA zone's name. */

export const defaultTimeZone = 'Asia/Shanghai';

/** Looking one up costs more than all else that is checked of a subscription. */
const knownZones = new Set<string>();

export const isZone = (zone: string): boolean => {
  if (knownZones.has(zone)) return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    knownZones.add(zone);
    return true;
  } catch {
    return false;
  }
};

/** The zone of the first plan: all plans of one installation are of one place. */
export const timeZoneOf = (packs: readonly { facts: { timeZone: string } }[]): string =>
  packs[0]?.facts.timeZone ?? defaultTimeZone;
