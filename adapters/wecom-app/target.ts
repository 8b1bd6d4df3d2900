/** Whom a channel of WeCom is: a member, a department or a tag. */
import type { ChannelId } from '../../src/model/message.ts';

/** Undefined where it is none; `@all` would write to the whole enterprise. */
export function targetOf(channel: ChannelId): Record<string, string> | undefined {
  const [, kind, id] = /^(party|tag):(\d{1,10})$/.exec(channel) ?? [];
  if (kind && id) return { [`to${kind}`]: id };
  return /^[A-Za-z0-9][\w.@-]{0,63}$/.test(channel) ? { touser: channel } : undefined;
}
