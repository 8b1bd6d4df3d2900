/** The intelligent robot of WeCom signs the contract. */
import { openRig } from '../../wecom/rig.ts';
import { signContract } from '../contract.ts';

await signContract(openRig);
