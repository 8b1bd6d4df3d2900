/** The webhook door signs the contract, with a receiver that knows keys and one that does not. */
import { openRig } from '../../webhook/rig.ts';
import { signContract } from '../contract.ts';

await signContract(openRig(false));
await signContract(openRig(true));
