/** Every platform as the chaos of doors uses it: what people ask, what they were shown, and the faults it can have. */
import { type RequestListener, request } from 'node:http';
import { openAtHand } from '../../tests/adapters/slack/stand-in/rig.ts';
import { look } from '../../tests/adapters/slack/stand-in/screen.ts';
import { freePort, serve, servicePuppet } from '../../tests/adapters/wechat/stage/puppet-server.ts';
import { mentionOf, Stage } from '../../tests/adapters/wechat/stage/stage.ts';
import { type Platform, platforms } from './platforms.ts';

export interface ChaosPlatform {
  name: string;
  /** By what the nth group or person is sent to; absent = nobody can be. */
  channel?: (n: number) => string;
  /** The door can learn whether a digest whose answer was lost has arrived. */
  knowsWhatArrived: boolean;
  /** Somebody asks. @returns where the answer is shown, by the key of `shown`; absent = nobody can */
  ask?: (nth: number, text: string) => string | Promise<string>;
  /** Texts by the channel, or by what `ask` returned, in the order of their showing. */
  shown: () => ReadonlyMap<string, readonly string[]>;
  refuseNext: (refusal: 'refused' | 'no-answer') => void;
  /** Ends the connection; absent = there is none. */
  drop?: () => void;
  /** Whether anybody listens to what people say. */
  isHeard: () => boolean;
  env: Record<string, string>;
  close: () => Promise<void>;
}

/** Far from the groups that digests go to. */
const firstAsking = 10_000;

const shownIn: Readonly<Record<string, (n: number) => string>> = {
  dingtalk: (n) => `cid${n}`,
  feishu: (n) => `oc_${n}`,
  wecom: (n) => `wr${n}`,
};

/** Hands a callback to one of the replicas, and to the next where that one is down, as a load balancer does. */
const balance =
  (ports: readonly number[]): RequestListener =>
  async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const { url = '/', method = 'GET', headers } = incoming;
    const attempt = (left: readonly number[]): void => {
      const [port, ...others] = left;
      if (port === undefined) return void outgoing.writeHead(502, { connection: 'close' }).end();
      const passed = request({ host: '127.0.0.1', port, path: url, method, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      passed.once('error', (error: NodeJS.ErrnoException) => {
        // Nobody has taken it; what was taken and not answered is the platform's to try again.
        if (error.code === 'ECONNREFUSED') attempt(others);
        else outgoing.destroy();
      });
      passed.end(Buffer.concat(chunks));
    };
    attempt(Math.random() < 0.5 ? ports : ports.toReversed());
  };

function adapted(platform: Platform, ports: readonly number[]): ChaosPlatform {
  const { name, door, channel, ask, refuseNext, drop, isHeard = () => true, env, close } = platform;
  const shown = new Map<string, string[]>();
  platform.onShow((to, text) => void shown.set(to, [...(shown.get(to) ?? []), text]));
  platform.callTo?.(balance(ports));
  return {
    name,
    ...(channel ? { channel } : {}),
    knowsWhatArrived: door.idempotencyWindowMs !== undefined,
    ...(ask
      ? {
          ask(nth: number, text: string) {
            const [group, person] = [firstAsking + nth, `asks${nth}`];
            ask(group, person, text);
            return shownIn[name]?.(group) ?? person;
          },
        }
      : {}),
    shown: () => shown,
    refuseNext,
    ...(drop ? { drop } : {}),
    isHeard,
    env,
    close,
  };
}

async function slack(groups: number): Promise<ChaosPlatform> {
  const { slack: standIn, close } = await openAtHand('socket', { rooms: groups, patienceMs: 5_000 });
  const room = (n: number) => standIn.rooms[n % standIn.rooms.length]!;
  return {
    name: 'slack',
    channel: (n) => room(n).id,
    knowsWhatArrived: true,
    async ask(nth, text) {
      const { ts, events, tell } = await standIn.write(`<@${standIn.botUserId}> ${text}`, {
        by: 'bob',
        room: room(nth),
      });
      const again = async (): Promise<void> => {
        // Slack sends an event again, up to three times, until it is acknowledged.
        for (let retry = 1; retry <= 3; retry++) for (const event of events) await standIn.deliver(event, { retry });
      };
      void tell().then((became) => (became.some((one) => one.became !== 'acknowledged') ? again() : undefined));
      return `${room(nth).id}:${ts}`;
    },
    shown() {
      const texts = standIn.posted().map((post) => ({
        key: post.thread_ts ? `${post.channel}:${post.thread_ts}` : post.channel,
        text: look(post).text,
      }));
      const byKey = Map.groupBy(texts, ({ key }) => key);
      return new Map([...byKey].map(([key, all]) => [key, all.map(({ text }) => text)]));
    },
    refuseNext: (refusal) =>
      standIn.api.failNext('chat.postMessage', refusal === 'refused' ? { status: 503 } : { noAnswer: true }),
    drop: () => standIn.connections.drop(),
    isHeard: () => standIn.connections.size > 0,
    env: { SLACK_BOT_TOKEN: standIn.botToken, SLACK_APP_TOKEN: standIn.appToken, SLACK_API_URL: standIn.apiUrl },
    close,
  };
}

async function wechat(groups: number): Promise<ChaosPlatform> {
  const stage = new Stage();
  const port = await freePort();
  const server = await serve(stage, port);
  stage.countListeners();
  const { puppet, puppetOptions } = servicePuppet(port);
  const rooms = Array.from({ length: groups }, (_, n) => stage.open(`群${n}`));
  const beating = setInterval(() => stage.beat(), 10_000);
  return {
    name: 'wechat',
    channel: (n) => rooms[n]!.id,
    knowsWhatArrived: false,
    ask(nth, text) {
      const room = stage.open(`问${nth}`);
      stage.say({ in: room, text: `${mentionOf('小助手')}${text}`, mentioned: [stage.self], by: stage.bob });
      return room.id;
    },
    shown() {
      const byRoom = Map.groupBy(stage.posted, ({ to }) => to);
      return new Map([...byRoom].map(([to, all]) => [to, all.map(({ text }) => text)]));
    },
    refuseNext: (refusal) => {
      stage.refusal = refusal;
    },
    isHeard: () => stage.isHeard,
    env: {
      QINZHI_WECHAT_PUPPET: puppet,
      QINZHI_WECHAT_TOKEN: puppetOptions.token,
      QINZHI_WECHAT_ENDPOINT: puppetOptions.endpoint,
      QINZHI_WECHAT_TLS: 'off',
      QINZHI_WECHAT_SPACING_SECONDS: '0-0.1',
      QINZHI_WECHAT_PER_ROOM_MINUTE: '60',
    },
    close: () => {
      clearInterval(beating);
      return server.stop();
    },
  };
}

/** @param groups that digests go to, on each; @param ports of the replicas */
export async function openPlatforms(groups: number, ports: readonly number[]): Promise<ChaosPlatform[]> {
  const opened = await Promise.all(platforms.map((open) => open()));
  return [...opened.map((platform) => adapted(platform, ports)), await slack(groups), await wechat(groups)];
}
