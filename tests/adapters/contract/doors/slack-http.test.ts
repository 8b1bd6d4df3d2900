/** Slack over HTTP signs the contract: signed requests in, the Web API out. */
import { openRig } from '../../slack/stand-in/rig.ts';
import { signContract } from '../contract.ts';

await signContract(openRig('http', 'reactions'));
