/** The robot of Feishu passes the contract tests. */
import { openRig } from '../../feishu/rig.ts';
import { testContract } from '../contract.ts';

await testContract(openRig);
