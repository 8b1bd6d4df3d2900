/** Reads the events that DingTalk sends to the robot: messages, from which DingTalk has taken the mention, and groups that it was put into. */
import { z } from 'zod';
import type { Message } from '../../src/model/message.ts';
import { readInstant } from '../shared/instant.ts';
import type { StreamEvent } from './stream.ts';

/** https://open.dingtalk.com/document/orgapp/receive-message */
const Data = z.object({
  msgId: z.string().min(1),
  conversationId: z.string().min(1),
  conversationType: z.enum(['1', '2']),
  senderId: z.string().min(1),
  /** Of a member of the enterprise. */
  senderStaffId: z.string().optional(),
  senderNick: z.string().optional(),
  createAt: z.unknown().optional(),
  msgtype: z.string(),
  text: z.object({ content: z.string() }).optional(),
  content: z
    .object({
      /** Of a voice message. */
      recognition: z.string().optional(),
      richText: z.array(z.object({ text: z.string().optional() })).optional(),
    })
    .optional(),
  sessionWebhook: z.string().optional(),
  sessionWebhookExpiredTime: z.number().optional(),
});

export interface Received {
  message: Message;
  /** Where an answer can be posted without a token, and until when. */
  webhook?: { address: string; untilMs: number };
}

/** Undefined where it is none. */
export function readMessage(raw: unknown, door: string, now: Date): Received | undefined {
  const { data } = Data.safeParse(raw);
  if (!data) return undefined;
  const { content, sessionWebhook: address, sessionWebhookExpiredTime: untilMs } = data;
  const words = data.text?.content ?? content?.recognition ?? content?.richText?.map(({ text = '' }) => text).join('');
  const user = data.senderStaffId ?? data.senderId;
  const direct = data.conversationType === '1';
  const message: Message = {
    id: data.msgId,
    door,
    channel: direct ? user : data.conversationId,
    direct,
    user,
    ...(data.senderNick ? { userName: data.senderNick } : {}),
    at: readInstant(Number(data.createAt), now),
    content: words === undefined ? { type: 'text', text: '', wordless: true } : { type: 'text', text: words.trim() },
  };
  return { message, ...(address && untilMs ? { webhook: { address, untilMs } } : {}) };
}

/** https://open.dingtalk.com/document/development/install-cool-application-events-in-the-group */
const Entry = z.object({
  openConversationId: z.string().min(1),
  robotCode: z.string(),
  operator: z.string().min(1),
});
const EntryHeaders = z.object({
  eventType: z.literal('im_cool_app_install'),
  eventId: z.string().min(1),
  eventBornTime: z.unknown().optional(),
});

/**
 * Somebody has installed the 群聊酷应用 that brings this robot into a group; no event is sent for a robot that was added alone.
 * Undefined where it is another event, or another robot's.
 */
export function readEntry(
  { headers, data }: StreamEvent,
  door: string,
  { robotCode, now }: { robotCode: string; now: () => Date },
): Received | undefined {
  const header = EntryHeaders.safeParse(headers).data;
  const entry = Entry.safeParse(data).data;
  if (!header || entry?.robotCode !== robotCode) return undefined;
  const { openConversationId: channel, operator: user } = entry;
  const at = readInstant(Number(header.eventBornTime), now());
  return { message: { id: header.eventId, door, channel, direct: false, user, at, content: { type: 'visit' } } };
}
