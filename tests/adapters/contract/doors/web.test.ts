/** The page passes the contract tests, with its scripts and without. */
import { openWeb } from '../../web/rig.ts';
import { testContract } from '../contract.ts';

await testContract(openWeb(true));
await testContract(openWeb(false));
