/** Long texts are cut between lines, every part fits, and nothing is lost. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Measure,
  measureBytes,
  measureCharacters,
  measureUtf16,
  splitText,
} from '../../../adapters/shared/split.ts';
import { fuzzRuns } from '../../setup/fuzz.ts';

const measures: Measure[] = [measureCharacters, measureUtf16, measureBytes];
/** The largest single character, in bytes. */
const smallest = 4;

const piece = fc.constantFrom(
  '知',
  '识',
  'a',
  'Z',
  ' ',
  '，',
  '。',
  '5',
  '.',
  '👍🏽',
  '👨‍👩‍👧‍👦',
  'e\u0301',
  '\u3000',
  '\ud800',
  '🀄',
);
const line = fc.oneof(fc.string({ unit: piece, maxLength: 40 }), fc.string({ unit: 'grapheme', maxLength: 40 }));
const text = fc.array(line, { maxLength: 20 }).map((lines) => lines.join('\n'));
const limit = fc.record({ size: fc.integer({ min: smallest, max: 120 }), measure: fc.constantFrom(...measures) });

/** All that is to be seen: what blank space may be left out at a seam is not. */
const ink = (from: string) => from.replace(/\s/gu, '');

describe('splitText', () => {
  it('makes no part longer than the limit, none blank, and loses nothing', () => {
    fc.assert(
      fc.property(text, limit, (whole, { size, measure }) => {
        const parts = splitText(whole, { size, measure });
        for (const part of parts) expect(measure(part)).toBeLessThanOrEqual(size);
        for (const part of parts) expect(part.trim()).not.toBe('');
        expect(ink(parts.join(''))).toBe(ink(whole));
      }),
      { numRuns: fuzzRuns(2000) },
    );
  });

  it('cuts only between lines while each of them fits', () => {
    const words = fc.array(fc.string({ unit: fc.constantFrom('知', 'a', '，', '👍🏽'), minLength: 1, maxLength: 12 }));
    fc.assert(
      fc.property(words, fc.constantFrom(...measures), (lines, measure) => {
        const size = Math.max(smallest, ...lines.map(measure));
        const parts = splitText(lines.join('\n'), { size, measure });
        expect(parts.join('\n')).toBe(lines.join('\n'));
        // As few as the order allows: no part could have taken the first line of the next.
        parts.slice(1).forEach((part, index) => {
          expect(measure(`${parts[index]}\n${part.split('\n')[0]}`)).toBeGreaterThan(size);
        });
      }),
      { numRuns: fuzzRuns(1000) },
    );
  });

  it('leaves a text that fits as it is, blank lines included', () => {
    expect(splitText('甲\n\n乙\n', { size: 10, measure: measureCharacters })).toEqual(['甲\n\n乙\n']);
    expect(splitText(' \n', { size: 10, measure: measureCharacters })).toEqual([]);
  });

  it('counts in the unit of the platform', () => {
    const lines = '知识产权\n知识产权';
    expect(splitText(lines, { size: 9, measure: measureCharacters })).toHaveLength(1);
    expect(splitText(lines, { size: 24, measure: measureBytes })).toEqual(['知识产权', '知识产权']);
    expect(splitText('🀄🀄', { size: 2, measure: measureCharacters })).toHaveLength(1);
    expect(splitText('🀄🀄', { size: 2, measure: measureUtf16 })).toEqual(['🀄', '🀄']);
  });

  it('cuts a line that is too long where a sentence ends, else a phrase, else between graphemes', () => {
    const cut = (long: string, size: number) => splitText(long, { size, measure: measureCharacters });
    expect(cut('一二三四。五六七，八九十。', 9)).toEqual(['一二三四。', '五六七，八九十。']);
    expect(cut('说：“一二三！”四五六七八', 9)).toEqual(['说：“一二三！”', '四五六七八']);
    expect(cut('一二三四，五六七八九十', 8)).toEqual(['一二三四，', '五六七八九十']);
    expect(cut('at 3.5 or https://a.example/b?c=d', 30)).toEqual(['at 3.5 or https://a.example/b?', 'c=d']);
    expect(cut('version 3.5555', 12)).toEqual(['version ', '3.5555']);
    expect(cut('👨‍👩‍👧‍👦👨‍👩‍👧‍👦', 10)).toEqual(['👨‍👩‍👧‍👦', '👨‍👩‍👧‍👦']);
    // A grapheme that is too long by itself falls apart rather than getting lost.
    expect(cut('👨‍👩‍👧‍👦', 4).join('')).toBe('👨‍👩‍👧‍👦');
  });

  it('goes on with what follows a line that was cut', () => {
    expect(splitText('一\n二三四五六\n七', { size: 4, measure: measureCharacters })).toEqual([
      '一',
      '二三四五',
      '六\n七',
    ]);
  });

  it('refuses a limit that no character fits into', () => {
    expect(() => splitText('知', { size: 2, measure: measureBytes })).toThrow(RangeError);
  });
});
