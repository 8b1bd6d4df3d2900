/** The webhook door passes the contract tests, with a receiver that knows keys and one that does not. */
import { openRig } from '../../webhook/rig.ts';
import { testContract } from '../contract.ts';

await testContract(openRig(false));
await testContract(openRig(true));
