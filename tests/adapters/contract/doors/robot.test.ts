/** The robot door passes the contract tests for each platform. */
import { openRig } from '../../robot/rig.ts';
import { testContract } from '../contract.ts';

await testContract(openRig('wecom'));
await testContract(openRig('dingtalk'));
await testContract(openRig('feishu'));
