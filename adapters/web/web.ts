/** The web adapter: a question in the address or in a form, the reply as the response; people read the plan in the same pages. */
import { randomUUID } from 'node:crypto';
import type { Card } from '../../src/model/card.ts';
import type { Site } from '../../src/model/door.ts';
import type { Message } from '../../src/model/message.ts';
import type { Adapter, Receive } from '../../src/model/port.ts';
import { LruMap } from '../../src/shared/lru-map.ts';
import { picked } from '../shared/choice.ts';
import { type Asking, DoorClosed } from './asking.ts';
import type { Session } from './session.ts';
import { createSite } from './site.ts';
import { render } from './view/render.ts';

/** Last cards by session, so that a typed number is the choice that bears it. */
const cardsKept = 5_000;
const messageId = /^[\w-]{8,64}$/;

export interface WebOptions {
  site: Site;
  now: () => Date;
  warn: (line: string) => void;
}

export class WebDoor implements Adapter {
  readonly name = 'web';
  readonly render = render;
  readonly #options: WebOptions;
  readonly #shown = new LruMap<string, Card>(cardsKept);
  #receive: Receive | undefined;

  constructor(options: WebOptions) {
    this.#options = options;
    const { site, now, warn } = options;
    const { fetch } = createSite({ site, now, warn, ask: (asking) => this.#ask(asking), judge: this.#judge });
    site.serve(async (request, client) => fetch(request, { client }));
  }

  async start(receive: Receive): Promise<void> {
    this.#receive = receive;
  }

  async stop(): Promise<void> {
    this.#receive = undefined;
  }

  #hear(
    session: Session,
    id: string | undefined,
    content: Message['content'],
    pageAt?: string,
  ): Promise<Card | undefined> {
    const receive = this.#receive;
    if (!receive) throw new DoorClosed();
    const { user } = session;
    return receive({
      // Ids of one session mean nothing in another.
      id: `${user}:${id && messageId.test(id) ? id : randomUUID()}`,
      door: this.name,
      channel: user,
      direct: true,
      user,
      at: this.#options.now(),
      ...(pageAt === undefined ? {} : { pageAt }),
      content,
    });
  }

  async #ask({ session, text, id, pageAt }: Asking): Promise<Card | undefined> {
    const { user } = session;
    const card = await this.#hear(session, id, { type: 'text', text: picked(text, this.#shown.get(user)) }, pageAt);
    if (card) this.#shown.set(user, card);
    return card;
  }

  /** A field, so that it can be handed on as it is. */
  readonly #judge = async (session: Session, card: string, useful: boolean): Promise<void> => {
    await this.#hear(session, undefined, { type: 'feedback', card, useful });
  };
}
