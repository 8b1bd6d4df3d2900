/** The subject of a question: the words that are left once everything with a fixed meaning is taken out. */
import { chinese } from '../text/text.ts';
import type { Vocabulary } from './vocabulary.ts';

interface Span {
  start: number;
  end: number;
}

/** The text with spaces in place of the spans, so that all places stay as they are. */
export function blank(text: string, spans: Iterable<Span>): string {
  const characters = [...text.split('')];
  for (const { start, end } of spans) characters.fill(' ', start, end);
  return characters.join('');
}

const particle = /[的了吗呢吧啊呀和与及在是有不没]/;

/** 公共厕所: a character that is a filler elsewhere is none where it stands in three of the plan's own. */
function insidePrinted(piece: string, at: number, isPrinted: (triple: string) => boolean): boolean {
  if (particle.test(piece[at]!)) return false;
  return [at - 2, at - 1, at].some(
    (from) => from >= 0 && from + 3 <= piece.length && isPrinted(piece.slice(from, from + 3)),
  );
}

/** A run of Chinese without its fillers. */
function withoutFillers(piece: string, { fillers, concepts, isPrinted }: Vocabulary): string {
  // 条 is a filler, but not in 条例: a word of the plan's concepts is kept whole.
  const kept = concepts.read(piece);
  const isKept = ({ start, end }: Span) =>
    kept.some((word) => word.start <= start && end <= word.end) || insidePrinted(piece, start, isPrinted);
  return blank(
    piece,
    fillers.read(piece).filter((filler) => filler.text.length > 1 || !isKept(filler)),
  );
}

/** What is left of a text without the spans that are used, without fillers and marks. */
export function restOf(text: string, used: readonly Span[], vocabulary: Vocabulary): string {
  const isFiller = (piece: string) => vocabulary.fillers.read(piece).some((filler) => filler.text === piece);
  const left = blank(text, used)
    .split(/[^\u3400-\u9fff\u3007a-z0-9+'-]+/)
    .map((piece) => {
      if (chinese.test(piece)) return withoutFillers(piece, vocabulary);
      return isFiller(piece) ? '' : piece;
    })
    .join(' ');
  return left.replace(/\s+/g, ' ').trim();
}
