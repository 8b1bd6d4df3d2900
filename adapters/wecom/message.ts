/** Reads the callbacks of an intelligent robot: texts with the mention removed, buttons, judgements, somebody who enters the chat. */
import { z } from 'zod';
import type { Message } from '../../src/model/message.ts';
import { readInstant } from '../shared/instant.ts';
import { cardOfTask } from './buttons.ts';

const text = z.object({ content: z.string() });
/** https://developer.work.weixin.qq.com/document/path/100719 (messages), /101027 (events). */
const Body = z.object({
  msgid: z.string().min(1),
  chatid: z.string().optional(),
  chattype: z.enum(['single', 'group']).optional(),
  from: z.object({ userid: z.string().min(1) }),
  create_time: z.unknown().optional(),
  msgtype: z.string(),
  text: text.optional(),
  /** Speech is delivered as text. */
  voice: text.optional(),
  mixed: z.object({ msg_item: z.array(z.object({ text: text.optional() })) }).optional(),
  event: z
    .object({
      eventtype: z.string(),
      template_card_event: z.object({ event_key: z.string(), task_id: z.string() }).optional(),
      feedback_event: z.object({ id: z.string(), type: z.number() }).optional(),
    })
    .optional(),
});
type Callback = z.infer<typeof Body>;

export const isKick = (body: unknown): boolean => Body.safeParse(body).data?.event?.eventtype === 'disconnected_event';

const wordless = new Set(['image', 'file', 'video', 'mixed']);
const judgements: Readonly<Record<number, boolean>> = { 1: true, 2: false };

/** WeCom delivers only what mentions the robot, and not how it is called: its configured name, else the first mention. */
function withoutMention(text: string, name: string): string {
  const at = text.indexOf(`@${name}`);
  if (at < 0) return text.replace(/^@\S+\s+/, '');
  const after = text.slice(at + name.length + 1).replace(/^[\s\u2005]/, '');
  return `${text.slice(0, at)}${after}`;
}

function contentOf(body: Callback, name: string): Message['content'] | undefined {
  const { event, msgtype, mixed } = body;
  const { template_card_event: pressed, feedback_event: judged } = event ?? {};
  if (pressed) return { type: 'press', card: cardOfTask(pressed.task_id), question: pressed.event_key };
  if (judged) {
    const useful = judgements[judged.type];
    return useful === undefined ? undefined : { type: 'feedback', card: judged.id, useful };
  }
  if (event) return event.eventtype === 'enter_chat' ? { type: 'visit' } : undefined;
  const spoken =
    body.text?.content ?? body.voice?.content ?? mixed?.msg_item.map((item) => item.text?.content ?? '').join('');
  const words = body.chattype === 'group' ? withoutMention(spoken ?? '', name) : (spoken ?? '');
  if (words.trim()) return { type: 'text', text: words.trim() };
  // A mention without words is a question for help.
  if (spoken !== undefined && !wordless.has(msgtype)) return { type: 'text', text: words.trim() };
  return { type: 'text', text: '', wordless: true };
}

/** Undefined where nobody said anything. `name`: how the robot is called. */
export function readCallback(raw: unknown, { door, name, now }: { door: string; name: string; now: Date }) {
  const { data: body } = Body.safeParse(raw);
  const content = body && contentOf(body, name);
  if (!body || !content) return undefined;
  const user = body.from.userid;
  const isGroup = body.chattype === 'group' && body.chatid !== undefined;
  const message: Message = {
    id: body.msgid,
    door,
    channel: isGroup ? body.chatid! : user,
    direct: !isGroup,
    user,
    at: readInstant(Number(body.create_time) * 1000, now),
    content,
  };
  return message;
}
