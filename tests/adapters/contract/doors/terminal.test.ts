/** The terminal signs the contract. */
import { signContract } from '../contract.ts';
import { openTerminal } from './terminal-rig.ts';

await signContract(openTerminal);
