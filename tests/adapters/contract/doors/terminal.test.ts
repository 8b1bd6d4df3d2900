/** The terminal passes the contract tests. */
import { testContract } from '../contract.ts';
import { openTerminal } from './terminal-rig.ts';

await testContract(openTerminal);
