/** Checks an HTTP request (path, method, timestamp, size) before Bolt checks its signature. */
import type { RequestListener } from 'node:http';
import type { HTTPReceiver } from '@slack/bolt';
import { readBody } from '../../shared/read-body.ts';

export const eventsPath = '/slack/events';
/** Slack's own payloads are far smaller. */
export const bodyLimit = 512 * 1024;
const windowSeconds = 300;

export interface Guard {
  /** False before the start and after the stop: Slack gets a 503 and retries. */
  isOpen: () => boolean;
  now: () => Date;
  refuse: (why: string) => void;
}

/** Bolt assumes a JSON object; `null` causes an unhandled rejection. */
function isObject(body: Buffer): boolean {
  try {
    const parsed: unknown = JSON.parse(body.toString('utf8'));
    return typeof parsed === 'object' && parsed !== null;
  } catch {
    return false;
  }
}

/** A form without a payload is a slash command; a payload has to be an object, as the body of an event has. */
function hasPayload(body: Buffer): boolean {
  const payload = new URLSearchParams(body.toString('utf8')).get('payload');
  return payload === null || isObject(Buffer.from(payload));
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
    // Bolt rejects old timestamps but accepts future ones, which could be replayed until then.
    if (stamp !== undefined && !(Math.abs(now().getTime() / 1000 - Number(stamp)) <= windowSeconds)) {
      refuse('a request was signed at another time than now; is the clock of this machine right?');
      return answer(401, 'the timestamp is not of now');
    }
    void readBody(request, bodyLimit).then((rawBody) => {
      if (!rawBody) return answer(413, 'too long');
      const type = request.headers['content-type'] ?? '';
      if (type.includes('json') && !isObject(rawBody)) return answer(400, 'not an object');
      if (type.includes('urlencoded') && !hasPayload(rawBody)) return answer(400, 'the payload is no object');
      // `rawBody` is how Bolt takes a request whose body was read already.
      receiver.requestListener(Object.assign(request, { rawBody }), response);
    });
  };
}
