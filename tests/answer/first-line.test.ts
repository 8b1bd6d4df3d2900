/** How replies to the golden questions sound: the first line answers what was asked, and an enterprise reads no form. */
import { describe, expect, it } from 'vitest';
import { renderText } from '../../adapters/shared/plain-text.ts';
import { askGolden, type GoldenResult } from '../../src/knowledge/golden.ts';
import { unitsIn } from '../../src/knowledge/select.ts';
import { allGolden, loadXian, openAssistant } from './ask.ts';

const pack = loadXian();
const assistant = openAssistant([pack]);
const asked = askGolden(allGolden(), (question) => assistant.answer(question), renderText);

const median = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]!;

/** Told by the words of the question alone, apart from how the assistant understands it. */
const asks = {
  who: /谁|哪个(?:单位|部门|局)|哪些单位|哪家|归哪|(?:责任|牵头|配合|落实)单位|负责人|\bwho\b|which (?:unit|department)/i,
  when: /什么时候|啥时候?|几月|何时|哪天|哪个月|多会儿|哪会儿|完成时限|截止|\bwhen\b|deadline/i,
  howMany: /几[项条个件]|多少[项条个件]|how many/i,
  yesNo: /是不是|是否|对吧|是吧|对不对|算不算|在不在|(?:配合|牵头|参与|带★|算★)(?:不|没|吗|么)/,
} as const;
type Asked = keyof typeof asks;

const firstLine = ({ text }: GoldenResult) => text.split('\n')[0]!;
const shortOf = (name: string) => pack.units.units.find((unit) => unit.name === name)?.short ?? name;

/** Names that answer 谁: units in the rows that are stated, who heads them, and places to turn to. */
function namesFor({ records }: GoldenResult): string[] {
  const stated = records.map((id) => pack.records.get(id)!);
  const leaders = stated.flatMap((record) =>
    'leader' in record && record.leader ? record.leader.text.split('、') : [],
  );
  const places = pack.servicePoints.filter((point) => point.records.some((id) => records.includes(id)));
  return [
    ...stated.flatMap((record) => unitsIn(record, 'any')).flatMap((name) => [name, shortOf(name)]),
    ...leaders,
    ...places.map(({ name }) => name),
    '：无',
  ];
}

const answers: Record<Asked, (result: GoldenResult) => boolean> = {
  who: (result) => namesFor(result).some((name) => firstLine(result).includes(name)),
  when: (result) => /20\d\d年(?:\d+月)?|(?:January|March|June|July|December) 20\d\d|长期/.test(firstLine(result)),
  howMany: (result) => new RegExp(`(?<!\\d)${result.records.length}(?!\\d)`).test(firstLine(result)),
  yesNo: (result) => /^(?:不?是|有|没有|方案有这一条|可以[找问关]|Yes|No)/.test(firstLine(result)),
};

/** Right answers to questions of a kind; a number is asked of a set, the others of a record. */
function questionsOf(kind: Asked): GoldenResult[] {
  return asked.filter(({ question, verdict, kind: outcome, asks: wanted }) => {
    const isOfKind = kind === 'howMany' ? wanted === 'filter' && outcome === 'list' : wanted === 'lookup';
    // Who and when are the plainer questions where both are asked.
    const other = kind === 'yesNo' && (asks.who.test(question.text) || asks.when.test(question.text));
    return isOfKind && !other && verdict.right && outcome !== 'clarify' && asks[kind].test(question.text);
  });
}

describe('the first line answers', () => {
  it.each(Object.keys(asks) as Asked[])('%s', (kind) => {
    const questions = questionsOf(kind);
    const missed = questions.filter((result) => !answers[kind](result));
    const report = missed
      .map((result) => `  ${result.id} ${result.question.text}\n    ${firstLine(result)}`)
      .join('\n');
    expect(questions.length).toBeGreaterThan(20);
    expect(missed.length / questions.length, `${missed.length} of ${questions.length}\n${report}`).toBeLessThanOrEqual(
      0.05,
    );
  });
});

it('a reply to an enterprise has a median of at most 110 characters', () => {
  const lengths = asked.filter(({ set }) => set === 'enterprise').map(({ text }) => text.length);
  expect(lengths.length).toBeGreaterThan(400);
  expect(median(lengths)).toBeLessThanOrEqual(110);
});
