/** Questions as the assistant has them before it answers, for programs that learn from them. */
import { afterCorrection } from '../src/answer/analyse/correction.ts';
import { Cues } from '../src/answer/analyse/cues.ts';
import { understand } from '../src/answer/analyse/understand.ts';
import { Engine } from '../src/answer/engine.ts';
import { readersOf } from '../src/answer/read/readers.ts';
import type { Asking } from '../src/answer/response.ts';
import { clean } from '../src/answer/text/text.ts';
import { loadSpeech } from '../src/knowledge/load-common.ts';
import { dayAt } from '../src/knowledge/month.ts';
import { formatterFor } from '../src/language/format.ts';
import type { KnowledgePack } from '../src/model/pack/pack.ts';

/** @returns a maker of questions put to a pack at a moment; spelling is mended */
export function asker(pack: KnowledgePack): (text: string, at: Date) => Asking {
  const engine = new Engine(pack, loadSpeech());
  const parts = { engine, cues: new Cues(engine), readers: readersOf(engine), trace: () => {} };
  return (text, at) => {
    const said = clean(text);
    const now = dayAt(at, pack.facts.timeZone);
    const asked = understand(engine.repairer.mend(said), now, engine.vocabulary);
    const voice = formatterFor(pack, now, asked.english ? 'en' : 'zh');
    return afterCorrection({ ...parts, asked, voice, said });
  };
}
