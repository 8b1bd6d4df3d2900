/** A golden case is judged by what it expects: a record, a set, or that the plan does not say it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { changes, judge, readGolden } from '../../src/knowledge/golden.ts';
import type { Fault } from '../../src/model/fault.ts';
import { tempFolder } from '../cli/launch.ts';

const said = (kind: string, records: string[] = [], text = '') => ({ kind, records, text });

describe('a lookup', () => {
  const wanted = { gold: ['task:3', 'measure:1'], accept: ['task:4'] };

  it('is right when the first record is one of those wanted', () => {
    expect(judge(wanted, said('answer', ['measure:1', 'task:9'])).right).toBe(true);
    expect(judge(wanted, said('list', ['task:3'])).right).toBe(true);
  });

  it('is near when a wanted or a neighbouring record is among the first three', () => {
    expect(judge(wanted, said('answer', ['task:9', 'task:3']))).toMatchObject({ right: false, near: true });
    expect(judge(wanted, said('answer', ['task:4']))).toMatchObject({ right: false, near: true });
    expect(judge(wanted, said('answer', ['task:7', 'task:8', 'task:9', 'task:3']))).toMatchObject({
      right: false,
      near: false,
    });
  });

  it('is wrong when it is asked back or declined, unless the question is open', () => {
    expect(judge(wanted, said('clarify', ['task:3']))).toMatchObject({ right: false, near: true });
    expect(judge({ ...wanted, clarify_ok: true }, said('clarify', ['task:3'])).right).toBe(true);
    expect(judge(wanted, said('not_found')).right).toBe(false);
  });

  it('needs the words, however months, brackets and width are written', () => {
    const words = { gold: ['task:3'], must_contain: ['2031.6', '市甲局(乙局)', '“快车道”'] };
    expect(judge(words, said('answer', ['task:3'], '2031年06月底前 市甲局（乙局） 快车道')).right).toBe(true);
    expect(judge(words, said('answer', ['task:3'], '2031年16月 市甲局（乙局）快车道'))).toMatchObject({
      right: false,
      near: true,
    });
  });
});

describe('a filter', () => {
  it('is right when the set is exact, in any order', () => {
    const wanted = { gold_set: ['task:1', 'task:2'] };
    expect(judge(wanted, said('list', ['task:2', 'task:1'])).right).toBe(true);
    expect(judge(wanted, said('list', ['task:2'])).why).toContain('lost task:1');
    expect(judge(wanted, said('list', ['task:2', 'task:1', 'task:3'])).why).toContain('extra task:3');
    expect(judge({ gold_set: [] }, said('list')).right).toBe(true);
  });
});

describe('a question that the plan does not answer', () => {
  it('is right when nothing is stated', () => {
    for (const reply of [said('not_found'), said('help'), said('list'), said('clarify', ['task:1'])])
      expect(judge({ gold: [] }, reply).right).toBe(true);
    for (const reply of [said('answer', ['task:1']), said('not_found', ['task:1']), said('answer')])
      expect(judge({ gold: [] }, reply).right).toBe(false);
  });
});

describe('a file of cases', () => {
  it('is asked turn by turn, each at its own minute', () => {
    const file = join(tempFolder(), 'talk.jsonl');
    const turns = [
      { user: '甲' },
      { user: '乙', user_id: 'u2' },
      { user: '丙', advance_minutes: 40, gold_set: ['task:1'] },
    ];
    writeFileSync(
      file,
      `${JSON.stringify({ id: 'c1', now: '2031-05-04', turns })}\n\n${JSON.stringify({ id: 'c2', q: '丁', gold: ['task:1'] })}\n`,
    );
    const faults: Fault[] = [];
    const asked = readGolden(file, 'Asia/Shanghai', faults);
    expect(faults).toEqual([]);
    expect(asked.map(({ id, asks, set }) => `${id} ${asks} ${set}`)).toEqual([
      'c1/1 decline talk',
      'c1/2 decline talk',
      'c1/3 filter talk',
      'c2 lookup talk',
    ]);
    expect(asked.map(({ question }) => question.at.toISOString().slice(11, 16))).toEqual([
      '02:00',
      '02:01',
      '02:41',
      '02:00',
    ]);
    expect(asked.map(({ question }) => question.user)).toEqual(['u1', 'u2', 'u1', 'u1']);
    expect(new Set(asked.slice(0, 3).map(({ question }) => question.conversation)).size).toBe(1);
  });

  it('tells every line that is no case', () => {
    const file = join(tempFolder(), 'bad.jsonl');
    writeFileSync(
      file,
      ['{', '{"id":"a"}', '{"id":"b","q":"甲","must_contains":["乙"]}', '{"id":"c","q":"甲","now":"soon"}'].join('\n'),
    );
    const faults: Fault[] = [];
    expect(readGolden(file, 'Asia/Shanghai', faults)).toEqual([]);
    expect(faults.map(({ place }) => place)).toEqual(['1', '2', '3', '4']);
  });
});

describe('changes since the accepted answers', () => {
  it('tells other records and other words, and passes over new questions', () => {
    const before = {
      a: { kind: 'answer', records: ['task:1'], text: '1' },
      b: { kind: 'list', records: [], text: '2' },
    };
    const now = {
      a: { kind: 'answer', records: ['task:2'], text: '1' },
      b: { kind: 'list', records: [], text: '3' },
      c: { kind: 'help', records: [], text: '4' },
    };
    expect(changes(before, now)).toEqual(['a: was answer task:1, now answer task:2', 'b: other words for list']);
    expect(changes(now, now)).toEqual([]);
  });
});
