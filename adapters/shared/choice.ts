/** What a typed number stands for, in doors where choices are numbered lines. */
import type { Card } from '../../src/model/card.ts';

/** A number stands for a choice of the card shown last; a row that the card lists under that number goes first. Else the text itself. */
export function picked(text: string, shown: Pick<Card, 'blocks' | 'choices'> | undefined): string {
  const digits = /^[（(]?([0-9０-９]{1,4})[）).、．]?$/.exec(text.trim())?.[1]?.normalize('NFKC');
  if (!digits || !shown) return text;
  const number = Number(digits);
  const listed = shown.blocks.some(
    (block) => block.type === 'list' && block.items.some((item) => item.number === number),
  );
  return (listed ? undefined : shown.choices[number - 1]?.question) ?? text;
}
