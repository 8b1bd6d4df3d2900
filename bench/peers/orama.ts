/** Orama with its own Mandarin tokenizer. */
import { create, insertMultiple, search } from '@orama/orama';
import { createTokenizer } from '@orama/tokenizers/mandarin';
import type { Peer } from '../contender.ts';

const schema = { id: 'string', title: 'string', text: 'string', units: 'string', say: 'string' } as const;

function peer(name: string, boost: Record<string, number>): Peer {
  return {
    name,
    build: async (documents) => {
      const db = create({ schema, components: { tokenizer: createTokenizer() } });
      await insertMultiple(
        db,
        documents.map(({ id, title, text, units, say }) => ({ id, title, text, units, say })),
      );
      return async (term, limit) => {
        const { hits } = await search(db, { term, limit, properties: ['title', 'text', 'units', 'say'], boost });
        return hits.map(({ id }) => id);
      };
    },
  };
}

export const orama: Peer[] = [
  peer('Orama, Mandarin tokenizer', {}),
  peer('Orama, Mandarin tokenizer, boosts', { title: 2, say: 2 }),
];
