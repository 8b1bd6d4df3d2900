/** The WeChat door signs the contract through the official gRPC server and client, as a paid token would have it. */
import { rmSync } from 'node:fs';
import { temporaryFolder } from '../adapters/wechat/quick-options.ts';
import { wechatRig } from '../adapters/wechat/rig.ts';
import { freePort, serve, servicePuppet } from '../adapters/wechat/serve.ts';
import { Stage } from '../adapters/wechat/stage.ts';
import { signContract } from './contract.ts';

// The client keeps what it knows of contacts and groups below the home folder.
const home = temporaryFolder();
process.env.HOME = home;

await signContract(async () => {
  const stage = new Stage();
  const folder = temporaryFolder();
  const port = await freePort();
  const server = await serve(stage, port);
  return wechatRig({
    name: 'wechat (gRPC puppet service)',
    stage,
    folder,
    options: servicePuppet(port),
    close: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
      rmSync(home, { recursive: true, force: true });
    },
  });
});
