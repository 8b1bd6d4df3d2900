/** What an HTTP request must fulfil before Bolt checks its signature. */
import type { IncomingMessage, RequestListener } from 'node:http';
import type { HTTPReceiver } from '@slack/bolt';

export const eventsPath = '/slack/events';
/** Slack's own payloads stay far below. */
export const bodyLimit = 512 * 1024;
const windowSeconds = 300;

export interface Guard {
  /** Before the start and after the stop Slack is told to come again. */
  isOpen: () => boolean;
  now: () => Date;
  refuse: (why: string) => void;
}

/** Undefined = longer than is read, or broken off; the rest of it is let go by. */
function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const { promise, resolve } = Promise.withResolvers<Buffer | undefined>();
  const chunks: Buffer[] = [];
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= bodyLimit) chunks.push(chunk);
    else resolve(undefined);
  });
  request.on('end', () => resolve(Buffer.concat(chunks)));
  request.on('error', () => resolve(undefined));
  return promise;
}

/** Bolt takes for granted that JSON is an object, and rejects unhandled where it is `null`. */
function isObject(body: Buffer): boolean {
  try {
    const parsed: unknown = JSON.parse(body.toString('utf8'));
    return typeof parsed === 'object' && parsed !== null;
  } catch {
    return false;
  }
}

export function guardListener(receiver: HTTPReceiver, { isOpen, now, refuse }: Guard): RequestListener {
  return (request, response) => {
    const answer = (status: number, why: string) => {
      response.writeHead(status, { connection: 'close', 'content-type': 'text/plain; charset=utf-8' });
      response.end(`${why}\n`);
    };
    const path = (request.url ?? '/').split('?', 1)[0];
    if (path !== eventsPath) return answer(404, 'nothing is here');
    if (request.method !== 'POST') return answer(405, 'only POST');
    if (!isOpen()) return answer(503, 'not open now');
    const stamp = request.headers['x-slack-request-timestamp'];
    // Bolt refuses requests that are too old, and takes those of the future, which could be kept and sent again until then.
    if (stamp !== undefined && !(Math.abs(now().getTime() / 1000 - Number(stamp)) <= windowSeconds)) {
      refuse('a request was signed at another time than now; is the clock of this machine right?');
      return answer(401, 'the timestamp is not of now');
    }
    void readBody(request).then((rawBody) => {
      if (!rawBody) return answer(413, 'too long');
      if (request.headers['content-type']?.includes('json') && !isObject(rawBody)) return answer(400, 'not an object');
      // As a request that was read before is given to Bolt.
      receiver.requestListener(Object.assign(request, { rawBody }), response);
    });
  };
}
