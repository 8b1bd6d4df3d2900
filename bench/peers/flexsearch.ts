/** FlexSearch with its encoder for Chinese, Japanese and Korean. */
import { Charset, Document as Fields, Index, type IndexOptions } from 'flexsearch';
import type { Peer } from '../contender.ts';
import { pairs } from './tokens.ts';

const fields = ['title', 'text', 'units', 'say'] as const;

/** As documented: one index a field, every character of the question has to be there. */
const plain: Peer = {
  name: 'FlexSearch, Charset.CJK, fields',
  build: async (documents) => {
    const index = new Fields({
      document: { id: 'id', index: fields.map((field) => ({ field, encoder: Charset.CJK })) },
    });
    for (const { id, title, text, units, say } of documents) index.add({ id, title, text, units, say });
    return (question, limit) =>
      (index.search(question, { limit, merge: true }) as unknown as { id: string }[]).map(({ id }) => id);
  },
};

/** All fields as one text, characters in their order, and records that lack some of the question. */
function joined(name: string, options: IndexOptions): Peer {
  return {
    name,
    build: async (documents) => {
      const index = new Index(options);
      // The type asks for numbers; the library takes any id.
      for (const document of documents)
        index.add(document.id as unknown as number, fields.map((field) => document[field]).join('\n'));
      return (question, limit) => index.search(question, { limit, suggest: true }) as unknown as string[];
    },
  };
}

export const flexsearch: Peer[] = [
  plain,
  joined('FlexSearch, Charset.CJK, context, suggestions', { encoder: Charset.CJK, context: true }),
  joined('FlexSearch, character pairs, suggestions', { encode: pairs }),
];
