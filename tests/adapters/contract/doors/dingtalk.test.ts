/** The robot of DingTalk signs the contract. */
import { openRig } from '../../dingtalk/rig.ts';
import { signContract } from '../contract.ts';

await signContract(openRig);
