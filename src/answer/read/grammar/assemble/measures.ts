/** The unit of measure that a question about indicators names, told from the same characters in other words by what stands beside it. */
import type { Grammar } from '../../../../model/pack/grammar.ts';
import type { KnowledgePack } from '../../../../model/pack/pack.ts';
import { contextOf, type Slots } from '../phrase.ts';
import type { Cues } from './frame.ts';

interface Clue {
  strength: number;
  only: readonly string[] | undefined;
  ahead: RegExp;
  behind: RegExp;
}

/** A unit at one place, and how much speaks for it there. */
interface Found {
  unit: string;
  strength: number;
}

/** Clues together have to reach this. */
const enough = 1.6;
const nothing: Slots = {};

export class MeasureReader {
  /** Units of measure with the words for each. */
  private readonly units: readonly { unit: string; names: readonly string[]; bonus: number }[];
  private readonly clues: readonly Clue[];

  constructor(pack: KnowledgePack, { measure }: Grammar) {
    const units = new Set<string>();
    for (const record of pack.records.values()) if (record.kind === 'indicator') units.add(record.measuredIn.text);
    this.units = [...units].map((unit) => ({
      unit,
      names: measure.names[unit] ?? [unit],
      // A sign is hardly anything else.
      bonus: /^[^\u4e00-\u9fffa-z]/.test(unit) ? 2 : 0,
    }));
    this.clues = measure.clues.map((clue) => {
      const [ahead] = contextOf(clue.before ? { before: clue.before } : {}, nothing);
      const [, behind] = contextOf(clue.after ? { after: clue.after } : {}, nothing);
      return {
        strength: clue.strength,
        only: clue.only,
        ahead: new RegExp(ahead, 'y'),
        behind: new RegExp(behind, 'y'),
      };
    });
  }

  /** @returns the unit of measure as the table prints it */
  unitIn(text: string, cues: Cues): string | undefined {
    const singles = this.units.filter(({ unit }) => unit.length === 1 && text.includes(unit));
    if (cues.has('measure.any') || singles.length >= 3) return undefined;
    let best: Found | undefined;
    for (const found of this.foundIn(text))
      if (found.strength >= enough && (!best || found.strength > best.strength)) best = found;
    return best?.unit;
  }

  /** Every place at which a unit may be named. */
  private *foundIn(text: string): Iterable<Found> {
    for (const { unit, names, bonus } of this.units)
      for (const name of names)
        for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
          const base = bonus || (name.length > 1 ? 0.8 : 0);
          yield { unit, strength: base + this.cluesAt(text, at, at + name.length, unit) + unit.length * 0.1 };
        }
  }

  private cluesAt(text: string, start: number, end: number, unit: string): number {
    let strength = 0;
    for (const { only, ahead, behind, strength: worth } of this.clues) {
      if (only && !only.includes(unit)) continue;
      ahead.lastIndex = end;
      behind.lastIndex = start;
      if (ahead.test(text) && behind.test(text)) strength += worth;
    }
    return strength;
  }
}
