/** What stands before a correction does not count: 说错了，是法院. */
import type { Asking } from '../response.ts';
import { understand } from './understand.ts';

/** 说错了，是法院: what stands before the correction does not count. */
export function afterCorrection(asking: Asking): Asking {
  const { asked, engine, voice: formatter } = asking;
  const match =
    /^(?:我)?(?:不是|不问|没问|不要|不找)[^,.!不]{1,10}[,.!]\s*(?:我)?(?:说的是|问的是|要的是|说的|问的|是|要|说|问|找)/.exec(
      asked.text,
    ) ??
    /^(?:.{0,6}?)(?:不对|说错了|错了|搞错了|打错了|弄错了|口误|更正|算了)[,，.\s!]*(?:我)?(?:说的是|是说|问的是|想问的是|是|要的是|还是看|看|应该是)?/.exec(
      asked.text,
    );
  if (!match || match[0].length >= asked.text.length) return asking;
  const text = asked.text.slice(match[0].length).replace(/的吧$|吧$/, '');
  const again = understand(text, formatter.now, engine.vocabulary);
  again.marks.push({ tag: 'correct', value: '', text: match[0], start: 0, end: 0 });
  return { ...asking, asked: again, said: text };
}
