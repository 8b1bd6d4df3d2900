/** This assistant as a contender: a question in, the whole reply out. */
import type { Answer } from '../src/model/answer.ts';
import type { KnowledgePack } from '../src/model/pack/pack.ts';
import type { Asked, Contender } from './contender.ts';

/** Builds the index of `pack`; every question is asked in a conversation of its own. */
export async function buildAssistant(pack: KnowledgePack): Promise<(question: Asked) => Answer> {
  const { Assistant } = await import('../src/answer/assistant.ts');
  const assistant = new Assistant([pack]);
  return ({ id, text, at }) => assistant.answer({ text, at, conversation: id, user: id });
}

function contender(given: string, change: (pack: KnowledgePack) => KnowledgePack): Contender {
  return {
    name: 'this assistant',
    given,
    build: async (pack) => {
      const answer = await buildAssistant(change(pack));
      return async (question) => {
        const { outcome, records } = answer(question);
        return { ids: records, stated: outcome === 'answer' || outcome === 'list' };
      };
    },
  };
}

/** The pack with the phrasings of `dropped` gone, also those of the service points that stand on any of them. */
export function withoutPhrasings(pack: KnowledgePack, dropped: (id: string) => boolean): KnowledgePack {
  const gone = new Set(pack.servicePoints.filter(({ records }) => records.some(dropped)).map(({ id }) => id));
  const goes = (target: string) => {
    const point = /^service-point:(.*)$/.exec(target)?.[1];
    return point === undefined ? dropped(target) : gone.has(point);
  };
  return {
    ...pack,
    phrasings: pack.phrasings.filter(({ target }) => !goes(target)),
    servicePoints: pack.servicePoints.map((point) =>
      gone.has(point.id) ? { ...point, questions: [], needs: [] } : point,
    ),
  };
}

export const assistant: Contender[] = [
  contender('the pack without phrasings', (pack) => withoutPhrasings(pack, () => true)),
  contender('the whole pack', (pack) => pack),
];
