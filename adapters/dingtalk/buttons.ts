/** The choices of a card as an action card of DingTalk, whose buttons say the question in the name of who presses them. */
import type { Card, Choice } from '../../src/model/card.ts';

export interface ActionCard {
  title: string;
  buttons: { title: string; url: string }[];
}

/** https://open.dingtalk.com/document/orgapp/types-of-messages-sent-by-robots: templates for one to five buttons below each other. */
const maxButtons = 5;
const maxLabel = 20;
/** The text of an action card is Markdown. */
const isMarkup = /[\\`*_~[\]<>#|&@\n]/;

const sends = (question: string) => `dtmd://dingtalkclient/sendMessage?content=${encodeURIComponent(question)}`;

const fits = ({ label, question }: Choice) =>
  label.trim() !== '' && label.length <= maxLabel && !isMarkup.test(label) && sends(question).length <= 1_000;

/** Undefined where there are none, or they don't fit: they stand in the text then. */
export function actionCardOf({ choices, choicesLabel = '……' }: Card): ActionCard | undefined {
  if (!choices.length || choices.length > maxButtons || !choices.every(fits) || isMarkup.test(choicesLabel))
    return undefined;
  return {
    title: choicesLabel,
    buttons: choices.map(({ label, question }) => ({ title: label, url: sends(question) })),
  };
}

/** As a session webhook takes it. */
export const forWebhook = ({ title, buttons }: ActionCard): object => ({
  msgtype: 'actionCard',
  actionCard: {
    title,
    text: title,
    btnOrientation: '0',
    btns: buttons.map((button) => ({ title: button.title, actionURL: button.url })),
  },
});

/** As the API takes it: a template for each number of buttons. */
export function forApi({ title, buttons }: ActionCard): { msgKey: string; msgParam: string } {
  const [only] = buttons;
  const params =
    buttons.length === 1
      ? { singleTitle: only!.title, singleURL: only!.url }
      : Object.fromEntries(
          buttons.flatMap((button, at) => [
            [`actionTitle${at + 1}`, button.title],
            [`actionURL${at + 1}`, button.url],
          ]),
        );
  const msgKey = `sampleActionCard${buttons.length === 1 ? '' : buttons.length}`;
  return { msgKey, msgParam: JSON.stringify({ title, text: title, ...params }) };
}
