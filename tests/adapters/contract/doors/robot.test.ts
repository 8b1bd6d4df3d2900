/** The robot door signs the contract for each platform. */
import { openRig } from '../../robot/rig.ts';
import { signContract } from '../contract.ts';

await signContract(openRig('wecom'));
await signContract(openRig('dingtalk'));
await signContract(openRig('feishu'));
