/** What is compared: something that builds an index and finds records in it. */
import type { KnowledgePack } from '../src/model/pack/pack.ts';
import { type Document, documentsOf } from './peers/documents.ts';

/** What came back for a question: ids best first. `stated` is false for a question back or 方案未载明. */
export interface Found {
  ids: string[];
  stated: boolean;
}

export interface Asked {
  id: string;
  text: string;
  at: Date;
}

export interface Contender {
  name: string;
  /** What it is given of the pack. */
  given: string;
  build(pack: KnowledgePack): Promise<(question: Asked) => Promise<Found>>;
}

export interface Peer {
  name: string;
  build(documents: readonly Document[]): Promise<(question: string, limit: number) => string[] | Promise<string[]>>;
}

const peerLimit = 3;

/** A search library over the pack's documents, without and with the phrasings. */
export function contenders(peer: Peer): Contender[] {
  return [false, true].map((phrasings) => ({
    name: peer.name,
    given: phrasings ? 'records + phrasings' : 'records',
    build: async (pack) => {
      const find = await peer.build(documentsOf(pack, { phrasings }));
      return async ({ text }) => ({ ids: await find(text, peerLimit), stated: true });
    },
  }));
}
