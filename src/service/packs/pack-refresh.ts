/** Reloads changed packs and holidays before a message is answered, at most so often, and logs each change. */
import type { Log } from '../../model/log.ts';
import { serviceText } from '../messages.ts';
import type { LivePacks } from './live-packs.ts';

/** How long files that were compared are taken as unchanged. */
const minRefreshMs = 1_000;

export class PackRefresh {
  readonly #live: LivePacks;
  readonly #nowMs: () => number;
  readonly #log: Log;
  #refreshedAtMs = Number.NEGATIVE_INFINITY;

  constructor(live: LivePacks, nowMs: () => number, log: Log) {
    this.#live = live;
    this.#nowMs = nowMs;
    this.#log = log;
  }

  /** @returns whether changed packs or holidays are used from now on */
  refresh(): boolean {
    const nowMs = this.#nowMs();
    if (Math.abs(nowMs - this.#refreshedAtMs) < minRefreshMs) return false;
    return this.refreshNow();
  }

  /** Compares the files whenever that was done last: somebody has just changed one. */
  refreshNow(): boolean {
    this.#refreshedAtMs = this.#nowMs();
    const changes = this.#live.refresh();
    for (const change of changes)
      if (change.state === 'new') this.#log.info({}, serviceText('changed', { source: serviceText(change.source) }));
      else this.#log.error({ err: change.error }, serviceText('changedFaulty', { source: serviceText(change.source) }));
    return changes.some(({ state }) => state === 'new');
  }
}
