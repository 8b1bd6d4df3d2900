/** Judges the first line of a reply: it has to name whom, when, how many, or yes or no, where the question asks for that. */
import type { GoldenResult } from '../../src/knowledge/golden.ts';
import { unitsIn } from '../../src/knowledge/select.ts';
import type { KnowledgePack } from '../../src/model/pack/pack.ts';

/** Told by the words of the question alone, apart from how the assistant understands it. */
const asks = {
  who: /谁|哪个(?:单位|部门|局)|哪些单位|哪家|归哪|(?:责任|牵头|配合|落实)单位|负责人|\bwho\b|which (?:unit|department)/i,
  when: /什么时候|啥时候?|几月|何时|哪天|哪个月|多会儿|哪会儿|完成时限|截止|\bwhen\b|deadline/i,
  howMany: /几[项条个件]|多少[项条个件]|how many/i,
  yesNo: /是不是|是否|对吧|是吧|对不对|算不算|在不在|(?:配合|牵头|参与|带★|算★)(?:不|没|吗|么)/,
} as const;
export type Wanted = keyof typeof asks;
export const wantedKinds = Object.keys(asks) as Wanted[];

export const firstLine = ({ text }: GoldenResult) => text.split('\n')[0]!;
/** Names that answer 谁: units in the rows that are stated, who heads them, and places to turn to. */
function namesFor({ records }: GoldenResult, pack: KnowledgePack): string[] {
  const shortOf = (name: string) => pack.units.units.find((unit) => unit.name === name)?.short ?? name;
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

const answers: Record<Wanted, (result: GoldenResult, pack: KnowledgePack) => boolean> = {
  who: (result, pack) => namesFor(result, pack).some((name) => firstLine(result).includes(name)),
  when: (result) => /20\d\d年(?:\d+月)?|(?:January|March|June|July|December) 20\d\d|长期/.test(firstLine(result)),
  howMany: (result) => new RegExp(`(?<!\\d)${result.records.length}(?!\\d)`).test(firstLine(result)),
  yesNo: (result) => /^(?:不?是|有|没有|方案有这一条|可以[找问关]|Yes|No)/.test(firstLine(result)),
};

/** Right answers to questions of a kind; a number is asked of a set, the others of a record. */
function questionsOf(kind: Wanted, asked: readonly GoldenResult[]): GoldenResult[] {
  return asked.filter(({ question, verdict, kind: outcome, asks: wanted }) => {
    const isOfKind = kind === 'howMany' ? wanted === 'filter' && outcome === 'list' : wanted === 'lookup';
    // Who and when are the plainer questions where both are asked.
    const other = kind === 'yesNo' && (asks.who.test(question.text) || asks.when.test(question.text));
    return isOfKind && !other && verdict.right && outcome !== 'clarify' && asks[kind].test(question.text);
  });
}

/** Questions of a kind, and those among them whose first line does not answer. */
export function firstLinesOf(kind: Wanted, asked: readonly GoldenResult[], pack: KnowledgePack) {
  const questions = questionsOf(kind, asked);
  return { questions, missed: questions.filter((result) => !answers[kind](result, pack)) };
}
