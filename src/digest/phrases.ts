/** Says the sentences of digests and schedules by language, with the names of weekdays, months and periods. */
import { fill, type Language } from '../language/answer-phrases.ts';
import { en } from './phrases/en.ts';
import { zh } from './phrases/zh.ts';

export type DigestPhrase = keyof typeof zh;
const phrases: Record<Language, Record<DigestPhrase, string>> = { zh, en };

export type SayDigest = (key: DigestPhrase, slots?: Record<string, string | number>) => string;

export const digestSpeaker =
  (language: Language): SayDigest =>
  (key, slots) =>
    fill(phrases[language][key], slots);

export const weekdayNames: Record<Language, readonly string[]> = {
  zh: ['周一', '周二', '周三', '周四', '周五', '周六', '周日'],
  en: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
};

export const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

const ordinals: Record<Language, readonly string[]> = {
  zh: ['', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十'],
  en: ['', 'first', 'second', 'third', 'fourth', 'fifth'],
};

export const ordinal = (language: Language, n: number): string =>
  ordinals[language][n] ?? (language === 'zh' ? `${n}` : `${n}th`);

export const periodNames: Record<Language, Record<'month' | 'quarter' | 'year', string>> = {
  zh: { month: '每月', quarter: '每季度', year: '每年' },
  en: { month: 'month', quarter: 'quarter', year: 'year' },
};
