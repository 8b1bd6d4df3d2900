/** Slack over HTTP passes the contract tests: signed requests in, the Web API out. */
import { openRig } from '../../slack/stand-in/rig.ts';
import { testContract } from '../contract.ts';

await testContract(openRig('http', 'reactions'));
