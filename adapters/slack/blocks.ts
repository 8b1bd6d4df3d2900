/** Renders a card as Block Kit messages within Slack's limits, with markup escaped. */
import type { types } from '@slack/bolt';
import type { Block, Card, Choice } from '../../src/model/card.ts';
import { languageOfCard } from '../shared/card-language.ts';
import { renderText } from '../shared/plain-text.ts';
import { type Measure, measureUtf16, splitText } from '../shared/split.ts';
import { words } from './strings.ts';

type KnownBlock = types.KnownBlock;
type Elements = types.RichTextBlock['elements'];

/** One Slack message: blocks, and the same as text for notifications and screen readers. */
export interface Posting {
  text: string;
  blocks: KnownBlock[];
}

/**
 * Slack takes 50 blocks, and some 12,000 characters of all blocks together, which is written nowhere (bolt-js#2509: msg_blocks_too_long).
 * https://docs.slack.dev/reference/block-kit/blocks
 */
const maxSize = { blocks: 45, characters: 9_000, text: 2_900, header: 150, label: 75, value: 2_000 };
const buttonsInRow = 25;
/** Of a label that is too long for its button. */
const shortLabel = 60;
/** Slack recommends at most 4,000 characters; escaping makes it longer. */
const longestFallback = 2_500;

export const actionIds = { ask: /^ask:\d+$/, judge: /^(?:useful|useless)$/, subscribe: 'subscribe' } as const;

/** Escapes the three characters with a meaning in Slack's markup. */
export const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

// plain_text is unescaped by Slack too (bolt-python#513); only rich text is literal.
const plainText = (text: string) => ({ type: 'plain_text' as const, text: escapeText(text), emoji: false });

/** A block, its text, and its size against Slack's limit. */
interface Piece {
  block: KnownBlock;
  text: string;
  size: number;
}

const measureEscaped: Measure = (text) => escapeText(text).length;

// Rich text is literal: unlike mrkdwn it parses no mentions and no markup.
const rich = (elements: Elements, text: string): Piece => ({
  block: { type: 'rich_text', elements },
  text,
  size: text.length,
});
const section = (text: string, bold = false): Elements[number] => ({
  type: 'rich_text_section',
  elements: [{ type: 'text', text, ...(bold ? { style: { bold } } : {}) }],
});

const cut = (text: string, measure = measureUtf16) => splitText(text, { size: maxSize.text, measure });

const prose = (text: string, bold = false): Piece[] => cut(text).map((part) => rich([section(part, bold)], part));

const quote = (text: string): Piece[] =>
  cut(text).map((part) => rich([{ type: 'rich_text_quote', elements: [{ type: 'text', text: part }] }], part));

/** The address stands beside the label, as other doors show it. */
const link = ({ label, url }: Extract<Block, { type: 'link' }>): Piece => {
  const text = `${label} `;
  const elements: types.RichTextElement[] = [
    { type: 'text', text },
    { type: 'link', url, text: url },
  ];
  return rich([{ type: 'rich_text_section', elements }], `${text}${url}`);
};

/** One line of facts; `bold` is the part of it in front that is shown bold. */
interface FactLine {
  text: string;
  bold: string;
}

/** Label and value are cut as one line, so that a label of any length fits as well. */
const factLines = ({ label, value }: { label: string; value: string }, lead: string): FactLine[] =>
  cut(`${label}${lead}${value}`).map((text, at) => ({
    text,
    bold: at === 0 && text.startsWith(`${label}${lead}`) ? `${label}${lead}` : '',
  }));

const factElements = ({ text, bold }: FactLine): types.RichTextElement[] => [
  ...(bold ? [{ type: 'text' as const, text: bold, style: { bold: true } }] : []),
  ...(text.length > bold.length ? [{ type: 'text' as const, text: text.slice(bold.length) }] : []),
];

function facts(all: readonly { label: string; value: string }[], lead: string): Piece[] {
  const blocks: FactLine[][] = [];
  let size = 0;
  for (const line of all.flatMap((fact) => factLines(fact, lead))) {
    if (!blocks.length || size + line.text.length + 1 > maxSize.text) {
      blocks.push([]);
      size = 0;
    }
    size += line.text.length + (blocks.at(-1)!.length ? 1 : 0);
    blocks.at(-1)!.push(line);
  }
  return blocks.map((lines) => {
    const elements = lines.flatMap((line, at): types.RichTextElement[] => [
      ...(at ? [{ type: 'text' as const, text: '\n' }] : []),
      ...factElements(line),
    ]);
    return rich([{ type: 'rich_text_section', elements }], lines.map(({ text }) => text).join('\n'));
  });
}

function piecesOf(block: Block, lead: string): Piece[] {
  switch (block.type) {
    case 'text':
      return prose(block.text);
    case 'quote':
      return quote(block.text);
    case 'link':
      return [link(block)];
    case 'facts':
      return facts(block.facts, lead);
    case 'list': {
      const rows = block.items.map(({ number, text }) => `${number} ${text}`).join('\n');
      return [...(block.label ? prose(block.label, true) : []), ...prose(rows)];
    }
  }
}

/** Sources as context blocks; URLs among them become links. */
function sourcesOf(sources: readonly string[]): Piece[] {
  if (!sources.length) return [];
  const pieces: Piece[] = cut(`——${sources.join('；')}`, measureEscaped).map((text) => ({
    block: { type: 'context', elements: [plainText(text)] },
    text,
    size: measureEscaped(text),
  }));
  const links = sources.flatMap((source) => source.match(/https?:\/\/[^\s<>|；，。）」】]+/g) ?? []);
  const text = links.map((link) => `<${escapeText(link)}>`).join(' ');
  if (text && text.length <= maxSize.text)
    pieces.push({
      block: { type: 'context', elements: [{ type: 'mrkdwn', text, verbatim: true }] },
      text: '',
      size: text.length,
    });
  return pieces;
}

/** Choices as buttons; labels that don't fit a button are printed in full above. */
function buttonsOf(card: Card, lead: string): Piece[] {
  const { choices, choicesLabel, actions = [], id = '' } = card;
  const asked = new Set(choices.map(({ question }) => question));
  const offered: Choice[] = [...choices, ...actions.filter(({ question }) => !asked.has(question))];
  const lines: string[] = choices.length && choicesLabel ? [withLead(choicesLabel, lead)] : [];
  const buttons: types.Button[] = [];
  for (const [n, { label, question }] of offered.entries()) {
    const value = JSON.stringify({ card: id, question });
    const fits = escapeText(label).length <= maxSize.label;
    if (!fits || value.length > maxSize.value) lines.push(`${n + 1} ${label}`);
    if (value.length > maxSize.value) continue;
    const [start = ''] = splitText(label || question, { size: shortLabel, measure: measureEscaped });
    const text = fits && label ? label : `${n + 1} ${start}…`;
    buttons.push({ type: 'button', action_id: `ask:${n}`, text: plainText(text), value });
  }
  const pieces = lines.length ? prose(lines.join('\n')) : [];
  for (let from = 0; from < buttons.length; from += buttonsInRow) {
    const row = buttons.slice(from, from + buttonsInRow);
    const size = row.reduce((sum, { text }) => sum + text.text.length, 0);
    pieces.push({ block: { type: 'actions', elements: row }, text: '', size });
  }
  return pieces;
}

const withLead = (label: string, lead: string) => (/[：:？?]\s*$/.test(label) ? label : `${label}${lead}`.trimEnd());

function judgeButtons(id: string, language: keyof typeof words): Piece {
  const { useful, useless } = words[language];
  const elements = [
    { type: 'button' as const, action_id: 'useful', text: plainText(useful), value: id },
    { type: 'button' as const, action_id: 'useless', text: plainText(useless), value: id },
  ];
  return { block: { type: 'actions', elements }, text: '', size: useful.length + useless.length };
}

function titleOf(title: string | undefined): Piece[] {
  if (!title?.trim()) return [];
  if (escapeText(title).length > maxSize.header || title.includes('\n')) return prose(title, true);
  return [{ block: { type: 'header', text: plainText(title) }, text: title, size: measureEscaped(title) }];
}

const bodyOf = (card: Card, lead: string): Piece[] => [
  ...titleOf(card.title),
  ...card.blocks.flatMap((block) => piecesOf(block, lead)),
  ...sourcesOf(card.sources),
  ...buttonsOf(card, lead),
];

function posting(pieces: readonly Piece[], whole: Card): Posting {
  const shown = pieces.flatMap(({ text }) => text || []).join('\n') || renderText(whole);
  const text = shown.length > longestFallback ? `${shown.slice(0, longestFallback).toWellFormed()}…` : shown;
  return { text: escapeText(text), blocks: pieces.map(({ block }) => block) };
}

/** @param judged adds the feedback buttons */
export function toPostings(card: Card, judged: boolean): Posting[] {
  const language = languageOfCard(card);
  const pieces = bodyOf(card, words[language].lead);
  if (judged && card.id) pieces.push(judgeButtons(card.id, language));
  const messages: Piece[][] = [];
  let size = 0;
  for (const piece of pieces) {
    const last = messages.at(-1);
    if (!last || last.length >= maxSize.blocks || size + piece.size > maxSize.characters) {
      messages.push([piece]);
      size = piece.size;
    } else {
      last.push(piece);
      size += piece.size;
    }
  }
  return messages.map((each) => posting(each, card));
}

/** A home page takes 100 blocks in one view. */
const mostHomeBlocks = 95;

export function toHome(card: Card): KnownBlock[] {
  const language = languageOfCard(card);
  const { subscribe, cut: rest } = words[language];
  const pieces = bodyOf(card, words[language].lead);
  const shown = pieces.slice(0, mostHomeBlocks).map(({ block }) => block);
  if (pieces.length > shown.length) shown.push(...prose(rest).map(({ block }) => block));
  const button = {
    type: 'button' as const,
    action_id: actionIds.subscribe,
    text: plainText(subscribe),
    value: language,
  };
  return [...shown, { type: 'actions', elements: [button] }];
}
