/** A stand-in of the group robots of WeCom, DingTalk and Feishu: one server, which answers as each of them does. */
import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Refusal, Shown } from '../contract/rig.ts';
import { fileIn, readBody } from '../read-form.ts';

export type PlatformName = 'wecom' | 'dingtalk' | 'feishu';

export interface Robots {
  origin: string;
  shown: Shown[];
  files: { robot: string; name: string; bytes: Buffer }[];
  /** The next file is refused. */
  refusesFile: boolean;
  /** Of the next post. */
  refusal: Refusal | undefined;
  /** Wanted of each post to DingTalk and Feishu. */
  secret?: string;
  keyword?: string;
  /** Posts taken in a minute by one robot; DingTalk then blocks it for ten. */
  perMinute: number;
  /** In milliseconds; the platforms' own clock. */
  nowMs: () => number;
  /** Path and query of each request that was no post. */
  gets: string[];
  /** Called for each message that people see, with what names the robot. */
  onShow: (robot: string, text: string) => void;
  close: () => Promise<void>;
}

export const paths: Record<PlatformName, string> = {
  wecom: '/cgi-bin/webhook/send?key=11111111-KEY-of-the-robot',
  dingtalk: '/robot/send?access_token=22222222TOKENoftherobot',
  feishu: '/open-apis/bot/v2/hook/33333333-HOOK-of-the-robot',
};

const hourMs = 3_600_000;
const sign = (key: string, text: string) => createHmac('sha256', key).update(text).digest('base64');
const bytes = (text: string) => Buffer.byteLength(text, 'utf8');

interface Body {
  msgtype?: string;
  text?: { content: string };
  markdown?: { text: string };
  msg_type?: string;
  timestamp?: string;
  sign?: string;
  file?: { media_id?: string };
  content?: { post?: { zh_cn: { content: { tag: string; text: string }[][] } }; text?: string };
}

/** A code of the platform, or what it shows. */
type Judgement = { code: number; said: string } | Shown;

/** Refused where it has no `<@` left; mentions by `<@id>` are obeyed. */
function wecom(_robots: Robots, url: URL, raw: string): Judgement {
  const { msgtype, text } = JSON.parse(raw) as Body;
  // There may be more than one.
  if (!url.searchParams.get('key')?.startsWith('11111111-KEY-of-the-robot'))
    return { code: 93000, said: 'invalid webhook url, hint: [1]' };
  if (msgtype !== 'text' || !text?.content) return { code: 40008, said: 'invalid message type' };
  if (bytes(text.content) > 2048) return { code: 40058, said: 'text.content exceed max length 2048' };
  return { text: text.content, pings: [...text.content.matchAll(/<@[^>]*>/g)].map(([ping]) => ping) };
}

function dingtalk({ secret, keyword, nowMs }: Robots, url: URL, raw: string): Judgement {
  const { msgtype, text, markdown } = JSON.parse(raw) as Body;
  const { timestamp = '', sign: given = '', access_token: token } = Object.fromEntries(url.searchParams);
  if (token !== '22222222TOKENoftherobot') return { code: 300005, said: 'token is not exist' };
  if (secret && Math.abs(nowMs() - Number(timestamp)) > hourMs) return { code: 310000, said: 'invalid timestamp' };
  if (secret && given !== sign(secret, `${timestamp}\n${secret}`)) return { code: 310000, said: 'sign not match' };
  const content = msgtype === 'markdown' ? markdown?.text : text?.content;
  if (!content) return { code: 400105, said: 'unsupported msgtype' };
  if (keyword && !content.includes(keyword)) return { code: 310000, said: 'keywords not in content' };
  if (bytes(raw) > 20_000) return { code: 460101, said: 'message too long' };
  return { text: content, pings: [] };
}

function feishu({ secret, keyword, nowMs }: Robots, url: URL, raw: string): Judgement {
  const body = JSON.parse(raw) as Body;
  if (!url.pathname.endsWith('33333333-HOOK-of-the-robot'))
    return { code: 19001, said: 'param invalid: incoming webhook access token invalid' };
  const stale = Math.abs(nowMs() - Number(body.timestamp) * 1000) > hourMs;
  if (secret && (stale || body.sign !== sign(`${body.timestamp}\n${secret}`, '')))
    return { code: 19021, said: 'sign match fail or timestamp is not within one hour from current time' };
  if (bytes(raw) > 20 * 1024) return { code: 9499, said: 'Bad Request' };
  const lines = body.content?.post?.zh_cn.content;
  if (body.msg_type !== 'post' || !lines?.every((line) => line.every(({ tag }) => tag === 'text')))
    return { code: 9499, said: 'Bad Request' };
  const text = lines.map((line) => line.map((element) => element.text).join('')).join('\n');
  if (keyword && !text.includes(keyword)) return { code: 19024, said: 'Key Words Not Found' };
  return { text, pings: [] };
}

const judges: Record<PlatformName, (robots: Robots, url: URL, raw: string) => Judgement> = { wecom, dingtalk, feishu };

/** What the platform says for each kind of refusal. */
const refusals: Record<PlatformName, Record<'gone' | 'refused' | 'tooMany', { code: number; said: string }>> = {
  wecom: {
    gone: { code: 93000, said: 'invalid webhook url' },
    refused: { code: -1, said: 'system busy' },
    tooMany: { code: 45009, said: 'api freq out of limit' },
  },
  dingtalk: {
    gone: { code: 300005, said: 'token is not exist' },
    refused: { code: -1, said: '系统繁忙' },
    tooMany: { code: 130101, said: 'send too fast, exceed 20 times per minute' },
  },
  feishu: {
    gone: { code: 19001, said: 'param invalid: incoming webhook access token invalid' },
    refused: { code: -1, said: 'system busy' },
    tooMany: { code: 11232, said: 'frequency limited' },
  },
};

const platformOf = (path: string): PlatformName =>
  path.startsWith('/cgi-bin/') ? 'wecom' : path.startsWith('/robot/') ? 'dingtalk' : 'feishu';

/** Posts of each robot within a minute, and until when it is blocked. */
class Rates {
  #posts = new Map<string, number[]>();
  #blockedUntil = new Map<string, number>();

  isTooFast(platform: PlatformName, robot: string, { perMinute, nowMs }: Robots): boolean {
    const now = nowMs();
    const recent = (this.#posts.get(robot) ?? []).filter((at) => now - at < 60_000);
    this.#posts.set(robot, [...recent, now]);
    if (recent.length >= perMinute) this.#blockedUntil.set(robot, now + (platform === 'dingtalk' ? 600_000 : 60_000));
    return now < (this.#blockedUntil.get(robot) ?? 0);
  }
}

const codeBody = (platform: PlatformName, { code, said }: { code: number; said: string }) =>
  JSON.stringify(platform === 'feishu' ? { code, msg: said, data: {} } : { errcode: code, errmsg: said });

/** Uploads to robots of WeCom: each is known to its own robot alone. */
class Media {
  readonly #uploaded = new Map<string, { robot: string; name: string; bytes: Buffer }>();

  upload(robots: Robots, url: URL, file: { name: string; bytes: Buffer } | undefined): object {
    const robot = url.searchParams.get('key') ?? '';
    if (!robot.startsWith('11111111-KEY-of-the-robot')) return { errcode: 93000, errmsg: 'invalid webhook url' };
    if (url.searchParams.get('type') !== 'file' || !file || file.bytes.length < 5)
      return { errcode: 40004, errmsg: 'invalid media' };
    if (robots.refusesFile) {
      robots.refusesFile = false;
      return { errcode: 40006, errmsg: 'invalid media size' };
    }
    const media_id = randomUUID();
    this.#uploaded.set(media_id, { robot, ...file });
    return { errcode: 0, errmsg: 'ok', type: 'file', media_id, created_at: '1380000000' };
  }

  post(robots: Robots, robot: string, { file }: Body): object {
    const media = this.#uploaded.get(file?.media_id ?? '');
    if (media?.robot !== robot) return { errcode: 40007, errmsg: 'invalid media_id' };
    robots.files.push(media);
    return { errcode: 0, errmsg: 'ok' };
  }
}

export async function openRobots(): Promise<Robots> {
  const rates = new Rates();
  const media = new Media();
  const noPage = (request: IncomingMessage, response: ServerResponse) => {
    robots.gets.push(request.url ?? '');
    response.writeHead(404, { date: new Date(robots.nowMs()).toUTCString() }).end();
  };
  const takePost = async (request: IncomingMessage, response: ServerResponse) => {
    const { text: raw, form } = await readBody(request);
    const url = new URL(request.url ?? '/', 'http://robots');
    const json = (body: object) =>
      void response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
    if (url.pathname === '/cgi-bin/webhook/upload_media')
      return json(media.upload(robots, url, await fileIn(form, 'media')));
    const platform = platformOf(url.pathname);
    const robot = url.searchParams.get('key') ?? platform;
    if (platform === 'wecom' && (JSON.parse(raw) as Body).msgtype === 'file')
      return json(media.post(robots, robot, JSON.parse(raw) as Body));
    const { refusal } = robots;
    robots.refusal = undefined;
    // The gateway in front of the platform says it with a status.
    if (refusal === 'slow-down') return void response.writeHead(429, { 'retry-after': '2' }).end();
    const judge = (): Judgement => {
      if (refusal === 'gone' || refusal === 'refused') return refusals[platform][refusal];
      if (rates.isTooFast(platform, robot, robots)) return refusals[platform].tooMany;
      return judges[platform](robots, url, raw);
    };
    const judged = judge();
    if (!('code' in judged)) {
      robots.shown.push(judged);
      robots.onShow(robot, judged.text);
    }
    if (refusal === 'no-answer') return void request.socket.destroy();
    const code = 'code' in judged ? judged : { code: 0, said: 'ok' };
    response.setHeader('content-type', 'application/json').end(codeBody(platform, code));
  };
  const server = createServer((request, response) =>
    request.method === 'GET' ? noPage(request, response) : takePost(request, response),
  ).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const robots: Robots = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    shown: [],
    files: [],
    refusesFile: false,
    refusal: undefined,
    perMinute: Number.POSITIVE_INFINITY,
    nowMs: Date.now,
    gets: [],
    onShow: () => {},
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return robots;
}
