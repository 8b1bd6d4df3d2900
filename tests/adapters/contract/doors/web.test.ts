/** The page signs the contract, with its scripts and without. */
import { openWeb } from '../../web/rig.ts';
import { signContract } from '../contract.ts';

await signContract(openWeb(true));
await signContract(openWeb(false));
