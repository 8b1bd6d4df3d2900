/** MiniSearch with tokenizers for Chinese. */
import MiniSearch, { type Options } from 'minisearch';
import type { Peer } from '../contender.ts';
import type { Document } from './documents.ts';
import { pairs, words } from './tokens.ts';

export const pairOptions: Options<Document> = {
  fields: ['title', 'text', 'units', 'say'],
  tokenize: pairs,
  searchOptions: { boost: { title: 2 } },
};

// A pair is as short as a prefix can be: only whole words gain from prefix and fuzzy matches.
const wordOptions: Options<Document> = {
  ...pairOptions,
  tokenize: words,
  searchOptions: {
    boost: { title: 2, say: 2 },
    prefix: (term) => term.length > 1,
    fuzzy: (term) => (term.length > 2 ? 0.2 : false),
  },
};

function peer(name: string, options: Options<Document>): Peer {
  return {
    name,
    build: async (documents) => {
      const index = new MiniSearch<Document>(options);
      index.addAll(documents);
      return (question, limit) => Array.from(index.search(question).slice(0, limit), ({ id }) => id as string);
    },
  };
}

export const minisearchPairs = peer('MiniSearch, character pairs', pairOptions);

export const minisearch: Peer[] = [
  minisearchPairs,
  peer('MiniSearch, Intl.Segmenter, prefix and fuzzy', wordOptions),
  peer('MiniSearch, pairs and words together', {
    ...pairOptions,
    tokenize: (text) => [...pairs(text), ...words(text)],
  }),
];
