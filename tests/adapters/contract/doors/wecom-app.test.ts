/** An application in WeCom signs the contract. */
import { openRig } from '../../callback/rig.ts';
import { signContract } from '../contract.ts';

await signContract(openRig('application'));
