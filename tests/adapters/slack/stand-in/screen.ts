/** What a person sees of a Slack message: markup obeyed and taken off, entities decoded, and who is called. */
import type { Shown } from '../../contract/rig.ts';
import { type Block, type Draft, type Element, type TextObject, textsOf } from './message.ts';

const decode = (text: string) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** Mentions that Slack obeys: of a person, a channel, a group of people, everybody. */
const mention = /<(?:@[UW]|#C|!)[^>]*>/g;

// Slack takes these for markup only at the borders of a word; between Chinese characters it does not, and a door need not rely on that.
const marks = /([*_~`])([^\s*_~`](?:[^\n*_~`]*[^\s*_~`])?)\1/g;

const readMarked = (text: string) =>
  decode(
    text
      .replace(/^&gt; ?/gm, '')
      .replace(/<(?:[^<>|]*\|)?([^<>]*)>/g, '$1')
      .replaceAll(marks, '$2'),
  );

// A button, a header: no markup. Slack keeps their three characters as entities (bolt-python#513), so entities are decoded there.
const read = ({ type, text }: TextObject) =>
  type === 'mrkdwn' ? readMarked(text) : type === 'plain_text' ? decode(text) : text;

function linesOf(block: Block): string[] {
  if (block.type === 'rich_text') return [richTextOf(block.elements ?? [])];
  return textsOf(block).map(read);
}

/** In rich text nobody is called but by an element of its own. */
const called = (elements: readonly Element[]): string[] =>
  elements.flatMap(({ type, elements: inside = [] }) => [
    ...(/^(?:user|usergroup|broadcast|channel)$/.test(type) ? [type] : []),
    ...called(inside),
  ]);

/** Elements of one line stand side by side, the lines one below the other. Nothing is decoded in rich text. */
function richTextOf(elements: readonly Element[]): string {
  return elements
    .map((element) => {
      if (!element.elements) return typeof element.text === 'string' ? element.text : (element.url ?? '');
      const inside = richTextOf(element.elements);
      return element.type === 'rich_text_list' ? element.elements.map((item) => richTextOf([item])).join('\n') : inside;
    })
    .join(elements.some(({ elements: inner }) => inner) ? '\n' : '');
}

/** With blocks, the text of the message is seen in notifications only; who is named there is called all the same. */
export function look({ text = '', blocks = [], link_names, parse }: Draft): Shown {
  const marked = blocks.flatMap(textsOf).filter(({ type }) => type === 'mrkdwn');
  const all = [text, ...marked.map((each) => each.text)].join('\n');
  const loud = String(link_names) === 'true' || parse === 'full' ? (all.match(/@\S+/g) ?? []) : [];
  return {
    text: (blocks.length ? blocks.flatMap(linesOf) : [readMarked(text)]).join('\n'),
    pings: [...(all.match(mention) ?? []), ...loud, ...called(blocks.flatMap(({ elements = [] }) => elements))],
  };
}
