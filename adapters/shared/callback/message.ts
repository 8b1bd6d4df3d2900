/** What a callback says: a text, a key of the menu, a new follower, somebody who enters, or something without words. */
import type { Message } from '../../../src/model/message.ts';
import { readInstant } from '../instant.ts';
import type { Fields } from './fields.ts';

const withoutWords = new Set(['image', 'voice', 'video', 'shortvideo', 'file', 'location', 'link']);

/** A new follower is greeted as somebody who says hello. */
const hello = '你好';

/** Undefined where nobody said anything. */
function contentOf({ MsgType = '', Event = '', ...fields }: Fields): Message['content'] | undefined {
  // Of a voice message, where the account has 语音识别 switched on.
  const text = fields.Content ?? fields.Recognition;
  if (MsgType === 'event') {
    const event = Event.toLowerCase();
    if (event === 'subscribe') return { type: 'text', text: hello };
    if (event === 'enter_agent') return { type: 'visit' };
    return event === 'click' && fields.EventKey ? { type: 'text', text: fields.EventKey } : undefined;
  }
  if (text !== undefined) return { type: 'text', text };
  return withoutWords.has(MsgType) ? { type: 'text', text: '', wordless: true } : undefined;
}

/** Events have no id of their own; the platforms advise to tell them apart by person and time. */
const idOf = ({ MsgId, FromUserName, CreateTime, Event = '', EventKey = '' }: Fields) =>
  MsgId || [FromUserName, CreateTime, Event, EventKey].join(':');

export function messageOf(fields: Fields, door: string, now: Date): Message | undefined {
  const { FromUserName: user } = fields;
  const content = contentOf(fields);
  if (!user || !content) return undefined;
  const at = readInstant(Number(fields.CreateTime) * 1000, now);
  return { id: idOf(fields), door, channel: user, direct: true, user, at, content };
}
