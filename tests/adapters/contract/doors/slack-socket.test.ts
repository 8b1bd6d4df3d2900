/** Slack over Socket Mode signs the contract: envelopes in over a WebSocket, the Web API out. */
import { openRig } from '../../slack/stand-in/rig.ts';
import { signContract } from '../contract.ts';

await signContract(openRig('socket', 'buttons'));
