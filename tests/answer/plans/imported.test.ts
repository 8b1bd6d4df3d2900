/** Documents just imported are answered with no hand work: the questions of the import cases, and ten typical ones for each of eleven plans. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { renderText } from '../../../adapters/shared/plain-text.ts';
import { Assistant } from '../../../src/answer/assistant.ts';
import type { Compile } from '../../../src/answer/engine.ts';
import { compile } from '../../../src/answer/retrieve/compile.ts';
import type { Answer } from '../../../src/model/answer.ts';
import { bytesOf, caseNames } from '../../knowledge/import/cases.ts';
import { importedPack } from './imported.ts';

const fixture = (path: string) => fileURLToPath(new URL(`../../fixtures/${path}`, import.meta.url));
const json = (path: string) => JSON.parse(readFileSync(fixture(path), 'utf8'));

const plain = (text: string) => text.normalize('NFKC').replace(/\s+/g, '');
const assistants = new Map<string, Promise<Assistant>>();

/** Asks about a document in a conversation of its own; each document is imported once. */
async function ask(path: string, text: string, day: string): Promise<Answer> {
  const known = assistants.get(path) ?? importedPack(fixture(path)).then((pack) => new Assistant([pack]));
  assistants.set(path, known);
  return answerAlone(await known, text, day);
}

const answerAlone = (assistant: Assistant, text: string, day: string): Answer =>
  assistant.answer({ text, user: 'u', conversation: text, at: new Date(`${day}T02:00:00Z`) });

const said = ({ card }: Answer) => plain(renderText(card));

interface CaseQuestion {
  q: string;
  mustContain?: string[];
  mustNotContain?: string[];
  /** Numbers of the records that are stated. */
  goldSet?: string[];
}

const asked = caseNames.flatMap((name) => {
  const { questions = [], now = '2024-03-10' } = json(`import-cases/${name}.expected.json`) as {
    questions?: CaseQuestion[];
    now?: string;
  };
  return questions.map((question) => ({ name, now, ...question }));
});

describe('the questions of the import cases', () => {
  it.each(asked)('$name: $q', async ({ name, now, q, mustContain = [], mustNotContain = [], goldSet }) => {
    const answer = await ask(`import-cases/${bytesOf(name).file}`, q, now);
    const text = said(answer);
    for (const one of mustContain) expect(text).toContain(plain(one));
    for (const one of mustNotContain) expect(text).not.toContain(plain(one));
    const numbers = answer.records.map((id) => /(\d+)$/.exec(id)![1]).sort();
    expect(goldSet ? numbers : undefined).toEqual(goldSet ? [...goldSet].sort() : undefined);
  });
});

interface Typical {
  q: string;
  outcome?: string;
  /** The record that is stated. */
  records?: string[];
  /** All records that are stated, in any order. */
  set?: string[];
  says?: string[];
}

function isRight(answer: Answer, { outcome, records, set, says = [] }: Typical): boolean {
  const stated = answer.outcome === 'answer' || answer.outcome === 'list';
  return (
    (outcome ? answer.outcome === outcome : stated) &&
    (!records || answer.records[0] === records[0]) &&
    (!set || [...answer.records].sort().join() === [...set].sort().join()) &&
    says.every((one) => said(answer).includes(plain(one)))
  );
}

const typical = Object.entries(json('fresh-plans/questions.json') as Record<string, Typical[]>);
const files: Record<string, string> = { merged: 'merged.md', flood: 'flood.docx', road: 'road.xlsx' };

describe('ten typical questions', () => {
  it.each(typical)('%s', async (name, questions) => {
    expect(questions).toHaveLength(10);
    const missed: string[] = [];
    for (const question of questions) {
      const answer = await ask(`fresh-plans/${files[name] ?? `${name}.txt`}`, question.q, '2025-04-10');
      if (!isRight(answer, question)) missed.push(`${question.q}: ${answer.outcome} ${answer.records.join(' ')}`);
    }
    expect(missed.length, missed.join('\n')).toBeLessThanOrEqual(2);
  });
});

describe('a question that names its plan', () => {
  it.each([
    '《宜川省养老护理人才队伍建设实施方案》里实训基地什么时候建成',
    '养老护理人才队伍建设实施方案中，实训基地什么时候建成',
  ])('is not answered by the words of the title: %s', async (question) => {
    const answer = await ask('fresh-plans/nurse.txt', question, '2025-08-10');
    expect(answer.records).toEqual(['task:3']);
  });

  it('quotes the section of goals by its title', async () => {
    expect(said(await ask('fresh-plans/nurse.txt', '主要目标是什么', '2025-08-10'))).toContain('5万人');
  });
});

describe('a column of units of the plan’s own', () => {
  it.each([
    ['市公安局有哪些任务', ['task:5']],
    ['市公安局指导哪些工作', ['task:5']],
    ['业务指导是市邮政管理局的有哪些', ['task:10']],
  ])('is filtered by its units: %s', async (question, records) => {
    expect((await ask('fresh-plans/road.xlsx', question, '2026-02-10')).records).toEqual(records);
  });

  it('is not taken for the lead', async () => {
    expect(said(await ask('fresh-plans/road.xlsx', '市公安局牵头哪些', '2026-02-10'))).toContain('共0项');
  });
});

describe('the words of a row', () => {
  const documents = [
    ...caseNames.map((name) => `import-cases/${bytesOf(name).file}`),
    ...typical.map(([name]) => `fresh-plans/${files[name] ?? `${name}.txt`}`),
  ];

  /** A row is found by its number: nothing has to be learned from the questions that are common to all plans. */
  const withoutCommonQuestions: Compile = (pack, speech, vocabulary) =>
    compile(pack, { ...speech, outside: [], aspects: [] }, vocabulary);

  it.each(documents)('have one mark after a heading: %s', async (path) => {
    const assistant =
      (await assistants.get(path)) ??
      new Assistant([await importedPack(fixture(path))], { compile: withoutCommonQuestions });
    for (const text of ['原文 1', '第1项是什么', '第2项'])
      expect(said(answerAlone(assistant, text, '2024-03-10'))).not.toMatch(/[。;,、:]:|[。:]。|;;/);
  });

  it('say which year is not printed', async () => {
    const path = 'import-cases/06-deadline-in-sentence.txt';
    expect(said(await ask(path, '第3项什么时候完成', '2024-03-10'))).toContain('2024年9月(原文没有写年份');
    expect(said(await ask(path, '第1项什么时候完成', '2024-03-10'))).not.toContain('原文没有写年份');
  });
});

describe('a plan that was read with faults', () => {
  const denials = /没有提到|未载明|共0项|没有.{0,12}任务|没有写|只到第/;

  it.each(['市医保局牵头哪些', '2025年到期的有哪些', '第9项是什么', '★任务有哪些', '停车位怎么收费'])(
    'never says that something is missing: %s',
    async (question) => {
      const pack = await importedPack(fixture('import-cases/40-asked-what-to-do-by-a-month.txt'));
      const faults = [{ line: 11, message: 'a row of 2 cells under 4 headings: 3改造公厕。' }];
      const assistant = new Assistant([{ ...pack, plan: { ...pack.plan, faults } }]);
      const answer = assistant.answer({
        text: question,
        user: 'u',
        conversation: 'c',
        at: new Date('2024-03-10T02:00:00Z'),
      });
      expect(said(answer)).not.toMatch(denials);
      expect(said(answer)).toContain('没有读出来');
    },
  );

  it('adds to a list that more may be in the plan', async () => {
    const pack = await importedPack(fixture('import-cases/40-asked-what-to-do-by-a-month.txt'));
    const faults = [{ line: 11, message: 'lost' }];
    const assistant = new Assistant([{ ...pack, plan: { ...pack.plan, faults } }]);
    const at = new Date('2024-03-10T02:00:00Z');
    const answer = assistant.answer({ text: '任务有哪些', user: 'u', conversation: 'c', at });
    expect(said(answer)).toContain('可能不全');
  });
});
