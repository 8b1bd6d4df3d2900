/** What of a question a reading does not explain: plan words and names without a role, symbols, Latin words. */
import type { Chosen } from './conditions.ts';
import type { Gazetteer } from './gazetteer.ts';

const latinWord = /[a-z]{3,}/g;
const symbol = /[≠≥≤<>=!+*/^|&%]+/g;

/** Mentions that mean something and got no role; operators as symbols where no number or cell is counted. */
export function leftOver(text: string, chosen: readonly Chosen[], gazetteer: Gazetteer): string[] {
  const found: string[] = [];
  for (const { mention, role } of chosen) {
    if (role !== 'none' || mention.type === 'period') continue;
    if (mention.type === 'term' && !mention.quoted && gazetteer.text.share(mention.term) === 0) continue;
    found.push(text.slice(mention.start, mention.end));
  }
  for (const pattern of [latinWord, symbol])
    for (const match of text.matchAll(pattern)) {
      const inside = chosen.some(
        ({ mention }) => mention.start <= match.index && match.index + match[0].length <= mention.end,
      );
      if (!inside && !gazetteer.classes.at(text, match.index)) found.push(match[0]);
    }
  return found;
}
