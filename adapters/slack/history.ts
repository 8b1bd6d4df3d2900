/** Searches Slack's history for the bot's own messages: threads it has joined, cards by message, deliveries by key. */
import type { webApi } from '@slack/bolt';
import { DeliveryError, type Receipt } from '../../src/model/port.ts';
import { LruMap } from '../../src/shared/lru-map.ts';
import { eventType, type Poster } from './poster.ts';

/** Entries kept in memory; older ones are looked up in Slack. */
export const maxRemembered = 2_000;
const pageSize = 200;
const maxPages = 10;
/** Older deliveries are settled and never confirmed again. */
const lookBackMs = 48 * 3_600_000;

/** The fields that history and replies share. */
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
    for (let n = 0; n < maxPages; n++) {
      const page = await this.#poster.patiently(() => this.#poster.call((client) => ask(client, cursor)));
      const hit = foundIn(page).find(look);
      if (hit) return hit;
      cursor = page.response_metadata?.next_cursor || undefined;
      if (!cursor) return undefined;
    }
    throw new DeliveryError('there are more messages than can be looked through', 'unknown');
  }

  /** True where the bot was mentioned in the thread or has posted there. Calls settle in their order. */
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
    // Concurrent calls share one lookup and settle in their order.
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

  /** The id of the card that one of the bot's messages shows. */
  async cardOf(channel: string, ts: string): Promise<string | undefined> {
    const at = { channel, oldest: ts, latest: ts, inclusive: true, limit: 1, include_all_metadata: true };
    const look = async (ask: (client: webApi.WebClient) => Promise<Page>) =>
      foundIn(await this.#poster.patiently(() => this.#poster.call(ask))).find((found) => found.ts === ts);
    // Messages in a thread are not part of the channel's history.
    const hit =
      (await look((client) => client.conversations.history(at))) ??
      (await look((client) => client.conversations.replies({ ...at, ts })));
    const card = hit?.metadata?.event_payload?.card;
    return typeof card === 'string' && card ? card : undefined;
  }

  /** The last message of the delivery with that key; it is posted last, so all parts are there. @throws {DeliveryError} where nobody can tell */
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
