/** The subscribe form (modal): its view, and the command in words that a submission stands for. */
import type { types } from '@slack/bolt';
import { formWords, occasions, subscribeCommand } from '../shared/subscribe-form.ts';
import { escapeText } from './blocks.ts';
import { words } from './strings.ts';

export const modalId = 'qinzhi_subscribe';
const fields = { channel: 'channel', content: 'content', when: 'when', time: 'time' } as const;

const plainText = (text: string) => ({ type: 'plain_text' as const, text: escapeText(text), emoji: false });

export function subscribeModal(language: keyof typeof words): types.ModalView {
  const say = { ...words[language], ...formWords[language] };
  const options = occasions.map((one) => ({ text: plainText(one[language]), value: one.schedule }));
  const input = (id: string, label: string, element: types.InputBlock['element'], optional = false) => ({
    type: 'input' as const,
    block_id: id,
    optional,
    label: plainText(label),
    element,
  });
  return {
    type: 'modal',
    callback_id: modalId,
    title: plainText(say.title),
    submit: plainText(say.submit),
    close: plainText(say.modalClose),
    blocks: [
      input(fields.channel, say.channel, {
        type: 'conversations_select',
        action_id: fields.channel,
        default_to_current_conversation: true,
        filter: { include: ['public', 'private'], exclude_bot_users: true },
      }),
      input(
        fields.content,
        say.content,
        {
          type: 'plain_text_input',
          action_id: fields.content,
          max_length: 200,
          placeholder: plainText(say.contentHint),
        },
        true,
      ),
      input(fields.when, say.when, {
        type: 'static_select',
        action_id: fields.when,
        options,
        initial_option: options[0]!,
      }),
      input(fields.time, say.time, { type: 'timepicker', action_id: fields.time, initial_time: '09:00' }),
    ],
  };
}

/** The fields read from a submitted form. */
export type Values = Record<
  string,
  Record<
    string,
    {
      value?: string | null;
      selected_conversation?: string | null;
      selected_option?: { value: string } | null;
      selected_time?: string | null;
    }
  >
>;

/** Undefined where the form names no channel. */
export function readModal(values: Values): { channel: string; text: string } | undefined {
  const of = (id: keyof typeof fields) => values[fields[id]]?.[fields[id]];
  const channel = of('channel')?.selected_conversation;
  if (!channel) return undefined;
  const text = subscribeCommand({
    content: of('content')?.value,
    when: of('when')?.selected_option?.value,
    time: of('time')?.selected_time,
  });
  return { channel, text };
}
