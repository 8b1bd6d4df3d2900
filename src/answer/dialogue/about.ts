/** The same asker with other words. */
import { understand } from '../analyse/understand.ts';
import type { Asking } from '../response.ts';

export function about(asking: Asking, text: string): Asking {
  return { ...asking, said: text, asked: understand(text, asking.voice.now, asking.engine.vocabulary) };
}
