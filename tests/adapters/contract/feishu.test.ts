/** The robot of Feishu signs the contract. */
import { openRig } from '../feishu/rig.ts';
import { signContract } from './contract.ts';

await signContract(openRig);
