/** An application in WeCom passes the contract tests. */
import { openRig } from '../../callback/rig.ts';
import { testContract } from '../contract.ts';

await testContract(openRig('application'));
