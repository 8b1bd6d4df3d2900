/** The intelligent robot of WeCom passes the contract tests. */
import { openRig } from '../../wecom/rig.ts';
import { testContract } from '../contract.ts';

await testContract(openRig);
