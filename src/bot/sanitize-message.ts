/** Sanitizes a message before anything else reads it: a readable time, text and ids of a length and of characters that the store takes. */
import { type Message, maxMessageLength } from '../model/message.ts';

/** An index of PostgreSQL takes 2,700 bytes; no platform has an id as long as this. */
const maxIdLength = 256;
/** A platform whose clock is off by more gives no usable time. */
const maxAheadMs = 24 * 3_600_000;

const isReadable = (at: Date, now: Date) =>
  at instanceof Date && at.getTime() > 0 && at.getTime() <= now.getTime() + maxAheadMs;

/** PostgreSQL refuses U+0000, and a lone surrogate in JSON. */
const clean = (text: string, maxLength: number) =>
  String(text ?? '')
    .trim()
    .slice(0, maxLength)
    .replaceAll('\u0000', '')
    .toWellFormed();

const id = (text: string) => clean(text, maxIdLength);

function contentOf(content: Message['content']): Message['content'] {
  switch (content.type) {
    case 'text':
      return { ...content, text: clean(content.text, maxMessageLength) };
    case 'press':
      return { ...content, card: id(content.card), question: clean(content.question, maxMessageLength) };
    case 'feedback':
      return { ...content, card: id(content.card) };
    case 'visit':
      return content;
  }
}

export interface SanitizedMessage {
  message: Message;
  /** What was unusable, for the log. */
  repaired: 'time' | undefined;
}

/** The message as everything behind may rely on it. A time that can't be read becomes `now`. */
export function sanitizeMessage(message: Message, now: Date): SanitizedMessage {
  const { thread, userName, at } = message;
  const readable = isReadable(at, now);
  return {
    repaired: readable ? undefined : 'time',
    message: {
      ...message,
      id: id(message.id),
      channel: id(message.channel),
      user: id(message.user),
      ...(thread === undefined ? {} : { thread: id(thread) }),
      ...(userName === undefined ? {} : { userName: id(userName) }),
      at: readable ? at : now,
      content: contentOf(message.content),
    },
  };
}
