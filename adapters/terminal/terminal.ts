/** The door to a terminal, or to a pipe: a line in, a reply out, in the order in which they were typed. */
import { createInterface, type Interface } from 'node:readline';
import type { Card } from '../../src/model/card.ts';
import type { Adapter, Receive } from '../../src/model/port.ts';
import { picked } from '../shared/picked.ts';
import { renderText } from '../shared/text.ts';

export interface TerminalOptions {
  input: NodeJS.ReadableStream & { isTTY?: boolean };
  output: NodeJS.WritableStream;
  /** Shown once, at the start; its choices can be picked like those of any card. */
  greeting: Card;
  /** Typed to leave. */
  leave: readonly string[];
  /** Shown when an answer fails; why goes to `report`. */
  sorry: string;
  report: (trouble: unknown) => void;
  now: () => Date;
}

export class Terminal implements Adapter {
  readonly name = 'terminal';
  /** Settles when the conversation is over: the input ended, or somebody left. */
  readonly over: Promise<void>;
  #options: TerminalOptions;
  #end: () => void = () => {};
  #lines: Interface | undefined;
  #shown: Card;
  #stopped = false;

  constructor(options: TerminalOptions) {
    this.#options = options;
    this.#shown = options.greeting;
    this.over = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  async start(receive: Receive): Promise<void> {
    const { input, output, greeting } = this.#options;
    const typed = input.isTTY === true;
    // A pipe is no terminal: without `terminal: false` readline would echo what it reads.
    this.#lines = createInterface({ input, ...(typed ? { output } : {}), terminal: typed, prompt: '› ' });
    output.write(`${renderText(greeting)}\n\n`);
    void this.#converse(this.#lines, receive, typed);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#lines?.close();
    this.#end();
  }

  async #converse(lines: Interface, receive: Receive, typed: boolean): Promise<void> {
    const { output, leave, sorry, report, now } = this.#options;
    let count = 0;
    try {
      lines.on('SIGINT', () => lines.close());
      if (typed) lines.prompt();
      for await (const line of lines) {
        if (this.#stopped) break;
        const text = line.trim();
        if (leave.includes(text.toLowerCase())) break;
        if (text) {
          count += 1;
          const message = {
            id: `${count}`,
            door: this.name,
            channel: 'terminal',
            direct: true,
            user: 'terminal',
            at: now(),
            what: { type: 'text', text: picked(text, this.#shown) },
          } as const;
          try {
            const card = await receive(message);
            if (this.#stopped) break;
            if (card) {
              this.#shown = card;
              output.write(`${renderText(card)}\n\n`);
            }
          } catch (trouble) {
            report(trouble);
            output.write(`${sorry}\n\n`);
          }
        }
        if (typed) lines.prompt();
      }
    } catch (trouble) {
      report(trouble);
    } finally {
      await this.stop();
    }
  }
}
