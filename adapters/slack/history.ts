/** What stands in Slack already: our own messages found again, and the threads that we are in. */
import type { webApi } from '@slack/bolt';
import { DeliveryError, type Receipt } from '../../src/model/port.ts';
import { LruMap } from '../../src/shared/lru-map.ts';
import { eventType, type Poster } from './poster.ts';

/** So many threads and messages are remembered; of the others Slack is asked. */
export const maxRemembered = 2_000;
const pageSize = 200;
const mostPages = 10;
/** A delivery is settled long before that. */
const lookBackMs = 48 * 3_600_000;

/** Of the same shape in history and replies, but for what we do not read. */
interface Found {
  ts?: string | undefined;
  user?: string | undefined;
  metadata?: { event_type?: string; event_payload?: Record<string, unknown> };
}

interface Page {
  messages?: object[];
  response_metadata?: { next_cursor?: string };
}

const foundIn = ({ messages = [] }: Page) => messages as Found[];

export class History {
  #poster: Poster;
  #now: () => Date;
  #joined = new LruMap<string, Promise<boolean>>(maxRemembered);

  constructor(poster: Poster, now: () => Date) {
    this.#poster = poster;
    this.#now = now;
  }

  async #pages(
    ask: (client: webApi.WebClient, cursor: string | undefined) => Promise<Page>,
    look: (found: Found) => boolean,
  ): Promise<Found | undefined> {
    let cursor: string | undefined;
    for (let n = 0; n < mostPages; n++) {
      const page = await this.#poster.patiently(() => this.#poster.call((client) => ask(client, cursor)));
      const hit = foundIn(page).find(look);
      if (hit) return hit;
      cursor = page.response_metadata?.next_cursor || undefined;
      if (!cursor) return undefined;
    }
    throw new DeliveryError('there are more messages than can be looked through', 'unknown');
  }

  /** We were mentioned there, or have spoken. Whoever asks later is told later. */
  joined(channel: string, thread: string, by: { mentioned: boolean; botUserId: string }): Promise<boolean> {
    const { mentioned, botUserId } = by;
    const key = `${channel}:${thread}`;
    const known = this.#joined.get(key);
    const asked =
      known ??
      (mentioned
        ? Promise.resolve(true)
        : this.#pages(
            (client, cursor) =>
              client.conversations.replies({ channel, ts: thread, limit: pageSize, ...(cursor ? { cursor } : {}) }),
            ({ user }) => user === botUserId,
          ).then((hit) => hit !== undefined));
    // Not asked again by those who come meanwhile, and answered in the order of asking.
    const answer =
      mentioned && known
        ? known.then(
            () => true,
            () => true,
          )
        : asked;
    this.#joined.set(key, answer);
    answer.catch(() => this.#joined.delete(key));
    return answer;
  }

  /** The id of the card that this message of ours shows. */
  async cardOf(channel: string, ts: string): Promise<string | undefined> {
    const at = { channel, oldest: ts, latest: ts, inclusive: true, limit: 1, include_all_metadata: true };
    const look = async (ask: (client: webApi.WebClient) => Promise<Page>) =>
      foundIn(await this.#poster.patiently(() => this.#poster.call(ask))).find((found) => found.ts === ts);
    // What was said in a thread is no part of the channel's history.
    const hit =
      (await look((client) => client.conversations.history(at))) ??
      (await look((client) => client.conversations.replies({ ...at, ts })));
    const card = hit?.metadata?.event_payload?.card;
    return typeof card === 'string' && card ? card : undefined;
  }

  /** The last message of the card with that key: when it is there, all of it is. @throws {DeliveryError} where nobody can tell */
  async delivery(channel: string, key: string): Promise<Receipt | undefined> {
    const oldest = `${(this.#now().getTime() - lookBackMs) / 1000}`;
    const hit = await this.#pages(
      (client, cursor) =>
        client.conversations.history({
          channel,
          oldest,
          limit: pageSize,
          include_all_metadata: true,
          ...(cursor ? { cursor } : {}),
        }),
      ({ metadata }) => {
        const { key: found, part, of } = metadata?.event_payload ?? {};
        return metadata?.event_type === eventType.delivery && found === key && part === of;
      },
    );
    return hit?.ts ? { message: `${channel}:${hit.ts}`, at: new Date(Math.floor(Number(hit.ts) * 1000)) } : undefined;
  }
}
