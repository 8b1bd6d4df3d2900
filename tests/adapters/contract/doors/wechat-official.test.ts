/** An official account passes the contract tests: a verified one with 客服消息, and one that can only answer passively. */
import { openRig } from '../../callback/rig.ts';
import { testContract } from '../contract.ts';

await testContract(openRig('verified'));
await testContract(openRig('unverified'));
