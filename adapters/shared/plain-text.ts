/** Renders a card as plain text, with control characters removed. */
import type { Block, Card, Choice } from '../../src/model/card.ts';

/** Facts and choices stand on one line up to this width, counted in half-width columns. */
const lineWidth = 76;
const gap = '\u3000';

// A reply may repeat a question that holds escape sequences or bidirectional overrides.
const steering = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

const columns = (text: string) => [...text].reduce((sum, char) => sum + (char.codePointAt(0)! > 0x2e7f ? 2 : 1), 0);

/** A label in Latin letters takes a colon of half width. */
const colonAfter = (label: string) => (/[\u0021-\u024f]$/.test(label) ? ': ' : '：');

/** On one line when that is short enough, else one a line. */
function together(parts: readonly string[]): string {
  const line = parts.join(gap);
  return columns(line) <= lineWidth ? line : parts.join('\n');
}

function renderBlock(block: Block): string {
  switch (block.type) {
    case 'text':
      return block.text;
    case 'quote':
      return `「${block.text}」`;
    case 'link':
      return `${block.label}${colonAfter(block.label)}${block.url}`;
    case 'facts':
      return together(block.facts.map(({ label, value }) => `${label}${colonAfter(label)}${value}`));
    case 'list':
      return [
        ...(block.label ? [block.label] : []),
        ...block.items.map(({ number, text }) => `${number} ${text}`),
      ].join('\n');
  }
}

function renderChoices(choices: readonly Choice[], label: string | undefined): string {
  const numbered = choices.map((choice, index) => `${index + 1} ${choice.label}`);
  const lead = label && (/[：:？?]\s*$/.test(label) ? label : `${label}${colonAfter(label)}`);
  const line = `${lead ?? ''}${numbered.join(gap)}`;
  return columns(line) <= lineWidth ? line : [...(lead ? [lead] : []), ...numbered].join('\n');
}

/** The whole card, ending without a line break. */
export function renderText(card: Card): string {
  const parts = [
    ...(card.title ? [card.title] : []),
    ...card.blocks.map(renderBlock),
    ...(card.choices.length ? [renderChoices(card.choices, card.choicesLabel)] : []),
    ...(card.sources.length ? [`——${card.sources.join('；')}`] : []),
  ];
  return parts
    .filter((part) => part !== '')
    .join('\n')
    .replaceAll('\r\n', '\n')
    .replace(steering, '');
}
