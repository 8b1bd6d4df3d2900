/** How each chat door is set up, for a service that has none. */
import { type Fault, faultIn } from '../model/fault.ts';
import { serviceText } from './messages.ts';

export const chatDoorSetup: readonly Fault[] = [
  faultIn('Slack', serviceText('slackSetup')),
  faultIn('WeChat', serviceText('wechatSetup')),
];
