/** The form to subscribe on a card of Feishu, and the command that a submission stands for. */
import { formWords, occasions, subscribeCommand } from '../shared/subscribe-form.ts';

export const formName = 'subscribe';

const plain = (content: string) => ({ tag: 'plain_text', content });

/** https://open.feishu.cn/document/feishu-cards/card-json-v2-components/containers/form-container */
export function formOf(language: keyof typeof formWords): object {
  const say = formWords[language];
  const options = occasions.map((one) => ({ text: plain(one[language]), value: one.schedule }));
  const content = { tag: 'input', name: 'content', label: plain(say.content), placeholder: plain(say.contentHint) };
  const when = { tag: 'select_static', name: 'when', placeholder: plain(say.when), options };
  const submit = {
    tag: 'button',
    name: formName,
    text: plain(say.submit),
    type: 'primary',
    form_action_type: 'submit',
  };
  return {
    tag: 'form',
    name: formName,
    elements: [
      { tag: 'div', text: plain(say.title) },
      { ...content, max_length: 200 },
      { ...when, initial_option: occasions[0]!.schedule, required: true },
      { tag: 'div', text: plain(say.time) },
      { tag: 'picker_time', name: 'time', placeholder: plain(say.time), initial_time: '09:00' },
      submit,
    ],
  };
}

/** A time is submitted as “09:00 +0800”. */
export function commandOf({ content, when, time }: Record<string, unknown>): string {
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
  return subscribeCommand({ content: text(content), when: text(when), time: /^\d\d:\d\d/.exec(text(time) ?? '')?.[0] });
}
