/** The official mock puppet with what it leaves out: a limit, refusals, names in groups, requests of friendship. */
import type { FileBoxInterface } from 'file-box';
import type * as PUPPET from 'wechaty-puppet';
import { PuppetMock } from 'wechaty-puppet-mock';
import type { Stage } from './stage.ts';

export default class StagePuppet extends PuppetMock {
  get #stage(): Stage {
    return this.mocker as Stage;
  }

  override async onStart(): Promise<void> {
    await this.#stage.starting();
    await super.onStart();
  }

  override async messageSendText(to: string, text: string, mentionIds?: string[]): Promise<void> {
    await this.#stage.posting(to, text, mentionIds ?? [], () => super.messageSendText(to, text));
  }

  override async messageSendFile(to: string, file: FileBoxInterface): Promise<void> {
    await this.#stage.sendingFile(to, file.name, await file.toBase64());
  }

  override async roomList(): Promise<string[]> {
    const hidden = this.#stage.hidden();
    return (await super.roomList()).filter((id) => id !== hidden);
  }

  override async roomMemberRawPayload(roomId: string, contactId: string): Promise<PUPPET.payloads.RoomMember> {
    const roomAlias = this.#stage.aliases.get(contactId);
    return { ...(await super.roomMemberRawPayload(roomId, contactId)), ...(roomAlias ? { roomAlias } : {}) };
  }

  override async friendshipRawPayload(id: string): Promise<PUPPET.payloads.Friendship> {
    return this.#stage.requests.get(id)!;
  }

  override async friendshipAccept(id: string): Promise<void> {
    this.#stage.accepted.push(id);
  }
}
