/** The terminal hears every line once and in order, shows every card, and is silent after stop. */
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { Terminal } from '../../../adapters/terminal/terminal.ts';
import type { Card } from '../../../src/model/card.ts';
import type { Message } from '../../../src/model/message.ts';

const say = (text: string, more: Partial<Card> = {}): Card => ({
  blocks: [{ type: 'text', text }],
  choices: [],
  sources: [],
  ...more,
});
const choices = ['甲', '乙', '丙'].map((label) => ({ label, question: `${label}是什么？` }));

function open() {
  const input = new PassThrough();
  const output = new PassThrough();
  const reported: unknown[] = [];
  let shown = '';
  output.setEncoding('utf8').on('data', (text: string) => {
    shown += text;
  });
  const terminal = new Terminal({
    input,
    output,
    greeting: say('你好', { choices }),
    exitWords: ['/quit'],
    failureText: '没能答上来',
    report: (error) => reported.push(error),
    now: () => new Date(0),
  });
  return { input, terminal, reported, shown: () => shown };
}

const textOf = ({ content: what }: Message) => (what.type === 'text' ? what.text : '');

describe('terminal', () => {
  it('answers line by line, in order, however slow the answers are', async () => {
    const { input, terminal, shown } = open();
    const ids = new Set<string>();
    await terminal.start(async (message) => {
      ids.add(message.id);
      await new Promise((resolve) => setTimeout(resolve, textOf(message) === '一' ? 20 : 0));
      return say(`答${textOf(message)}`);
    });
    input.end('一\n\n  二  \r\n三');
    await terminal.ended;
    expect(shown()).toMatch(/^你好[\s\S]*答一\n\n答二\n\n答三\n\n$/);
    expect(ids.size).toBe(3);
  });

  it('takes a typed number for a choice of the card shown last', async () => {
    const { input, terminal } = open();
    const received: string[] = [];
    await terminal.start(async (message) => {
      received.push(textOf(message));
      return received.length === 1
        ? say('列表', { choices, blocks: [{ type: 'list', items: [{ id: 'task:2', number: 2, text: '…' }] }] })
        : say('无');
    });
    input.end('２.\n1\n3\n');
    await terminal.ended;
    // The greeting's second; the list's first choice, as no row is numbered 1; then a card without choices.
    expect(received).toEqual(['乙是什么？', '甲是什么？', '3']);
  });

  it('leaves the number of a listed row as it is', async () => {
    const { input, terminal } = open();
    const received: string[] = [];
    await terminal.start(async (message) => {
      received.push(textOf(message));
      return say('列表', { choices, blocks: [{ type: 'list', items: [{ id: 'task:2', number: 2, text: '…' }] }] });
    });
    input.end('问\n2\n');
    await terminal.ended;
    expect(received).toEqual(['问', '2']);
  });

  it('says so when an answer fails, and goes on', async () => {
    const { input, terminal, reported, shown } = open();
    await terminal.start(async (message) => {
      if (textOf(message) === '坏') throw new Error('broken');
      return say('好');
    });
    input.end('坏\n行\n');
    await terminal.ended;
    expect(reported).toEqual([new Error('broken')]);
    expect(shown()).toContain('没能答上来');
    expect(shown()).toContain('好');
  });

  it('is silent when there is nothing to say, after somebody left, and after stop, twice', async () => {
    const { input, terminal, shown } = open();
    const received: string[] = [];
    await terminal.start(async (message) => {
      received.push(textOf(message));
      return undefined;
    });
    const before = shown();
    input.write('一\n/QUIT\n二\n');
    await terminal.ended;
    await terminal.stop();
    await terminal.stop();
    input.end('三\n');
    await new Promise((resolve) => setImmediate(resolve));
    expect(received).toEqual(['一']);
    expect(shown().startsWith(before)).toBe(true);
    expect(shown()).not.toContain('没能');
  });
});
