/** What a person sees of a card of Feishu (JSON 2.0), and what can be pressed on it. */

interface Element {
  tag: string;
  text?: { tag: string; content: string };
  content?: string;
  label?: { content: string };
  placeholder?: { content: string };
  elements?: Element[];
  columns?: Element[];
  behaviors?: { type: string; value: unknown }[];
  name?: string;
  form_action_type?: string;
}

export interface ShownCard {
  text: string;
  /** Mentions in what is read as markup. */
  pings: string[];
  buttons: { label: string; value: unknown }[];
  /** Name of the button that submits the form. */
  submit?: string;
}

const known = new Set([
  'div',
  'markdown',
  'button',
  'column_set',
  'column',
  'form',
  'input',
  'select_static',
  'picker_time',
]);

/** Depth first, as on the screen. */
const flat = (elements: readonly Element[]): Element[] =>
  elements.flatMap((one) => [one, ...flat(one.elements ?? []), ...flat(one.columns ?? [])]);

/** Undefined where Feishu would refuse the card. */
export function readCard(content: string): ShownCard | undefined {
  const card = JSON.parse(content) as {
    schema?: string;
    header?: { title: { tag: string; content: string } };
    body?: { elements: Element[] };
  };
  if (card.schema !== '2.0' || !card.body?.elements.length) return undefined;
  const elements = flat(card.body.elements);
  const texts = [card.header?.title, ...elements.map(({ text }) => text)].filter((text) => text !== undefined);
  const isFine =
    elements.every(({ tag }) => known.has(tag)) &&
    elements.length <= 200 &&
    texts.every(({ tag, content: words }) => ['plain_text', 'lark_md'].includes(tag) && words !== '');
  if (!isFine) return undefined;
  const markup = [
    ...texts.filter(({ tag }) => tag === 'lark_md').map(({ content: words }) => words),
    ...elements.filter(({ tag }) => tag === 'markdown').map((one) => one.content ?? ''),
  ];
  const words = [
    card.header?.title.content,
    ...elements.map(({ text, content: said, label }) => text?.content ?? said ?? label?.content),
  ];
  const submit = elements.find(({ form_action_type: type }) => type === 'submit')?.name;
  return {
    text: words.filter(Boolean).join('\n'),
    pings: markup.flatMap((text) => text.match(/<at [^>]*>/g) ?? []),
    buttons: elements.flatMap(({ tag, text, behaviors }) =>
      tag === 'button' && behaviors ? [{ label: text?.content ?? '', value: behaviors[0]?.value }] : [],
    ),
    ...(submit ? { submit } : {}),
  };
}
