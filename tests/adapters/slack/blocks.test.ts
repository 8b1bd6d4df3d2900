/** Cards as Block Kit: what stands where, and that no card is over a limit of Slack's. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { languageOfCard } from '../../../adapters/shared/card-language.ts';
import { type Posting, toHome, toPostings } from '../../../adapters/slack/blocks.ts';
import type { Block, Card } from '../../../src/model/card.ts';
import { fuzzRuns } from '../../setup/fuzz.ts';
import { faultOfBlocks, refusalOf } from './stand-in/limits.ts';
import type { Draft } from './stand-in/message.ts';
import { look } from './stand-in/screen.ts';

const card = (more: Partial<Card>): Card => ({ blocks: [], choices: [], sources: [], ...more });
const draft = (posting: Posting): Draft => ({ channel: 'C1', ...posting }) as unknown as Draft;
const seen = (postings: readonly Posting[]) => postings.map((each) => look(draft(each)).text).join('\n');
const only = <T>(all: readonly T[]): T => {
  expect(all).toHaveLength(1);
  return all[0]!;
};
const kinds = ({ blocks }: Posting) => blocks.map(({ type }) => type);

const answer = card({
  id: 'card-7',
  title: '第24项',
  blocks: [
    { type: 'text', text: '由市公安局牵头。' },
    { type: 'quote', text: '建立“快保护”机制' },
    { type: 'facts', facts: [{ label: '责任单位', value: '市公安局' }] },
    { type: 'list', label: '牵头', items: [{ id: 'task:24', number: 24, text: '快保护★' }] },
  ],
  choices: [{ label: '配合单位', question: '第24项的配合单位是谁' }],
  choicesLabel: '也可以问',
  actions: [{ label: '原文', question: '原文 24' }],
  sources: ['附件1 第24项', '三(一)2'],
});

describe('a card', () => {
  it('stands in one message: title, words, sources, choices, judgement', () => {
    const posting = only(toPostings(answer, true));
    const body = ['rich_text', 'rich_text', 'rich_text', 'rich_text', 'rich_text'];
    expect(kinds(posting)).toEqual(['header', ...body, 'context', 'rich_text', 'actions', 'actions']);
    const lines = seen([posting]).split('\n');
    for (const line of [
      '第24项',
      '责任单位：市公安局',
      '24 快保护★',
      '——附件1 第24项；三(一)2',
      '也可以问：',
      '配合单位',
      '原文',
    ])
      expect(lines).toContain(line);
  });

  it('carries its id and the whole question in its buttons', () => {
    const values = only(toPostings(answer, true)).blocks.flatMap((block) =>
      block.type === 'actions' ? block.elements.map((each) => ('value' in each ? each.value : '')) : [],
    );
    expect(values).toEqual([
      '{"card":"card-7","question":"第24项的配合单位是谁"}',
      '{"card":"card-7","question":"原文 24"}',
      'card-7',
      'card-7',
    ]);
  });

  it('is not judged where it has no id, or where nobody is to judge', () => {
    expect(seen(toPostings(answer, false))).not.toContain('没用');
    expect(seen(toPostings(card({ blocks: answer.blocks }), true))).not.toContain('没用');
    expect(seen(toPostings(answer, true))).toContain('没用');
  });

  it('says the same as text for notifications, escaped', () => {
    const { text } = only(toPostings(card({ blocks: [{ type: 'text', text: '<!channel> A&B' }] }), false));
    expect(text).toBe('&lt;!channel&gt; A&amp;B');
  });

  it('is judged in the language in which it speaks', () => {
    const english = card({ id: '1', blocks: [{ type: 'text', text: 'Who leads it' }] });
    expect(languageOfCard(english)).toBe('en');
    expect(seen(toPostings(english, true))).toContain('Not useful');
    expect(languageOfCard(answer)).toBe('zh');
  });

  it('opens the address of a source, and nothing else', () => {
    const { blocks } = only(toPostings(card({ sources: ['见 https://example.org/a?b=1&c=2。', '附件1'] }), false));
    expect(blocks.at(-1)).toEqual({
      type: 'context',
      elements: [{ type: 'mrkdwn', text: '<https://example.org/a?b=1&amp;c=2>', verbatim: true }],
    });
    expect(look(draft({ text: '', blocks })).pings).toEqual([]);
  });

  it('shows a label as a line that no button holds', () => {
    const label = '很'.repeat(80);
    const shown = seen(toPostings(card({ choices: [{ label, question: '问' }] }), false));
    expect(shown.split('\n')).toContain(`1 ${label}`);
    const question = '问'.repeat(2_000);
    const without = only(toPostings(card({ choices: [{ label: '长', question }] }), false));
    expect(kinds(without)).toEqual(['rich_text']);
    expect(seen([without])).toBe('1 长');
  });

  it('keeps a title that is no header', () => {
    expect(kinds(only(toPostings(card({ title: '题'.repeat(151) }), false)))).toEqual(['rich_text']);
  });

  it('fills a home page as far as it takes it, and can be subscribed from there', () => {
    const blocks = Array.from({ length: 120 }, (_, n): Block => ({ type: 'text', text: `第${n}行` }));
    const home = toHome(card({ blocks }));
    expect(faultOfBlocks(home as never, 100)).toBeUndefined();
    expect(look(draft({ text: '', blocks: home })).text).toMatch(/以下略.*订阅到期提醒$/s);
  });
});

const words = fc.string({
  unit: fc.constantFrom('知', '<', '&', '*', '\n', 'a', ' ', '。', '👍🏽', '@'),
  maxLength: 4_000,
});
const some = fc.string({ unit: fc.constantFrom('知', '&', 'a', '。'), minLength: 1, maxLength: 200 });
const block: fc.Arbitrary<Block> = fc.oneof(
  words.map((text): Block => ({ type: 'text', text })),
  words.map((text): Block => ({ type: 'quote', text })),
  fc
    .array(fc.record({ label: some, value: words }), { maxLength: 5 })
    .map((facts): Block => ({ type: 'facts', facts })),
  fc
    .array(some, { maxLength: 90 })
    .map((rows): Block => ({ type: 'list', items: rows.map((text, n) => ({ id: `${n}`, number: n, text })) })),
);
const anyCard: fc.Arbitrary<Card> = fc.record(
  {
    id: some,
    title: some,
    blocks: fc.array(block, { maxLength: 8 }),
    choices: fc.array(fc.record({ label: some, question: words }), { maxLength: 30 }),
    choicesLabel: some,
    actions: fc.array(fc.record({ label: some, question: some }), { maxLength: 4 }),
    sources: fc.array(some, { maxLength: 40 }),
  },
  { requiredKeys: ['blocks', 'choices', 'sources'] },
);

const ink = (text: string) => text.replace(/\s/g, '');

it('no card is over a limit, and none loses a word', () => {
  fc.assert(
    fc.property(anyCard, (any) => {
      const postings = toPostings(any, true);
      expect(postings.flatMap((each) => refusalOf(draft(each)) ?? [])).toEqual([]);
      const shown = ink(seen(postings));
      for (const each of any.blocks)
        if (each.type === 'text' || each.type === 'quote') expect(shown).toContain(ink(each.text));
      for (const { label } of any.choices) expect(shown).toContain(ink(label));
      for (const posting of postings) expect(look(draft(posting)).pings).toEqual([]);
    }),
    { numRuns: fuzzRuns(60) },
  );
});
