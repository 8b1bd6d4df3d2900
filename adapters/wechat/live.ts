/** What the account sees of its groups and contacts, asked of the puppet. */
import type { Live } from './groups.ts';
import type { Puppet } from './session.ts';

/** @param fresh groups whose name was asked anew since the login; a puppet may keep names on disk for weeks */
export function liveView(puppet: Puppet, fresh: Set<string>): Live {
  const topicOf = async (address: string): Promise<string | undefined> => {
    if (!(await puppet.roomList()).includes(address)) return undefined;
    if (!fresh.has(address)) {
      await puppet.roomPayloadDirty(address);
      fresh.add(address);
    }
    const { topic, memberIdList } = await puppet.roomPayload(address);
    // Some puppets tell of groups that the account was removed from; some tell of no members at all.
    return memberIdList.length && !memberIdList.includes(puppet.currentUserId) ? undefined : topic.trim();
  };
  return {
    topicOf,
    named: async (topic) => {
      const found: string[] = [];
      for (const address of await puppet.roomSearch({ topic }))
        if ((await topicOf(address)) === topic) found.push(address);
      return found;
    },
    isContact: async (id) => (await puppet.contactList()).includes(id),
  };
}
