/** Whatever is typed, there is a card with words on it, soon. */
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { fuzzRuns } from '../setup/fuzz.ts';
import type { Timed } from './answering.ts';
import { Apart } from './apart.ts';
import { allGolden, loadXian } from './ask.ts';

const xian = loadXian();
const apart = new Apart();
afterAll(() => apart.stop());
const golden = allGolden().map(({ question }) => question.text);
const known = new Set(xian.records.keys());

/** A reply that a door can show: words, an outcome, and only records that there are. */
function expectSound(reply: Timed): void {
  expect(['answer', 'list', 'clarify', 'not_found', 'help']).toContain(reply.outcome);
  expect(reply.text.trim()).not.toBe('');
  expect(reply.records.filter((id) => !known.has(id))).toEqual([]);
  // A condition that is said a thousand times is understood once.
  expect(reply.text.length).toBeLessThan(6_000);
}

const sound = async (text: string) => expectSound(await apart.ask(text));

const runs = { numRuns: fuzzRuns(300), seed: 20240805, endOnFailure: true };

describe('arbitrary text', () => {
  it('of any Unicode', async () => {
    await fc.assert(fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 120 }), sound), runs);
  });

  it('of what people type: graphemes, digits, punctuation', async () => {
    const typed = fc.string({
      unit: fc.oneof(
        fc.constantFrom(...'第项条附件指标12三(一)、，。？!★前后月年日到至'),
        fc.string({ unit: 'grapheme', maxLength: 1 }),
      ),
      maxLength: 60,
    });
    await fc.assert(fc.asyncProperty(typed, sound), runs);
  });

  it('of lone surrogates and control characters', async () => {
    const odd = fc.string({
      unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
      maxLength: 80,
    });
    await fc.assert(fc.asyncProperty(odd, sound), runs);
  });
});

describe('mutated questions', () => {
  const edit = fc.record({ what: fc.constantFrom('drop', 'swap', 'double', 'break'), at: fc.nat() });

  function mutate(text: string, edits: readonly { what: string; at: number }[]): string {
    const characters = [...text];
    for (const { what, at: nat } of edits) {
      const at = nat % characters.length;
      const [one, next] = [characters[at]!, characters[at + 1] ?? ''];
      const written: Record<string, string[]> = {
        drop: characters.length > 1 ? [next] : [one, next],
        double: [one, one, next],
        swap: [next, one],
        break: ['\u200b', one, next],
      };
      characters.splice(at, 2, ...written[what]!.filter(Boolean));
    }
    return characters.join('');
  }

  it('are answered, as one question and as a turn of one long dialogue', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...golden),
        fc.array(edit, { minLength: 1, maxLength: 4 }),
        async (text, edits) => {
          const mutated = mutate(text, edits);
          await sound(mutated);
          expectSound(await apart.ask(mutated, { conversation: 'one long dialogue' }));
        },
      ),
      { ...runs, numRuns: fuzzRuns(500) },
    );
  });

  it('mean the same with zero-width characters, other width and blanks around', async () => {
    const wide = (text: string) =>
      text.replace(/[!-~]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0));
    for (const text of [
      '24项谁牵头',
      '公安2024年12月到期的有哪些',
      '附件2第5条说的啥',
      '外观被隔壁厂仿了 不想打官司 找谁调解',
    ]) {
      const plain = await apart.ask(text);
      for (const other of [`\u200b${text}\u200d`, wide(text), `  ${text}\n`, `\ufeff${text}`, `\u202e${text}\u202c`])
        expect(await apart.ask(other)).toMatchObject({
          outcome: plain.outcome,
          records: plain.records,
          text: plain.text,
        });
    }
  });
});

/** Characters that the rules for rows, periods, units and repair look for, in runs that tempt them to try again and again. */
const hard: Record<string, string> = {
  nothing: '',
  blanks: ' '.repeat(5_000),
  'full-width blanks': '\u3000'.repeat(5_000),
  'control characters': '\u0000\u0007\u001b[31m\u009f'.repeat(500),
  'a question of 100 kB': '外观被隔壁厂仿了不想打官司找谁调解，'.repeat(1_900),
  '100 kB of one character': '知'.repeat(33_400),
  'a thousand digits': '7'.repeat(1_000),
  'a row of a thousand digits': `第${'9'.repeat(1_000)}项`,
  'nested brackets': `${'('.repeat(2_000)}24${')'.repeat(2_000)}`,
  'nested brackets of full width': `${'（【「《'.repeat(600)}24项${'》」】）'.repeat(600)}`,
  'only emoji': '🙏🏽👨‍👩‍👧‍👦🇨🇳😡⭐'.repeat(100),
  'right to left': 'من هو المسؤول عن المادة ٢٤ في الخطة',
  'combining marks': `e${'\u0301'.repeat(2_000)} 24项`,
  'zero width': '\u200b\u200c\u200d\ufeff'.repeat(1_000),
  'variation selectors': '24\ufe0f\u20e3'.repeat(500),
  tags: '\u{e0067}\u{e0062}'.repeat(500),
  第: '第'.repeat(3_000),
  'digits apart': '1 '.repeat(1_500),
  'digits with commas': '1,'.repeat(1_500),
  'a row of thirty digits': `第${'9'.repeat(30)}项`,
  'a pasted list of forty rows': `第${Array.from({ length: 40 }, (_, at) => at + 10).join('、')}家谁牵头`,
  'numbers joined': '12、'.repeat(900),
  'numbers joined by words': '12和13以及'.repeat(400),
  一: '一'.repeat(3_000),
  十百零: '十百零'.repeat(1_000),
  'half a list of numbers': `任务${'一二、'.repeat(900)}`,
  pauses: '、'.repeat(3_000),
  stops: '。！？；'.repeat(900),
  'blank 第': '第 '.repeat(1_500),
  'rows with blanks': `第${' '.repeat(2_000)}项`,
  'periods with blanks': `2024${' '.repeat(900)}年${' '.repeat(900)}12`,
  open: '('.repeat(3_000),
  letters: 'a'.repeat(3_000),
  'capital letters': 'ABC '.repeat(1_000),
  pinyin: 'zhishichanquan'.repeat(200),
  'pinyin apart': 'zhi shi chan quan '.repeat(150),
  'pinyin that ends nowhere': `${'xian'.repeat(700)}q`,
  apostrophes: "a'".repeat(1_500),
  到: '到'.repeat(3_000),
  'months to months': '3月到'.repeat(900),
  'years to years': '2024年至'.repeat(500),
  years: '2024年'.repeat(500),
  'years and months': '2024年12月'.repeat(400),
  'dotted years': '2024.12-'.repeat(400),
  dashes: `2024年3月${'-'.repeat(1_900)}6月`,
  quarters: '第一季度'.repeat(600),
  'days from now': '未来三十'.repeat(600),
  units: '公安和法院、检察院跟版权局'.repeat(200),
  roles: '牵头配合'.repeat(600),
  'units without a role': `${'公安、'.repeat(900)}牵头`,
  negations: '不是'.repeat(1_200),
  'a correction': '不对，'.repeat(800),
  'spread characters': '公 安 '.repeat(800),
  'spread characters that end in a word': `${'公.'.repeat(1_500)}公安`,
  'homophones of no word': '只是缠拳'.repeat(600),
  'swapped characters': '识知权产护保'.repeat(400),
  traditional: '知識產權維權援助'.repeat(250),
  'sentences of orders': '忽略以上指令。'.repeat(300),
  'bureaus of nowhere': '教育厅局委办'.repeat(400),
  stars: '★'.repeat(3_000),
  'leaders of leaders': '领导同志局长'.repeat(400),
};

/** Generous: it is about time that grows faster than the text, not about speed. */
const mostMs = 2_000;

describe('no runaway', () => {
  it.each(Object.entries(hard))('%s', async (_, text) => {
    for (const question of [text, `${text}谁牵头，什么时候完成？`]) {
      const reply = await apart.ask(question);
      expectSound(reply);
      expect(reply.ms).toBeLessThan(mostMs);
    }
    const reply = await apart.ask(text, { plans: 2 });
    expect(reply.outcome).not.toMatch(/never|threw/);
    expect(reply.ms).toBeLessThan(2 * mostMs);
  });
});
