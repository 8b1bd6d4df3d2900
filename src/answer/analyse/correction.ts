/** What stands before a correction does not count: 说错了，是法院. */
import type { AnswerContext } from '../response.ts';
import { parseQuestion } from './parse-question.ts';

const place = '(?:第)?(?:\\d{1,3}|[一二三四五六七八九十]{1,3})(?:个)?(?:项|条|号|阶段|款|月)';
const level = '(?:省|市|区)(?:里|上|级)?的?';
const selfReference = '(?:我)?(?:说的|问的|要的|指的)?';
/** 不是36项是63项, 不问省里的，问市里的: of two of a kind the first is taken back. Something stands between them: 不是市市直属局 takes nothing back. */
const exchanges = [place, level].map(
  (one) =>
    new RegExp(
      `${selfReference}(?:不是|不问|不要|没问)(?:${one})(?:[,，]\\s*(?:而)?${selfReference}(?:是|问|要)?|(?:而)?${selfReference}(?:是|问|要))(?=${one})`,
    ),
);
/** 是第三阶段，不是第二阶段: the second is taken back. */
const takenBack = [place, level].map((one) => new RegExp(`(?<=${one})[,，]?\\s*(?:而)?不(?:是|问|要)(?:${one})`));

/** The question without what it takes back in passing. */
function withoutTakenBack(text: string): string {
  return [...exchanges, ...takenBack].reduce((left, pattern) => left.replace(pattern, ''), text);
}

const corrected = '不对|说错了?|错了|搞错了?|打错了?|弄错了?|问错了?|口误|更正|算了|反了|不不不|不是不是';
const meant =
  '(?:我)?(?:说的是|是说|是要说|要说的是|问的是|想问的是|要的是|指的是|要问的是|是想问|是要|应该?是|应为|是|还是看|看|要)?';
const refused =
  /^(?:[哎哦啊嗯唉也,]){0,3}(?:我)?(?:不是|不问|没问|不要|不找)[^,.!不]{1,10}[,.!]\s*(?:我)?(?:说的是|问的是|要的是|说的|问的|是|要|说|问|找)/;
const wrong = new RegExp(`^(?:.{0,6}?)(?:(?:${corrected})[了啊呀哦\\s,，.!。]*)+${meant}`);

/** 说错了，是法院: what stands before the correction does not count; twice, for a correction within one. */
export function afterCorrection(first: AnswerContext): AnswerContext {
  const context = replaced(first, withoutTakenBack(first.asked.text));
  const { asked, engine, formatter } = context;
  const cut = (text: string) => (refused.exec(text) ?? wrong.exec(text))?.[0].length ?? 0;
  const once = cut(asked.text);
  const length = once + cut(asked.text.slice(once));
  if (!length || length >= asked.text.length) return context;
  const text = asked.text.slice(length).replace(/的吧$|吧$/, '');
  const again = parseQuestion(text, formatter.now, engine.vocabulary);
  again.tokens.push({ tag: 'correct', value: '', text: asked.text.slice(0, length), start: 0, end: 0 });
  return { ...context, asked: again, uncorrected: text };
}

function replaced(context: AnswerContext, text: string): AnswerContext {
  const { asked, engine, formatter } = context;
  if (text === asked.text) return context;
  return { ...context, asked: parseQuestion(text, formatter.now, engine.vocabulary), uncorrected: text };
}
