/** Uploads a file to WeCom through the long connection, in pieces. https://developer.work.weixin.qq.com/document/path/101463 */
import { createHash } from 'node:crypto';
import type { CardFile } from '../../src/model/card.ts';
import { DeliveryError } from '../../src/model/port.ts';
import { bytesOf } from '../shared/send-file.ts';
import type { BotConnection } from './connection.ts';

/** Before the encoding as Base64, which the limit of 100 pieces does not count. */
const pieceBytes = 512 * 1024;
const maxPieces = 100;

const fieldOf = (body: unknown, name: string): string => {
  const value: unknown = body && typeof body === 'object' ? Reflect.get(body, name) : undefined;
  if (typeof value !== 'string' || !value) throw new DeliveryError(`WeCom named no ${name}`, 'final');
  return value;
};

/** @returns the id of the media, by which it is sent. @throws {DeliveryError} */
export async function uploadFile(connection: BotConnection, file: CardFile): Promise<string> {
  const bytes = bytesOf(file);
  const total = Math.ceil(bytes.length / pieceBytes);
  if (total > maxPieces) throw new DeliveryError('WeCom takes no file of more than 50 MB', 'final');
  const begun = await connection.request('aibot_upload_media_init', {
    type: 'file',
    filename: file.name,
    total_size: bytes.length,
    total_chunks: total,
    md5: createHash('md5').update(bytes).digest('hex'),
  });
  const upload_id = fieldOf(begun.body, 'upload_id');
  for (let chunk_index = 0; chunk_index < total; chunk_index++) {
    const piece = bytes.subarray(chunk_index * pieceBytes, (chunk_index + 1) * pieceBytes);
    const body = { upload_id, chunk_index, base64_data: piece.toString('base64') };
    await connection.request('aibot_upload_media_chunk', body);
  }
  return fieldOf((await connection.request('aibot_upload_media_finish', { upload_id })).body, 'media_id');
}
