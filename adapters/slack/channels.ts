/** Looks up Slack channels: a person's direct chat, memberships, and whether the bot is a member. */

import { errorOf } from './errors.ts';
import type { Poster } from './poster.ts';

const maxChannels = 1_000;

export async function isMember(poster: Poster, channel: string): Promise<boolean> {
  try {
    const found = await poster.call((client) => client.conversations.info({ channel }));
    return found.channel?.is_member === true;
  } catch (error) {
    // Slack's error for a private channel without the bot.
    if (errorOf(error) === 'channel_not_found') return false;
    throw error;
  }
}

/** The visible channels that the person is a member of. */
export async function channelsOf(poster: Poster, user: string): Promise<string[]> {
  const channels: string[] = [];
  let cursor: string | undefined;
  do {
    const types = 'public_channel,private_channel';
    const asked = { user, types, exclude_archived: true, limit: 200, ...(cursor ? { cursor } : {}) };
    const page = await poster.patiently(() => poster.call((client) => client.users.conversations(asked)));
    channels.push(...(page.channels ?? []).flatMap(({ id }) => id ?? []));
    cursor = page.response_metadata?.next_cursor || undefined;
  } while (cursor && channels.length < maxChannels);
  return channels;
}
