/** The robot of DingTalk passes the contract tests. */
import { openRig } from '../../dingtalk/rig.ts';
import { testContract } from '../contract.ts';

await testContract(openRig);
