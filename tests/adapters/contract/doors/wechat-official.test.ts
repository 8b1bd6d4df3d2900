/** An official account signs the contract: a verified one with 客服消息, and one that can only answer passively. */
import { openRig } from '../../callback/rig.ts';
import { signContract } from '../contract.ts';

await signContract(openRig('verified'));
await signContract(openRig('unverified'));
