/** What the command line says to people who ask (in the plan's language), in one place. */
import type { Card } from '../model/card.ts';
import type { KnowledgePack } from '../model/pack.ts';

export const leaveWords = ['/quit', '/exit', '/q'] as const;

export const sorry = '这个问题没能答上来，请换个说法再试。';

/** The first words of a conversation: what can be asked here. Its examples can be picked by number. */
export function greeting(packs: readonly KnowledgePack[]): Card {
  const examples = packs.flatMap(({ facts }) =>
    packs.length > 1
      ? [facts.examples.enterprise[0]!, facts.examples.official[0]!]
      : [...facts.examples.enterprise.slice(0, 3), ...facts.examples.official.slice(0, 3)],
  );
  const titles = packs.map(({ facts }) => `《${facts.title}》`).join('');
  return {
    title: '秦知',
    blocks: [
      { type: 'text', text: `可以问${titles}里的任务、单位、时限、指标、措施和办事渠道，用平常说话的方式就行。` },
      { type: 'text', text: `输入序号照着问，${leaveWords[0]} 或 Ctrl-D 结束。` },
    ],
    choices: examples.map((example) => ({ label: example, question: example })),
    choicesLabel: '比如：',
    sources: [],
  };
}
