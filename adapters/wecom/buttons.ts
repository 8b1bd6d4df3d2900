/** The choices of a card as a template card with buttons; each button bears its whole question. */
import { randomUUID } from 'node:crypto';
import type { Card } from '../../src/model/card.ts';

/** https://developer.work.weixin.qq.com/document/path/101032: at most six buttons, of about ten characters; a key has 1024 bytes. */
const maxButtons = 6;
const maxLabel = 20;
const maxKeyBytes = 1024;

/** WeCom wants another task for each card that it shows. */
const taskOf = (card: string) => `${card}@${randomUUID()}`;
export const cardOfTask = (task: string): string => task.slice(0, Math.max(0, task.lastIndexOf('@')));

/** Undefined where there are none, or they don't fit: they stand in the text then. */
export function buttonsOf({ id, choices, choicesLabel }: Card): object | undefined {
  const fits = choices.every(
    ({ label, question }) => label.length <= maxLabel && Buffer.byteLength(question) <= maxKeyBytes,
  );
  if (!id || !/^[\w-]+$/.test(id) || !choices.length || choices.length > maxButtons || !fits) return undefined;
  return {
    card_type: 'button_interaction',
    main_title: { title: choicesLabel ?? '……' },
    button_list: choices.map(({ label, question }) => ({ text: label, style: 1, key: question })),
    task_id: taskOf(id),
  };
}
