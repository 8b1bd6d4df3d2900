/** Sends the file of a card after its words; where the platform refuses it, the words that stand for it are shown. */
import type { CardFile } from '../../src/model/card.ts';
import { messageOf } from '../../src/shared/error-message.ts';
import { type PatienceOptions, patiently } from './patiently.ts';

export interface FileSender extends PatienceOptions {
  /** Uploads the file and posts it. */
  post: (file: CardFile) => Promise<unknown>;
  say: (text: string) => Promise<unknown>;
  report: (line: string) => void;
}

export const bytesOf = ({ data }: CardFile): Buffer<ArrayBuffer> => Buffer.from(data, 'base64');

/** For an upload as a form. */
export const blobOf = (file: CardFile): Blob => new Blob([bytesOf(file)], { type: file.type });

/** Never throws: the words of the card have been shown, and must not be sent again for its file. */
export async function sendFile(file: CardFile, { post, say, report, ...patience }: FileSender): Promise<void> {
  try {
    await patiently(() => post(file), patience);
  } catch (error) {
    report(`the file ${file.name} was not sent: ${messageOf(error)}`);
    await patiently(() => say(file.instead), patience).catch((second: unknown) =>
      report(`what stands for the file ${file.name} was not sent: ${messageOf(second)}`),
    );
  }
}
