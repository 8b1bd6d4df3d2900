/** Chinese text as words for peers that expect blanks between words. */

const runs = /\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{N}])+/gu;
const han = /^\p{Script=Han}/u;
const segmenter = new Intl.Segmenter('zh-CN', { granularity: 'word' });

/** Overlapping pairs of characters; words of other scripts and numbers stay whole. */
export function pairs(text: string): string[] {
  const found: string[] = [];
  for (const [run] of text.normalize('NFKC').toLowerCase().matchAll(runs)) {
    const characters = [...run];
    if (!han.test(run) || characters.length === 1) found.push(run);
    else for (let i = 1; i < characters.length; i++) found.push(characters[i - 1]! + characters[i]!);
  }
  return found;
}

export function words(text: string): string[] {
  const found: string[] = [];
  for (const { segment, isWordLike } of segmenter.segment(text.normalize('NFKC').toLowerCase()))
    if (isWordLike) found.push(segment);
  return found;
}
