/** The terminal adapter: reads lines from a terminal or pipe, prints replies in their order, and prints what is sent. */
import { randomUUID } from 'node:crypto';
import { createInterface, type Interface } from 'node:readline';
import type { Card } from '../../src/model/card.ts';
import type { ChannelId } from '../../src/model/message.ts';
import type { Adapter, Receipt, Receive } from '../../src/model/port.ts';
import { picked } from '../shared/choice.ts';
import { renderText } from '../shared/plain-text.ts';
import { render } from './render.ts';

interface Conversation {
  input: NodeJS.ReadableStream & { isTTY?: boolean };
  /** Shown once, at the start; its choices can be picked like those of any card. */
  greeting: Card;
  /** Typed to leave. */
  exitWords: readonly string[];
  /** Shown when an answer fails; why goes to `report`. */
  failureText: string;
  report: (error: unknown) => void;
  /** Shows a card as another door would; absent = as the terminal does. One text for each message. */
  render?: Adapter['render'];
}

/** Where a reply takes several messages of the platform. */
const betweenMessages = '\n┄┄┄┄\n';

/** Without an input the terminal is send-only. */
export type TerminalOptions = { output: NodeJS.WritableStream; now: () => Date } & (
  | Conversation
  | { input?: undefined }
);

export class Terminal implements Adapter {
  readonly name = 'terminal';
  readonly render = render;
  /** Settles when the conversation is over: the input ended, or somebody left. */
  readonly ended: Promise<void>;
  #options: TerminalOptions;
  #end: () => void = () => {};
  #lines: Interface | undefined;
  #shown: Card | undefined;
  #stopped = false;

  constructor(options: TerminalOptions) {
    this.#options = options;
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  async start(receive: Receive): Promise<void> {
    const options = this.#options;
    if (!options.input) return;
    const { input, output, greeting } = options;
    const typed = input.isTTY === true;
    // Keeps readline from echoing what it reads from a pipe.
    this.#lines = createInterface({ input, ...(typed ? { output } : {}), terminal: typed, prompt: '› ' });
    this.#show(greeting);
    void this.#converse(this.#lines, receive, options, typed);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#lines?.close();
    this.#end();
  }

  /** Prints the card under the channel's name. */
  async send(channel: ChannelId, card: Card, key: string): Promise<Receipt> {
    const { output, now } = this.#options;
    await new Promise<void>((resolve, reject) => {
      output.write(`→ ${channel}\n${renderText(card)}\n\n`, (error) => (error ? reject(error) : resolve()));
    });
    return { message: key, at: now() };
  }

  #show(card: Card, show: Adapter['render'] = render): void {
    this.#shown = card;
    this.#options.output.write(`${show(card).join(betweenMessages)}\n\n`);
  }

  async #converse(lines: Interface, receive: Receive, conversation: Conversation, typed: boolean): Promise<void> {
    const { exitWords: leave, report } = conversation;
    try {
      lines.on('SIGINT', () => lines.close());
      if (typed) lines.prompt();
      for await (const line of lines) {
        if (this.#stopped) break;
        const text = line.trim();
        if (leave.includes(text.toLowerCase())) break;
        if (text) await this.#ask(text, receive, conversation);
        if (this.#stopped) break;
        if (typed) lines.prompt();
      }
    } catch (error) {
      report(error);
    } finally {
      await this.stop();
    }
  }

  async #ask(
    text: string,
    receive: Receive,
    { failureText: sorry, report, render: show }: Conversation,
  ): Promise<void> {
    try {
      const card = await receive({
        // A counter would repeat ids in the next conversation.
        id: randomUUID(),
        door: this.name,
        channel: 'terminal',
        direct: true,
        user: 'terminal',
        at: this.#options.now(),
        content: { type: 'text', text: picked(text, this.#shown) },
      });
      if (card && !this.#stopped) this.#show(card, show);
    } catch (error) {
      report(error);
      this.#options.output.write(`${sorry}\n\n`);
    }
  }
}
