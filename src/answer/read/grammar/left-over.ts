/** The words that a reading leaves unexplained: content words, symbols, Latin words, and operators that no item took in. */
import type { Edge } from './chart.ts';
import type { Item, Token } from './tokens.ts';
import type { ClosedWords } from './words.ts';

/** Passing over one of these changes what is asked. */
const operators: readonly Item['type'][] = ['not', 'except', 'excepted', 'no-others', 'deny-last', 'others', 'either'];
/** Letters, digits, characters and symbols; punctuation says nothing by itself. */
const content = /[^\s,.;:!?()"'、…《》·_-]/;
/** One character of Chinese says too little; a symbol or a letter does not. */
const telling = (word: string) => word.length > 1 || !/[\u4e00-\u9fff]/.test(word);

/** The tokens that an item was made of: words between them are not explained by it. */
function tokensOf(edge: Edge): Edge[] {
  return edge.parts ? edge.parts.flatMap(tokensOf) : [edge];
}

function explainedPlaces(text: string, edges: readonly Edge[], words: ClosedWords): Uint8Array {
  const explained = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) explained.fill(1, at, at + words.fillerAt(text, at));
  for (const { start, end } of edges) explained.fill(1, start, end);
  return explained;
}

/** Operators outside every item of the path: they are fillers elsewhere, so they are looked for apart. */
function lostOperators(text: string, edges: readonly Edge[], tokens: readonly Token[]): string[] {
  const inside = (token: Token) => edges.some(({ start, end }) => start < token.end && token.start < end);
  const lost = tokens.filter(
    (token) => operators.includes(token.item.type) && token.end - token.start > 1 && !inside(token),
  );
  return lost
    .filter((token) => !lost.some((other) => other !== token && other.start <= token.start && other.end > token.end))
    .map(({ start, end }) => text.slice(start, end));
}

export function leftOver(text: string, path: readonly Edge[], tokens: readonly Token[], words: ClosedWords): string[] {
  const edges = path.flatMap(tokensOf);
  const explained = explainedPlaces(text, edges, words);
  const left: string[] = [];
  let word = '';
  for (let at = 0; at <= text.length; at++) {
    if (at < text.length && !explained[at] && content.test(text[at]!)) word += text[at];
    else {
      if (word && telling(word)) left.push(word);
      word = '';
    }
  }
  return [...new Set([...left, ...lostOperators(text, edges, tokens)])];
}
