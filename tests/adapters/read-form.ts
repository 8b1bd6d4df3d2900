/** Reads the body of a request that may be a form with a file, for the stand-ins of platforms. */
import type { IncomingMessage } from 'node:http';

export interface ReadBody {
  /** Empty where the body is a form. */
  text: string;
  form?: FormData;
}

export async function readBody(request: IncomingMessage): Promise<ReadBody> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data')) return { text: bytes.toString('utf8') };
  return { text: '', form: await new Response(bytes, { headers: { 'content-type': type } }).formData() };
}

/** Name and bytes of the file in that field. */
export async function fileIn(form: FormData | undefined, field: string) {
  const file = form?.get(field);
  if (!(file instanceof File) || !file.size) return undefined;
  return { name: file.name, bytes: Buffer.from(await file.arrayBuffer()) };
}
