/** The door to Slack with what the program lends it: a place on the port for HTTP mode, and the operator's ear. */
import type { DoorContext, SlackSettings } from '../../src/model/door.ts';
import { Slack } from './slack.ts';

export function openSlack(settings: SlackSettings, { mount, warn: note, now }: DoorContext): Slack {
  const slack = new Slack({ ...settings, now, report: (error) => note(String(error)) });
  // Below it nothing else is; /slack/events is what Slack is told.
  if (slack.listener) mount?.('/slack', slack.listener);
  return slack;
}
