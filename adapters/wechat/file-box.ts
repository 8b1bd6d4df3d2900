/** A file of a card as wechaty's puppets take it; the package comes with wechaty and is loaded with the first file. */
import type { CardFile } from '../../src/model/card.ts';

export async function toFileBox({ name, data }: CardFile) {
  const { FileBox } = await import('file-box');
  return FileBox.fromBase64(data, name);
}
