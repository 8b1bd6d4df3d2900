/** Parts of an Office file: only those that are asked for are unpacked, within the bounds. */
import { unzipSync } from 'fflate';
import { limits, UnreadableFile } from './blocks.ts';

const utf8 = new TextDecoder('utf-8');

/** Names of the entries of a ZIP file, without unpacking any. */
export function entriesOf(bytes: Uint8Array): string[] {
  const names: string[] = [];
  try {
    unzipSync(bytes, {
      filter: ({ name }) => {
        names.push(name);
        return false;
      },
    });
  } catch {
    throw new UnreadableFile('file-damaged');
  }
  return names;
}

/**
 * Unpacks the entries that `wanted` names.
 * @throws {UnreadableFile} where they would be larger than the bounds, or the file is damaged
 */
export function unpack(bytes: Uint8Array, wanted: (name: string) => boolean): Map<string, string> {
  let total = 0;
  const take = ({ name, originalSize }: { name: string; originalSize: number }) => {
    if (!wanted(name)) return false;
    total += originalSize;
    if (total > limits.unpackedBytes) throw new UnreadableFile('file-too-large');
    return true;
  };
  try {
    const files = unzipSync(bytes, { filter: take });
    return new Map(Object.entries(files).map(([name, content]) => [name, utf8.decode(content)]));
  } catch (error) {
    if (error instanceof UnreadableFile) throw error;
    throw new UnreadableFile('file-damaged');
  }
}
