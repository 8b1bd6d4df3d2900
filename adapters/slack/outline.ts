/** A card as a person sees it in Slack, in plain text: a bold heading, indented blocks, buttons in brackets. */
import type { types } from '@slack/bolt';
import type { Card } from '../../src/model/card.ts';
import { toPostings } from './blocks.ts';

const decoded = (text: string) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

function richText({ elements }: types.RichTextBlock): string {
  return elements
    .map((element) => {
      const texts = element.elements.map((part) => ('text' in part && typeof part.text === 'string' ? part.text : ''));
      return element.type === 'rich_text_quote' ? `│ ${texts.join('')}` : texts.join('');
    })
    .join('\n');
}

function blockText(block: types.KnownBlock): string {
  switch (block.type) {
    case 'header':
      return `*${decoded(block.text.text)}*`;
    case 'rich_text':
      return richText(block);
    case 'context':
      return block.elements.map((element) => ('text' in element ? `(${decoded(element.text)})` : '')).join(' ');
    case 'actions':
      return block.elements
        .map((element) => (element.type === 'button' ? `[${decoded(element.text.text)}]` : ''))
        .join(' ');
    default:
      return '';
  }
}

/** One text for each Slack message, with the buttons by which a reply is judged. */
export const outline = (card: Card): string[] =>
  toPostings(card, card.id !== undefined).map(({ blocks }) => blocks.map(blockText).filter(Boolean).join('\n'));
