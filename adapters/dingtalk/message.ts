/** Reads a message to the robot of DingTalk; the mention has been taken out by DingTalk. */
import { z } from 'zod';
import type { Message } from '../../src/model/message.ts';
import { readInstant } from '../shared/instant.ts';

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
