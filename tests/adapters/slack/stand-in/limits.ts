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

const isOver = (text: string | undefined, most: number) => (text?.length ?? 0) > most;

function faultOfElement({ type, text, value, action_id, url }: Element): string | undefined {
  if (type === 'button') {
    if (!text || typeof text === 'string' || text.type !== 'plain_text') return 'a button without a plain text';
    if (isOver(text.text, 75)) return `a button of ${text.text.length} characters`;
    if (isOver(value, 2_000)) return 'a value over 2000';
    if (isOver(url, 3_000)) return 'an address over 3000';
  }
  return isOver(action_id, 255) ? 'an action_id over 255' : undefined;
}

function faultOfHeader({ text }: Block): string | undefined {
  return text?.type !== 'plain_text' || isOver(text.text, 150) ? 'a header over 150 or marked up' : undefined;
}

function faultOfSection({ text, fields = [] }: Block): string | undefined {
  if (!text && !fields.length) return 'an empty section';
  if (isOver(text?.text, 3_000)) return `a section of ${text?.text.length} characters`;
  if (fields.length > 10) return `${fields.length} fields`;
  return fields.some((field) => isOver(field.text, 2_000)) ? 'a field over 2000' : undefined;
}

const faultOfElements =
  (most: number) =>
  ({ type, elements = [] }: Block): string | undefined => {
    if (!elements.length) return `an empty ${type}`;
    return elements.length > most ? `${elements.length} elements of a block ${type}` : undefined;
  };

const faultByType: Record<string, (block: Block) => string | undefined> = {
  header: faultOfHeader,
  section: faultOfSection,
  context: faultOfElements(10),
  actions: faultOfElements(25),
};

function faultOfBlock(block: Block): string | undefined {
  const { type, elements = [], accessory, block_id } = block;
  if (!types.has(type)) return `no block ${type}`;
  if (isOver(block_id, 255)) return 'a block_id over 255';
  const own = faultByType[type]?.(block);
  if (own) return own;
  if (textsOf(block).some((each) => each.text.length === 0)) return 'an empty text';
  const actions = elements.flatMap(({ action_id }) => action_id ?? []);
  if (new Set(actions).size < actions.length) return 'an action_id twice';
  return [...elements, ...(accessory ? [accessory] : [])].map(faultOfElement).find(Boolean);
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
