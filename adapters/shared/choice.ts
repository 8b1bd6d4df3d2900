/** Resolves a typed number to the choice of the last card that carries that number. */
import type { Card } from '../../src/model/card.ts';

/** The choice's question; a row listed under the number takes precedence, and then the text itself is returned. */
export function picked(text: string, shown: Pick<Card, 'blocks' | 'choices'> | undefined): string {
  const digits = /^[（(]?([0-9０-９]{1,4})[）).、．]?$/.exec(text.trim())?.[1]?.normalize('NFKC');
  if (!digits || !shown) return text;
  const number = Number(digits);
  const listed = shown.blocks.some(
    (block) => block.type === 'list' && block.items.some((item) => item.number === number),
  );
  return (listed ? undefined : shown.choices[number - 1]?.question) ?? text;
}
