/** Listens for callbacks over HTTP: checks signature, time, size and receiver, and returns an encrypted reply. */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, RequestListener } from 'node:http';
import { readBody } from '../read-body.ts';
import { type CallbackCrypto, CallbackRefused } from './crypto.ts';
import { type Fields, readFields, writeFields } from './fields.ts';

export interface CallbackOptions {
  /** The only path that is answered. */
  path: string;
  crypto: CallbackCrypto;
  /** The check of the address is signed without its text, which comes in plain words (official accounts). */
  plainCheck: boolean;
  /** What the platform takes for “received, no reply”. */
  noReply: string;
  /** False before the start and after the stop: the platform gets a 503 and tries again. */
  isOpen: () => boolean;
  /** The fields of a passive reply; undefined = none. */
  receive: (fields: Fields) => Promise<Readonly<Record<string, string | number>> | undefined>;
  now: () => Date;
  /** Told in one line why a callback was refused, without anything of it. */
  refuse: (why: string) => void;
}

const maxBodyBytes = 64 * 1024;
/** The platform tries again within seconds; a clock may be some minutes off. */
const windowSeconds = 300;

interface Signature {
  signature: string;
  timestamp: string;
  nonce: string;
}

export function callbackListener(options: CallbackOptions): RequestListener {
  const { path, isOpen, refuse } = options;
  return (request, response) => {
    const answer = (status: number, body: string) => {
      const headers = { 'content-type': body.startsWith('<') ? 'application/xml' : 'text/plain; charset=utf-8' };
      response.writeHead(status, status === 200 ? headers : { ...headers, connection: 'close' }).end(body);
    };
    const [pathname, search = ''] = (request.url ?? '/').split('?', 2);
    const query = new URLSearchParams(search);
    if (pathname !== path) return answer(404, 'nothing is here');
    if (request.method !== 'GET' && request.method !== 'POST') return answer(405, 'only GET and POST');
    if (!isOpen()) return answer(503, 'not open now');
    const work = request.method === 'GET' ? checkAddress(options, query) : receiveBody(options, query, request);
    work.then(
      (body) => answer(200, body),
      (error: unknown) => {
        // Anybody can send what is refused; only what the platform signed can fail otherwise.
        const refused = error instanceof CallbackRefused;
        refuse(refused ? `a callback was refused: ${error.message}` : 'a callback failed');
        answer(refused ? 401 : 500, refused ? 'refused' : 'failed');
      },
    );
  };
}

function signatureOf({ now }: CallbackOptions, query: URLSearchParams, name: string): Signature {
  const [signature = '', timestamp = '', nonce = ''] = [name, 'timestamp', 'nonce'].map(
    (each) => query.get(each) ?? '',
  );
  if (!(Math.abs(now().getTime() / 1000 - Number(timestamp)) <= windowSeconds))
    throw new CallbackRefused('signed at another time than now; is the clock of this machine right?');
  return { signature, timestamp, nonce };
}

function verify({ crypto }: CallbackOptions, { signature, timestamp, nonce }: Signature, encrypted?: string): void {
  if (!crypto.isSigned(signature, timestamp, nonce, encrypted))
    throw new CallbackRefused('the signature is wrong; is the token that of the console?');
}

/** The platform's check of the address: its text in plain words. */
async function checkAddress(options: CallbackOptions, query: URLSearchParams): Promise<string> {
  const echo = query.get('echostr') ?? '';
  if (options.plainCheck) {
    verify(options, signatureOf(options, query, 'signature'));
    return echo;
  }
  verify(options, signatureOf(options, query, 'msg_signature'), echo);
  return options.crypto.decrypt(echo);
}

async function receiveBody(
  options: CallbackOptions,
  query: URLSearchParams,
  request: IncomingMessage,
): Promise<string> {
  const signature = signatureOf(options, query, 'msg_signature');
  const body = await readBody(request, maxBodyBytes);
  if (!body) throw new CallbackRefused('too long');
  const { Encrypt: encrypted } = readFields(body.toString('utf8'));
  // What is not encrypted is signed by nobody who knows the key.
  if (!encrypted) throw new CallbackRefused('not encrypted; choose 安全模式 in the console');
  verify(options, signature, encrypted);
  const reply = await options.receive(readFields(options.crypto.decrypt(encrypted)));
  return reply ? encryptedReply(options, writeFields(reply)) : options.noReply;
}

function encryptedReply({ crypto, now }: CallbackOptions, reply: string): string {
  const encrypted = crypto.encrypt(reply);
  const [timestamp, nonce] = [Math.floor(now().getTime() / 1000), randomBytes(8).toString('hex')];
  return writeFields({
    Encrypt: encrypted,
    MsgSignature: crypto.sign(String(timestamp), nonce, encrypted),
    TimeStamp: timestamp,
    Nonce: nonce,
  });
}
