/** Text as the engine sees it: one width, one script, no decoration; and its features for the search. */

/** Longer questions are read up to here; nobody's question needs more, and no rule can then run away. */
const maxLength = 2000;

// Pictures and what modifies them; zero-width and tag characters are control characters (Cf) below.
const decoration = /\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Variation_Selector}|\u20e3/gu;
const controls = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu;

/** Full width to half, lower case, punctuation as ASCII, no emoji or control characters. Stars are kept: they mean key tasks. */
export function clean(text: string): string {
  return spread(plain(text)).replace(range, '到');
}
/** 50～59: a range in the one writing that the readers know. */
const range = /(?<=\d)\s*~+\s*(?=\d)/g;

/** 验 收 准 备 and 破.案.率: characters that were typed apart belong together. */
function spread(text: string): string {
  return text.replace(/(?:[\u3400-\u9fff][ .,·*_/-]){3,}[\u3400-\u9fff](?![\u3400-\u9fff])/g, (apart) =>
    apart.replace(/[ .,·*_/-]/g, ''),
  );
}

/** Chinese, ASCII and their usual punctuation: nothing to strip. */
const ordinary = /^[ -~\u2014\u2018-\u201d\u2026\u3000-\u303f\u3400-\u9fff\uff00-\uffef]*$/;

function strip(text: string): string {
  return text
    .replace(/[\r\n\t]/g, ' ')
    .replace(/[★☆⭐✨🌟✪]/gu, '★')
    .replace(decoration, ' ')
    .replace(controls, '');
}

function plain(text: string): string {
  const cut = text.length > maxLength ? text.slice(0, maxLength) : text;
  return (ordinary.test(cut) ? cut : strip(cut))
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[‘’`´]/g, "'")
    .replace(/[。｡]/g, '.')
    .replace(/[、，﹐]/g, ',')
    .replace(/[~～…]+/g, ' ')
    .replace(/([.!?,;:])\1+/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
}

const tokens = /[\u3400-\u9fff\u3007]+|[a-z][a-z'-]*|\d+(?:\.\d+)?|★/g;
export const chinese = /[\u3400-\u9fff\u3007]/;

/** Weight by hashed feature: 30-bit numbers, so that an index of a whole plan is made of plain numbers. */
export type Features = Map<number, number>;

/** FNV-1a over the characters from `from` to `to`, folded to 30 bits; two of a plan's 100,000 features rarely meet. */
export function hashFeature(text: string, from = 0, to = text.length): number {
  let hash = 2166136261;
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619);
  return (hash ^ (hash >>> 15)) & 0x3fffffff;
}

/** English words that say nothing of the subject. */
const emptyWords = new Set(
  'a an the of to in on at by for and or is are was be been do does did i we you it this that there with from as can could should would will shall please me my our your any some what which who whom whose when where how why s t'.split(
    ' ',
  ),
);

function stem(word: string): string {
  return word.length > 4 ? word.replace(/(?:ies|es|s|ing|ed)$/, '') : word;
}

// Weights chosen on the phrasings, one left out in turn; single characters matter where a typo broke the pairs.
const weight = { single: 0.3, pair: 1, triple: 0.5, word: 1 };

/** Characters, pairs and triples of Chinese runs, and Latin words and numbers, each with its weight; put into `found`. */
export function features(cleaned: string, found: Features = new Map()): Features {
  for (const [token] of cleaned.matchAll(tokens)) {
    if (!chinese.test(token)) {
      if (token !== '★' && !emptyWords.has(token)) found.set(hashFeature(stem(token)), weight.word);
      continue;
    }
    for (let i = 0; i < token.length; i++) {
      found.set(hashFeature(token, i, i + 1), weight.single);
      if (i + 1 < token.length) found.set(hashFeature(token, i, i + 2), weight.pair);
      if (i + 2 < token.length) found.set(hashFeature(token, i, i + 3), weight.triple);
    }
  }
  return found;
}
