/** Current packs, calendar and assistant: reloads changed files while the program runs. */
import type { Assistant } from '../../answer/assistant.ts';
import type { Settings } from '../../config/settings.ts';
import { loadCalendar } from '../../digest/calendar/load.ts';
import type { Calendar } from '../../digest/calendar/working-days.ts';
import { fingerprintOfFolder, PackWatch } from '../../knowledge/files/watch.ts';
import { loadPacks } from '../../knowledge/load.ts';
import type { KnowledgePack } from '../../model/pack/pack.ts';
import { openAssistant } from './open-assistant.ts';

/** A change of files; `broken` ones are not used. */
export type PackChange =
  | { source: 'packs' | 'holidays'; state: 'new' }
  | { source: 'packs' | 'holidays'; state: 'broken'; error: unknown };

/** Asks one question per pack, so that no user waits for dictionaries to load. */
function warm(packs: readonly KnowledgePack[], settings: Settings): Assistant {
  const assistant = openAssistant(packs, settings);
  const who = { conversation: 'warm-up', user: 'warm-up', at: new Date(0) };
  for (const { facts } of packs) assistant.answer({ ...who, text: facts.examples.enterprise[0]! });
  return assistant;
}

export class LivePacks {
  readonly #settings: Settings;
  readonly #watch: PackWatch;
  #days: string;
  #packs: readonly KnowledgePack[];
  #assistant: Assistant;
  #calendar: Calendar;

  /** @throws {SetupError} */
  constructor(settings: Settings) {
    this.#settings = settings;
    // Fingerprinted before reading, so that no change in between is missed.
    this.#watch = new PackWatch(settings.knowledge);
    this.#days = fingerprintOfFolder(settings.holidays);
    this.#packs = loadPacks(settings.knowledge);
    this.#assistant = warm(this.#packs, settings);
    this.#calendar = loadCalendar(settings.holidays);
  }

  get packs(): readonly KnowledgePack[] {
    return this.#packs;
  }

  get assistant(): Assistant {
    return this.#assistant;
  }

  get calendar(): Calendar {
    return this.#calendar;
  }

  /** Returns each change once. */
  refresh(): PackChange[] {
    const changes: PackChange[] = [];
    const packs = this.#watch.refresh();
    if (packs.state === 'new') {
      this.#packs = packs.packs;
      this.#assistant = warm(packs.packs, this.#settings);
      changes.push({ source: 'packs', state: 'new' });
    } else if (packs.state === 'broken') changes.push({ source: 'packs', state: 'broken', error: packs.error });
    const { holidays } = this.#settings;
    const days = fingerprintOfFolder(holidays);
    if (days === this.#days) return changes;
    this.#days = days;
    try {
      this.#calendar = loadCalendar(holidays);
      changes.push({ source: 'holidays', state: 'new' });
    } catch (error) {
      changes.push({ source: 'holidays', state: 'broken', error });
    }
    return changes;
  }
}
