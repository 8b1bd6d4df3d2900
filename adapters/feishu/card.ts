/** A card as cards of Feishu (JSON 2.0): plain text, in which nothing is markup, buttons for choices and judgements, the form to subscribe. */
import type { Card, Choice } from '../../src/model/card.ts';
import { languageOfCard } from '../shared/card-language.ts';
import { renderText } from '../shared/plain-text.ts';
import { measureBytes, splitText } from '../shared/split.ts';
import { formOf } from './form.ts';
import type { ButtonValue } from './message.ts';
import { words } from './strings.ts';

/** https://open.feishu.cn/document/feishu-cards/card-json-v2-structure: a card has at most 30 KB and 200 elements. */
const maxTextBytes = 18_000;
const maxButtonBytes = 8_000;
const maxButtons = 20;
/** A longer label is cut by the button. */
const maxLabel = 30;
const maxTitle = 60;

export interface Shape {
  /** The thread in which it stands. */
  thread?: string;
  /** With the form to subscribe. */
  form?: boolean;
}

/** The text travels as JSON inside JSON. */
const bytesOf = (value: unknown) => measureBytes(JSON.stringify(JSON.stringify(value)));

const textElement = (content: string) => ({ tag: 'div', text: { tag: 'plain_text', content } });

const button = (label: string, value: ButtonValue) => ({
  tag: 'button',
  text: { tag: 'plain_text', content: label },
  size: 'small',
  behaviors: [{ type: 'callback', value }],
});

/** One line of buttons, which wraps. */
const row = (buttons: readonly object[]) => ({
  tag: 'column_set',
  flex_mode: 'flow',
  columns: buttons.map((one) => ({ tag: 'column', width: 'auto', elements: [one] })),
});

/** Undefined where they don't fit: the choices stand in the text then. */
function choiceButtons({ id = '', choices, actions = [] }: Card, thread: object): object[] | undefined {
  const asked = new Set(choices.map(({ question }) => question));
  const offered: Choice[] = [...choices, ...actions.filter(({ question }) => !asked.has(question))];
  const buttons = offered.map(({ label, question }) => button(label, { do: 'ask', card: id, question, ...thread }));
  const fits =
    buttons.length <= maxButtons &&
    offered.every(({ label }) => label.trim() && label.length <= maxLabel) &&
    bytesOf(buttons) <= maxButtonBytes;
  return fits ? buttons : undefined;
}

const hasHeader = ({ title = '' }: Card) => title.trim() !== '' && title.length <= maxTitle && !title.includes('\n');

/** Texts of the messages: the title stands in a header where it fits, choices in buttons. */
function textsOf(card: Card, withButtons: boolean): string[] {
  const { title, choices, choicesLabel, ...rest } = card;
  const whole: Card = {
    ...rest,
    ...(title && !hasHeader(card) ? { title } : {}),
    choices: withButtons ? [] : choices,
    ...(choicesLabel && !withButtons ? { choicesLabel } : {}),
  };
  return splitText(renderText(whole), { size: maxTextBytes, measure: bytesOf });
}

function cardOf(elements: readonly object[], title: string | undefined): string {
  const header = title ? { header: { title: { tag: 'plain_text', content: title } } } : {};
  return JSON.stringify({ schema: '2.0', ...header, body: { elements } });
}

/** One JSON text a message. */
export function cardsOf(card: Card, { thread: name, form = false }: Shape): string[] {
  const thread = name === undefined ? {} : { thread: name };
  const language = languageOfCard(card);
  const buttons = choiceButtons(card, thread);
  const pages: object[][] = textsOf(card, buttons !== undefined).map((text) => [textElement(text)]);
  const last = pages.at(-1) ?? [];
  if (!pages.length) pages.push(last);
  if (buttons?.length) {
    if (card.choices.length && card.choicesLabel) last.push(textElement(card.choicesLabel));
    last.push(row(buttons));
  }
  const { id } = card;
  if (id) {
    const judge = (useful: boolean) =>
      button(words[language][useful ? 'useful' : 'useless'], { do: 'judge', card: id, useful, ...thread });
    last.push(row([judge(true), judge(false)]));
  }
  if (form) last.push(formOf(language));
  return pages.map((elements, at) => cardOf(elements, at === 0 && hasHeader(card) ? card.title : undefined));
}
