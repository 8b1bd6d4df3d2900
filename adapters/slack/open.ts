/** Opens the Slack door from its settings and mounts its HTTP listener. */
import type { DoorContext, SlackSettings } from '../../src/model/door.ts';
import { Slack } from './slack.ts';

export function openSlack(settings: SlackSettings, { mount, warn: note, now }: DoorContext): Slack {
  const slack = new Slack({ ...settings, now, report: (error) => note(String(error)) });
  // The request URL configured in Slack is /slack/events.
  if (slack.listener) mount?.('/slack', slack.listener);
  return slack;
}
