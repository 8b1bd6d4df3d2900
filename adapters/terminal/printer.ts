/** The terminal as a door that is only sent to: what a group would get is printed. */
import type { Card } from '../../src/model/card.ts';
import type { ChannelId } from '../../src/model/message.ts';
import type { Adapter, Receipt } from '../../src/model/port.ts';
import { renderText } from '../shared/text.ts';

export interface PrinterOptions {
  output: NodeJS.WritableStream;
  now: () => Date;
}

export class Printer implements Adapter {
  readonly name = 'terminal';
  #options: PrinterOptions;

  constructor(options: PrinterOptions) {
    this.#options = options;
  }

  /** Nothing is ever heard here. */
  async start(): Promise<void> {}

  async stop(): Promise<void> {}

  async send(channel: ChannelId, card: Card, key: string): Promise<Receipt> {
    const { output, now } = this.#options;
    await new Promise<void>((resolve, reject) => {
      output.write(`→ ${channel}\n${renderText(card)}\n\n`, (error) => (error ? reject(error) : resolve()));
    });
    return { message: key, at: now() };
  }
}
