/** The WeChat door signs the contract on the official mock puppet. */
import { rmSync } from 'node:fs';
import { temporaryFolder } from '../adapters/wechat/quick-options.ts';
import { wechatRig } from '../adapters/wechat/rig.ts';
import { Stage } from '../adapters/wechat/stage.ts';
import { signContract } from './contract.ts';

await signContract(async () => {
  const stage = new Stage();
  const folder = temporaryFolder();
  return wechatRig({
    name: 'wechat (mock puppet)',
    stage,
    folder,
    options: {},
    close: async () => rmSync(folder, { recursive: true, force: true }),
  });
});
