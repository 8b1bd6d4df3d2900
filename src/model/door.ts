/** Settings of the doors, what the program lends them, and the entry of the registry. */
import type { RequestListener } from 'node:http';
import type { AdminDesk } from './admin-desk.ts';
import type { OpenApi } from './api/openapi.ts';
import type { ChannelId } from './message.ts';
import type { PlanReader } from './plan-reader.ts';
import type { Adapter } from './port.ts';

export interface WebhookSettings {
  /** The receiver drops a second POST with the same Idempotency-Key for so long; absent = it does not look at keys. */
  idempotencyWindowMs?: number;
  timeoutMs: number;
}

export interface RobotSettings {
  /** Of private deployments, whose robots may be posted to beside those of the public platforms. */
  origins: readonly string[];
}

export interface WechatOfficialSettings {
  appId: string;
  /** Token and EncodingAESKey of 服务器配置. */
  token: string;
  aesKey: string;
  /** Of a verified account, which may send 客服消息; absent = it only answers passively. */
  secret?: string;
  /** Ends with a slash. */
  apiUrl: string;
}

export interface WecomSettings {
  botId: string;
  secret: string;
  /** How the robot is called in groups: the mention that is taken out of messages. */
  botName: string;
  /** Of WeCom, or of a private deployment. */
  url: string;
}

export interface DingtalkSettings {
  clientId: string;
  clientSecret: string;
  /** Of the robot; the client id where it is the robot of the application itself. */
  robotCode: string;
  /** Ends with a slash. */
  apiUrl: string;
}

export interface FeishuSettings {
  appId: string;
  appSecret: string;
  /** Of Feishu, of Lark, or of a private deployment; ends with a slash. */
  apiUrl: string;
}

export interface WecomAppSettings {
  corpId: string;
  agentId: number;
  secret: string;
  /** Token and EncodingAESKey of 接收消息. */
  token: string;
  aesKey: string;
  /** Ends with a slash. */
  apiUrl: string;
}

export interface WechatSettings {
  /** The package of wechaty, or of a fork of the same shape. */
  module: string;
  /** The package of the puppet. */
  puppet: string;
  puppetOptions: { token?: string; endpoint?: string; authority?: string; tls?: { disable: true } };
  /** For the session of the account and its login code. */
  folder: string;
  /** Whose request to become a friend is accepted: nobody's, everybody's, or of those who name one of these words. */
  friends: 'none' | 'all' | readonly string[];
  pace: { spacingMs: readonly [number, number]; perRoomPerMinute: number };
}

export interface SlackSettings {
  botToken: string;
  /** Socket Mode with an app-level token, or requests signed with the secret. */
  mode: { kind: 'socket'; appToken: string } | { kind: 'http'; signingSecret: string };
  /** Of the Web API; absent = Slack's own. */
  apiUrl?: string;
}

/** One entry a door that has settings; absent = not configured. */
export interface DoorSettings {
  webhook: WebhookSettings;
  robot: RobotSettings;
  wechat?: WechatSettings;
  wechatOfficial?: WechatOfficialSettings;
  wecomApp?: WecomAppSettings;
  wecom?: WecomSettings;
  dingtalk?: DingtalkSettings;
  feishu?: FeishuSettings;
  slack?: SlackSettings;
}

/** A group of a platform whose room ids may change. */
export interface Room {
  /** What the rest of the program calls it; it never changes. */
  channel: ChannelId;
  /** The platform's id of it, as last seen. */
  address: string;
  topic: string;
}

/** What one door remembers of its groups. */
export interface Rooms {
  find(channel: ChannelId): Promise<Room | undefined>;
  findByAddress(address: string): Promise<Room | undefined>;
  findByTopic(topic: string): Promise<Room[]>;
  /** An address belongs to one channel: who is noted last has it. */
  save(room: Room): Promise<void>;
}

export interface DoorContext {
  /** Where a door that prints does so. */
  output: NodeJS.WritableStream;
  /** Told in one line what an operator should see. */
  warn: (line: string) => void;
  /** What the store remembers of the groups of that door. */
  rooms: (door: string) => Rooms;
  now: () => Date;
  /** Gives all requests below a path to a door that is spoken to over HTTP; absent = no port is open (QINZHI_PORT). */
  mount?: (prefix: string, listener: RequestListener) => void;
  /** What the page is made of; absent = there is no page here. */
  site?: Site;
}

/** Answers one request of a browser. `client` is its address, behind trusted proxies too. */
export type Serve = (request: Request, client: string) => Promise<Response>;

export interface Site {
  plans: PlanReader;
  /** Describes the API that stands beside the page. */
  openApi: () => OpenApi;
  /** Absent = there is no store, so nothing to maintain. */
  admin?: AdminDesk;
  /** Path below which everything stands, without a slash at its end; empty at the root. */
  base: string;
  /** Address at which people open the page, without a slash at its end; absent = as the request names it. */
  publicUrl?: string;
  /** Origins whose pages may show the assistant in a frame. */
  embedOrigins: readonly string[];
  /** Gives all requests that no other door has taken to the page. */
  serve: (serve: Serve) => void;
}

/** `undefined` = not configured; nothing of the door has been loaded then. */
type OpenDoor = (settings: DoorSettings, context: DoorContext) => Promise<Adapter | undefined>;

/** An entry of the registry of doors. */
export interface RegisteredDoor {
  open: OpenDoor;
  /** The adapter's `render` without an adapter: it needs no settings, no token and none of the platform's packages. */
  loadRender: () => Promise<Adapter['render']>;
  /** What a person sees of a card, as text, where `render` gives what the platform takes. */
  loadOutline?: () => Promise<Adapter['render']>;
}
