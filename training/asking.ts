/** Questions as the assistant has them before it answers, for programs that learn from them. */
import { afterCorrection } from '../src/answer/analyse/correction.ts';
import { OutsideTopicFinder } from '../src/answer/analyse/outside-topics.ts';
import { parseQuestion } from '../src/answer/analyse/parse-question.ts';
import { Engine } from '../src/answer/engine.ts';
import { readersOf } from '../src/answer/read/readers.ts';
import type { AnswerContext } from '../src/answer/response.ts';
import { clean } from '../src/answer/text/text.ts';
import { loadSpeech } from '../src/knowledge/load-common.ts';
import { dayAt } from '../src/knowledge/month.ts';
import { formatterFor } from '../src/language/format.ts';
import type { KnowledgePack } from '../src/model/pack/pack.ts';
import type { CommonSpeech } from '../src/model/pack/speech.ts';

/**
 * @param withReaders which readers of sets there are; all by default
 * @returns a maker of questions put to a pack at a moment; spelling is mended
 */
export function asker(
  pack: KnowledgePack,
  {
    speech = loadSpeech(),
    withReaders = () => true,
  }: { speech?: CommonSpeech; withReaders?: (name: string) => boolean } = {},
): (text: string, at: Date) => AnswerContext {
  const engine = new Engine(pack, speech);
  const readers = readersOf(engine).filter(({ name }) => withReaders(name));
  const parts = { engine, outsideTopics: new OutsideTopicFinder(engine), readers, trace: () => {} };
  return (text, at) => {
    const typed = clean(text);
    const now = dayAt(at, pack.facts.timeZone);
    const asked = parseQuestion(engine.spelling.correct(typed), now, engine.vocabulary);
    const formatter = formatterFor(pack, now, asked.english ? 'en' : 'zh');
    return afterCorrection({ ...parts, asked, formatter, uncorrected: typed });
  };
}
