/** The language of a card, for the words that a door adds to it. */
import { languageOf } from '../../src/language/detect.ts';
import type { Card } from '../../src/model/card.ts';

/** Of the card's own sentences; quoted names of units stay Chinese in an English answer. */
export function languageOfCard({ blocks, title = '', choicesLabel = '' }: Card): 'zh' | 'en' {
  const own = blocks.flatMap((block) => {
    if (block.type === 'facts') return block.facts.map(({ label }) => label);
    return block.type === 'text' ? block.text : [];
  });
  return languageOf([...own, title, choicesLabel].join(''), 1);
}
