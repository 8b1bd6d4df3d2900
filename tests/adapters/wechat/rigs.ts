/** The WeChat door on the official mock puppet, and through the official gRPC server and client, as a paid token would have it. */
import { rmSync } from 'node:fs';
import type { Rig } from '../contract/rig.ts';
import { homeFolder, temporaryFolder } from './quick-options.ts';
import { wechatRig } from './rig.ts';
import { freePort, serve, servicePuppet } from './stage/puppet-server.ts';
import { Stage } from './stage/stage.ts';

const remove = (folder: string) => rmSync(folder, { recursive: true, force: true });

export async function openMock(): Promise<Rig> {
  const folder = temporaryFolder();
  return wechatRig({
    name: 'wechat (mock puppet)',
    stage: new Stage(),
    folder,
    options: {},
    close: async () => remove(folder),
  });
}

export async function openService(): Promise<Rig> {
  const stage = new Stage();
  const folder = temporaryFolder();
  // The client keeps what it knows of contacts and groups below the home folder.
  const before = process.env.HOME;
  process.env.HOME = homeFolder();
  const port = await freePort();
  const server = await serve(stage, port);
  return wechatRig({
    name: 'wechat (gRPC puppet service)',
    stage,
    folder,
    options: servicePuppet(port),
    cannot: {
      'bad-input': 'the messages of the puppet service hold a time as a number of seconds, which is always readable',
    },
    close: async () => {
      await server.stop();
      process.env.HOME = before;
      remove(folder);
    },
  });
}
