/** Tells whether people write Chinese or English, so that a reply comes in the language of the message. */
import type { Language } from './answer-phrases.ts';

const chinese = /[\u3400-\u9fff]/;

/** English only where at least `minLetters` letters stand together and nothing is Chinese: 👍 and numbers get Chinese. */
export const languageOf = (text: string, minLetters = 2): Language =>
  !chinese.test(text) && new RegExp(`[a-z]{${minLetters}}`, 'i').test(text) ? 'en' : 'zh';

/** Of the words of a schedule: neither am and pm nor `cron` tell the language. */
export const languageOfSchedule = (text: string): Language => languageOf(text.replace(/cron/i, ''), 3);
