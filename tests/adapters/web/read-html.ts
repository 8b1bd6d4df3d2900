/** Reads HTML as a person sees it, by a parser that the page does not use: visible words, lines as on the screen, forms. */
import { type DefaultTreeAdapterMap, parse, parseFragment } from 'parse5';

type Node = DefaultTreeAdapterMap['node'];
type Element = DefaultTreeAdapterMap['element'];

const inline = new Set(['a', 'span', 'b', 'em', 'strong', 'button', 'dt', 'dd', 'input', 'text']);
const unseen = new Set(['head', 'script', 'style', 'template', 'title']);

const isElement = (node: Node): node is Element => 'tagName' in node;
const attribute = (element: Element, name: string) => element.attrs.find((one) => one.name === name)?.value;

export function* elements(node: Node): Generator<Element> {
  if (isElement(node)) yield node;
  if ('childNodes' in node) for (const child of node.childNodes) yield* elements(child);
}

function textOf(node: Node): string {
  if (node.nodeName === '#text' && 'value' in node) return node.value.replace(/\s+/g, ' ');
  if (!('childNodes' in node)) return '';
  if (isElement(node) && (unseen.has(node.tagName) || attribute(node, 'hidden') !== undefined)) return '';
  const inside = node.childNodes.map(textOf).join('');
  return isElement(node) && !inline.has(node.tagName) ? `\n${inside}\n` : inside;
}

const byClass = (name: string) => (element: Element) => (attribute(element, 'class') ?? '').split(' ').includes(name);

export interface Seen {
  /** Every visible word of the replies, without the question that was asked. */
  text: string;
  buttons: { label: string; name: string; value: string }[];
  /** Hidden fields of the form for feedback. */
  card: string | undefined;
}

export function readTurn(body: string): Seen {
  const root = body.startsWith('<!doctype') ? parse(body) : parseFragment(body);
  const all = [...elements(root)];
  const replies = all.filter(byClass('reply'));
  const text = replies
    .map(textOf)
    .join('\n')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .join('\n');
  const buttons = all
    .filter(({ tagName }) => tagName === 'button')
    .map((element) => ({
      label: textOf(element).trim(),
      name: attribute(element, 'name') ?? '',
      value: attribute(element, 'value') ?? '',
    }));
  const hidden = all.find((element) => element.tagName === 'input' && attribute(element, 'name') === 'card');
  return { text, buttons, card: hidden && attribute(hidden, 'value') };
}
