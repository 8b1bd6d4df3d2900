/** Fuse.js, as it comes and as its documentation has it for Chinese. */
import Fuse, { type IFuseOptions } from 'fuse.js';
import type { Peer } from '../contender.ts';
import type { Document } from './documents.ts';
import { pairs } from './tokens.ts';

type Prepared = Omit<Document, 'say'> & { say: string | string[] };

function peer(name: string, options: IFuseOptions<Prepared>): Peer {
  return {
    name,
    build: async (documents) => {
      // An array lets it match each phrasing for itself; token search counts words over the whole field.
      const prepared = options.useTokenSearch
        ? documents
        : documents.map((one) => ({ ...one, say: one.say.split('\n') }));
      const fuse = new Fuse<Prepared>(prepared, { keys: ['title', 'text', 'units', 'say'], ...options });
      return (question, limit) => fuse.search(question, { limit }).map(({ item }) => item.id);
    },
  };
}

export const fuse: Peer[] = [
  peer('Fuse.js as it comes', {}),
  // By default a match has to stand near the beginning of the field.
  peer('Fuse.js, anywhere in the field', { ignoreLocation: true, threshold: 0.8 }),
  peer('Fuse.js, token search, character pairs', {
    keys: [
      { name: 'title', weight: 2 },
      { name: 'say', weight: 2 },
      { name: 'text', weight: 1 },
      { name: 'units', weight: 0.5 },
    ],
    useTokenSearch: true,
    tokenize: pairs,
    ignoreLocation: true,
    ignoreFieldNorm: true,
    threshold: 0,
  }),
];
