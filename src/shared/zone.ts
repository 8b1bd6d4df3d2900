/** The default time zone, and validation of IANA zone names. */

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
