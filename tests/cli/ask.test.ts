/** `ask` answers one question, or many as JSON lines, whatever it is given. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { invoke } from './invoke.ts';
import { smallPlan, tempFolder } from './launch.ts';

const lines = (out: string) =>
  out
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

describe('ask', () => {
  it('takes the question from the words or from a pipe, with the same answer', async () => {
    const words = await invoke(['ask', '第24项的', '责任单位', '--now', '2025-06-10']);
    const piped = await invoke(['ask', '--now', '2025-06-10'], { input: '\ufeff第24项的 责任单位\r\n' });
    expect(words).toMatchObject({ code: 0, err: '' });
    expect(words.out).toContain('市市场监管局');
    expect(words.out).toContain('第24项');
    expect(piped).toEqual(words);
  });

  it('answers in one line of JSON', async () => {
    const { code, out } = await invoke(['ask', '--json', '第24项的完成时限']);
    expect(code).toBe(0);
    const [answer, ...more] = lines(out);
    expect(more).toEqual([]);
    expect(answer).toMatchObject({
      id: 'ask',
      kind: 'answer',
      records: expect.arrayContaining(['task:24']),
      pack: 'xian-ip',
    });
    expect(answer.text).toMatch(/2024/);
    expect(answer.sources.length).toBeGreaterThan(0);
    expect(Array.isArray(answer.choices)).toBe(true);
    expect(answer).not.toHaveProperty('trace');
  });

  it('explains itself after the reply, or in a field', async () => {
    const question = '第24项的完成时限';
    const [plain, said, json] = await Promise.all([
      invoke(['ask', question, '--now', '2025-06-10']),
      invoke(['ask', '--explain', question, '--now', '2025-06-10']),
      invoke(['ask', '--explain', '--json', question]),
    ]);
    expect(said.out.startsWith(plain.out)).toBe(true);
    expect(said.out.length).toBeGreaterThan(plain.out.length);
    expect(lines(json.out)[0].trace.length).toBeGreaterThan(0);
  });

  it('reads a batch by line feeds alone, and stops at a line that is no question', async () => {
    const question = { id: '1', q: '第24项\u2028谁牵头' };
    const read = await invoke(['ask', '--batch'], { input: `${JSON.stringify(question)}\n` });
    expect(lines(read.out)).toMatchObject([{ id: '1', text: expect.stringContaining('市市场监管局') }]);
    const long = await invoke(['ask', '--batch'], { input: `${JSON.stringify(question)}\n${'x'.repeat(1_000_001)}` });
    expect(lines(long.out)).toHaveLength(1);
    expect(long).toMatchObject({ code: 2, err: expect.stringContaining('Line 2') });
  });

  it('says what to do where there is no question', async () => {
    const { code, out, err } = await invoke(['ask'], { input: ' \n' });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('qinzhi ask "');
    expect(err).toContain('qinzhi chat');
  });

  it('says what a time looks like', async () => {
    const { code, err } = await invoke(['ask', '--now', '2025-02-30', '第1项']);
    expect(code).toBe(2);
    expect(err).toContain('--now');
  });

  it.each([
    ['100 kB on one line', '调解找谁'.repeat(9_000)],
    ['a hundred thousand brackets', '（'.repeat(100_000)],
    ['only marks and emoji', '???!!!🙏🙏\u200d\ufe0f'],
    ['control characters', '\u001b[2J\u0000\u009b谁牵头'],
  ])('survives %s', async (_what, input) => {
    const { code, out, err } = await invoke(['ask', '--json'], { input });
    expect(err).toBe('');
    expect(code).toBe(0);
    expect(lines(out)[0].text).not.toBe('');
    expect(lines(out)[0].text).not.toContain('\u001b');
  });

  it('refuses a faulty pack with every fault, and answers from a freshly imported one', async () => {
    const folder = tempFolder();
    const source = join(folder, 'plan.txt');
    writeFileSync(source, smallPlan);
    const packs = join(folder, 'packs');
    await invoke(['import', source, '--out', join(packs, 'corner')]);
    const answered = await invoke(['ask', '--json', '第2项的责任单位是谁', '--knowledge', packs]);
    expect(answered.err).toBe('');
    expect(lines(answered.out)[0]).toMatchObject({ pack: 'corner', records: expect.arrayContaining(['task:2']) });
    expect(answered.out).toContain('镇团委');
    writeFileSync(join(packs, 'corner', 'units.json'), '{ "units": 3 }');
    const refused = await invoke(['ask', '第2项'], { env: { QINZHI_KNOWLEDGE: packs } });
    expect(refused).toMatchObject({ code: 2, out: '' });
    expect(refused.err).toContain('units.json');
    expect(refused.err).not.toMatch(/^\s+at /m);
  });
});

describe('ask --batch', () => {
  const batch = (input: string) => invoke(['ask', '--batch'], { input });

  it('answers line by line in order, and tells a broken line without stopping', async () => {
    const { code, out, err } = await batch(
      [
        '{"id":"a","q":"第24项谁负责","now":"2025-06-10T02:00:00.000Z","conversation":"c","user":"u"}',
        'not json',
        '',
        '{"id":"b"}',
        '{"id":"c","q":"第25项","now":"yesterday"}',
        '[]',
        '{"id":"d","q":"第25项谁负责","more":true}',
      ].join('\r\n'),
    );
    const answers = lines(out);
    expect(answers.map(({ id, line }) => id ?? line)).toEqual(['a', 2, 4, 5, 6, 'd']);
    expect(Object.keys(answers[0])).toEqual(['id', 'kind', 'records', 'text']);
    expect(answers[0].records[0]).toBe('task:24');
    expect(answers[5].records[0]).toBe('task:25');
    for (const broken of answers.slice(1, 5))
      expect(broken).toEqual({ id: null, line: expect.any(Number), error: expect.any(String) });
    expect(code).toBe(1);
    expect(err).toContain('4 of 6');
  });

  it('keeps the dialogue of one conversation, and keeps conversations apart', async () => {
    const ask = (id: string, q: string, conversation: string) =>
      JSON.stringify({ id, q, now: '2025-06-10T02:00:00Z', conversation, user: 'u' });
    const { code, out } = await batch(
      [ask('1', '第24项谁负责', 'x'), ask('2', '第59项谁负责', 'y'), ask('3', '那完成时限呢', 'x')].join('\n'),
    );
    expect(code).toBe(0);
    expect(lines(out)[2].records[0]).toBe('task:24');
  });

  it('has nothing to say to no lines', async () => {
    expect(await batch('\n')).toEqual({ code: 0, out: '', err: '' });
  });

  it('takes no question after the command', async () => {
    const { code, err } = await invoke(['ask', '--batch', '第1项']);
    expect(code).toBe(2);
    expect(err).toContain('standard input');
  });
});
