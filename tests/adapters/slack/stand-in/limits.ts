/** What Slack refuses in a message, a modal or a home page, by its published limits; emulate takes everything. */
import { type Block, type Draft, type Element, textsOf } from './message.ts';

const types = new Set([
  'header',
  'section',
  'context',
  'divider',
  'actions',
  'rich_text',
  'image',
  'input',
  'markdown',
]);

/** Undocumented; people meet it between 12 and 13 thousand characters (bolt-js#2509). */
const mostInBlocks = 12_000;

function faultOfElement({ type, text, value, action_id, url }: Element): string | undefined {
  if (type === 'button') {
    if (!text || typeof text === 'string' || text.type !== 'plain_text') return 'a button without a plain text';
    if (text.text.length > 75) return `a button of ${text.text.length} characters`;
    if ((value?.length ?? 0) > 2_000) return 'a value over 2000';
    if ((url?.length ?? 0) > 3_000) return 'an address over 3000';
  }
  return (action_id?.length ?? 0) > 255 ? 'an action_id over 255' : undefined;
}

function faultOfBlock(block: Block): string | undefined {
  const { type, text, fields, elements, accessory, block_id } = block;
  if (!types.has(type)) return `no block ${type}`;
  if ((block_id?.length ?? 0) > 255) return 'a block_id over 255';
  if (type === 'header' && (text?.type !== 'plain_text' || text.text.length > 150))
    return 'a header over 150 or marked up';
  if (type === 'section') {
    if (!text && !fields?.length) return 'an empty section';
    if ((text?.text.length ?? 0) > 3_000) return `a section of ${text?.text.length} characters`;
    if ((fields?.length ?? 0) > 10) return `${fields?.length} fields`;
    if (fields?.some((field) => field.text.length > 2_000)) return 'a field over 2000';
  }
  if (type === 'context' && (elements?.length ?? 0) > 10) return `${elements?.length} elements of a context`;
  if (type === 'actions' && (elements?.length ?? 0) > 25) return `${elements?.length} actions`;
  if (['context', 'actions'].includes(type) && !elements?.length) return `an empty ${type}`;
  if (textsOf(block).some((each) => each.text.length === 0)) return 'an empty text';
  const actions = (elements ?? []).flatMap(({ action_id }) => action_id ?? []);
  if (new Set(actions).size < actions.length) return 'an action_id twice';
  for (const element of [...(elements ?? []), ...(accessory ? [accessory] : [])]) {
    const fault = faultOfElement(element);
    if (fault) return fault;
  }
  return undefined;
}

/** @param most 50 in a message, 100 in a modal or on a home page */
export function faultOfBlocks(blocks: readonly Block[], most = 50): string | undefined {
  if (blocks.length > most) return `${blocks.length} blocks`;
  const ids = blocks.flatMap(({ block_id }) => block_id ?? []);
  if (new Set(ids).size < ids.length) return 'a block_id twice';
  for (const block of blocks) {
    const fault = faultOfBlock(block);
    if (fault) return fault;
  }
  return undefined;
}

/** The error that Slack answers with; `why` is for whoever reads the failed test. */
export function refusalOf({ text = '', blocks = [], metadata }: Draft): { error: string; why: string } | undefined {
  const why = faultOfBlocks(blocks);
  if (why) return { error: 'invalid_blocks', why };
  const size = blocks.flatMap(textsOf).reduce((sum, each) => sum + each.text.length, 0);
  if (size > mostInBlocks) return { error: 'msg_blocks_too_long', why: `${size} characters in blocks` };
  // Slack cuts the text of a message without a word, which is worse than a refusal.
  if (text.length > 40_000) return { error: 'msg_too_long', why: `${text.length} characters` };
  if (metadata && (!metadata.event_type || JSON.stringify(metadata).length > 8_000))
    return { error: 'invalid_metadata_format', why: 'metadata without a type, or too much' };
  return undefined;
}
