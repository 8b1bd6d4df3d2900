/** Slack over Socket Mode passes the contract tests: envelopes in over a WebSocket, the Web API out. */
import { openRig } from '../../slack/stand-in/rig.ts';
import { testContract } from '../contract.ts';

await testContract(openRig('socket', 'buttons'));
