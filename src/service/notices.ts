/** What the service tells an operator at its start: missing doors, a first invitation, missing holidays. */
import { type Calendar, missingYear } from '../digest/calendar/working-days.ts';
import type { Fault } from '../model/fault.ts';
import type { DayNumber } from '../shared/day.ts';

export const chatDoorSetup: readonly Fault[] = [
  {
    file: 'Slack',
    place: '',
    message:
      'SLACK_BOT_TOKEN and SLACK_APP_TOKEN (Socket Mode), or SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET (HTTP): create an app at api.slack.com/apps from adapters/slack/manifest.yaml; docs/slack.md shows each click',
  },
  {
    file: 'WeChat',
    place: '',
    message:
      'QINZHI_WECHAT_PUPPET and QINZHI_WECHAT_TOKEN, and npm install wechaty@1.20.2: the token comes from a puppet service; docs/wechat.md says which is realistic',
  },
];

export const nothingToDo =
  'There is nothing to run: no chat door is configured, and there is no subscription. To be asked in chats it needs one of the doors below; to send digests without, subscribe a webhook first (`qinzhi subscriptions add --help`); `qinzhi chat` tries it here and now.';

export const onlyDigests =
  'No chat door is configured: digests are sent, and nobody is heard. Slack needs SLACK_BOT_TOKEN (docs/slack.md), WeChat QINZHI_WECHAT_PUPPET (docs/wechat.md).';

export const inviteNote = (code: string) =>
  `There is no admin yet. Whoever sends “认领 ${code}” (or “pair ${code}”) to the assistant in a direct chat within 24 hours becomes one. Another code: qinzhi admin invite`;

export function missingHolidaysNotice(calendar: Calendar, today: DayNumber, folder: string): string | undefined {
  const year = missingYear(calendar, today);
  if (year === undefined) return undefined;
  return `The days off of ${year} are not known: weekdays are counted. Update chinese-days, or put them into ${folder}.`;
}
