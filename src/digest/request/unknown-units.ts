/** Tells a unit that no plan names from words that mean nothing in a request. */
import type { KnowledgePack } from '../../model/pack/pack.ts';
import type { SayDigest } from '../phrases.ts';
import { nearUnits } from './near-units.ts';

const role = '(?:牵头|负责|主责|主办|配合|协办|协助|参与|相关)的?';
const kinds =
  '局|委|办|厅|部|处|署|所|院|中心|公司|集团|银行|海关|政府|支队|大队|街道|学校|大学|协会|商会|法院|开发区|新区|区|县|bureau|office|department|commission|court|committee|administration';
const byKind = new RegExp(`^.{1,20}(?:${kinds})(?:${role})?$`);
const byRole = new RegExp(`^.{2,20}${role}$`);
const roleAtEnd = new RegExp(`${role}$`);

/** A name as like as this to a unit's is one with a mistake in it. */
const minLikeness = 1;

export interface UnreadWords {
  /** Names of units that no plan has, without their role. */
  units: string[];
  words: string[];
}

export function sortUnread(unread: readonly string[], packs: readonly KnowledgePack[]): UnreadWords {
  const isUnit = (word: string) =>
    byKind.test(word) || byRole.test(word) || nearUnits(packs, word, minLikeness).length > 0;
  return {
    units: unread.filter(isUnit).map((word) => word.replace(roleAtEnd, '')),
    words: unread.filter((word) => !isUnit(word)),
  };
}

/** Why these words can't be part of a request: a unit that no plan has is named as one, with those whose names are like it. */
export function sayUnknownUnits(say: SayDigest, units: readonly string[], packs: readonly KnowledgePack[]): string {
  const join = say('listJoin');
  const near = [...new Set(units.flatMap((unit) => nearUnits(packs, unit, minLikeness)))].slice(0, 3);
  const like = near.length ? say('nearUnits', { units: near.join(join) }) : '';
  return say('noSuchUnit', { units: units.join(join), near: like });
}
