/** Reads the events of Feishu: messages with the mention removed, buttons, the form, chats that are entered or left. */
import { z } from 'zod';
import type { Message } from '../../src/model/message.ts';
import { readInstant } from '../shared/instant.ts';
import { formName } from './form.ts';

const Mention = z.object({
  key: z.string(),
  id: z.object({ open_id: z.string().optional() }).optional(),
  name: z.string().optional(),
});

/** https://open.feishu.cn/document/server-docs/im-v1/message/events/receive */
const MessageEvent = z.object({
  sender: z.object({ sender_id: z.object({ open_id: z.string().min(1) }), sender_type: z.string() }),
  message: z.object({
    message_id: z.string().min(1),
    thread_id: z.string().optional(),
    create_time: z.unknown().optional(),
    chat_id: z.string().min(1),
    chat_type: z.string(),
    message_type: z.string(),
    content: z.string(),
    mentions: z.array(Mention).optional(),
  }),
});
type MessageEvent = z.infer<typeof MessageEvent>;

const Post = z.object({
  text: z.string().optional(),
  title: z.string().optional(),
  content: z
    .array(z.array(z.object({ tag: z.string(), text: z.string().optional(), user_id: z.string().optional() })))
    .optional(),
});

/** Texts and posts; all else is a file, a picture, a voice message. */
function wordsOf({ message_type: type, content }: MessageEvent['message']): string | undefined {
  if (type !== 'text' && type !== 'post') return undefined;
  const { data } = Post.safeParse(objectIn(content));
  if (!data) return undefined;
  if (data.text !== undefined) return data.text;
  const lines = (data.content ?? []).map((line) =>
    line.map(({ tag, text = '', user_id: user = '' }) => (tag === 'at' ? user : text)).join(''),
  );
  return [data.title ?? '', ...lines].filter(Boolean).join('\n');
}

function objectIn(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}

/** A mention is written as a key, such as @_user_1; ours is taken out with the space after it, others get their names back. */
function withNames(words: string, mentions: MessageEvent['message']['mentions'] = [], me: string): string {
  return words.replace(/(@_user_\d+|@_all)([\s\u2005]?)/g, (_, key: string, space: string) => {
    const found = mentions.find((one) => one.key === key);
    if (found?.id?.open_id === me) return '';
    return `@${key === '@_all' ? '所有人' : (found?.name ?? '')}${space}`;
  });
}

interface Received {
  message: Message;
  /** It mentions us, or is said to us alone. */
  isForUs: boolean;
}

/** `me`: the id by which we are mentioned. Undefined where no person said anything. */
export function readMessage(
  raw: unknown,
  { door, me, now }: { door: string; me: string; now: Date },
): Received | undefined {
  const { data } = MessageEvent.safeParse(raw);
  if (data?.sender.sender_type !== 'user' || data.message.message_type === 'system') return undefined;
  const { message: received, sender } = data;
  const words = wordsOf(received);
  const direct = received.chat_type === 'p2p';
  const message: Message = {
    id: received.message_id,
    door,
    channel: received.chat_id,
    ...(received.thread_id ? { thread: received.thread_id } : {}),
    direct,
    user: sender.sender_id.open_id,
    at: readInstant(Number(received.create_time), now),
    content:
      words === undefined
        ? { type: 'text', text: '', wordless: true }
        : { type: 'text', text: withNames(words, received.mentions, me).trim() },
  };
  const isForUs = direct || Boolean(received.mentions?.some(({ id }) => id?.open_id === me));
  return { message, isForUs };
}

/** What a button of ours bears. */
export type ButtonValue =
  | { do: 'ask'; card: string; question: string; thread?: string }
  | { do: 'judge'; card: string; useful: boolean; thread?: string };

const Value = z.discriminatedUnion('do', [
  z.object({ do: z.literal('ask'), card: z.string(), question: z.string(), thread: z.string().optional() }),
  z.object({ do: z.literal('judge'), card: z.string(), useful: z.boolean(), thread: z.string().optional() }),
]);

/** https://open.feishu.cn/document/feishu-cards/card-callback-communication */
const ActionEvent = z.object({
  event_id: z.string().min(1),
  operator: z.object({ open_id: z.string().min(1) }),
  action: z.object({
    name: z.string().optional(),
    value: z.unknown().optional(),
    form_value: z.record(z.string(), z.unknown()).optional(),
  }),
  context: z.object({ open_message_id: z.string().min(1), open_chat_id: z.string().min(1) }),
});

export interface Pressed {
  id: string;
  user: string;
  chat: string;
  /** The message of ours with the button. */
  shown: string;
  value: ButtonValue | undefined;
  /** Of a submitted form. */
  fields: Record<string, unknown> | undefined;
}

export function readAction(raw: unknown): Pressed | undefined {
  const { data } = ActionEvent.safeParse(raw);
  if (!data) return undefined;
  const { name, value, form_value } = data.action;
  const fields = name === formName ? form_value : undefined;
  return {
    id: data.event_id,
    user: data.operator.open_id,
    chat: data.context.open_chat_id,
    shown: data.context.open_message_id,
    value: Value.safeParse(value).data as ButtonValue | undefined,
    fields,
  };
}

const UserId = z.object({ open_id: z.string().min(1) });
/** A person who opens the chat with us, or the person who put us into a group. */
const EntryEvent = z.object({
  event_id: z.string().min(1),
  chat_id: z.string().min(1),
  operator_id: UserId,
  last_message_id: z.string().optional(),
});

/** The first visit to a direct chat; a group that we were added to. Undefined where it is no first time. */
export function readEntry(raw: unknown, door: string, direct: boolean, now: Date): Message | undefined {
  const { data } = EntryEvent.safeParse(raw);
  if (!data || (direct && data.last_message_id)) return undefined;
  const { event_id: id, chat_id: channel, operator_id: operator } = data;
  return { id, door, channel, direct, user: operator.open_id, at: now, content: { type: 'visit' } };
}

export const readRecalled = (raw: unknown): string | undefined =>
  z.object({ message_id: z.string() }).safeParse(raw).data?.message_id;
