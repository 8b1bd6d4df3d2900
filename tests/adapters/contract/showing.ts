/** What a door owes to those who read: every part of a card, whole, as written, and never more than that. */
import { expect } from 'vitest';
import type { Card, CardFile } from '../../../src/model/card.ts';
import type { Place, Requirement, Shown } from './rig.ts';
import { countOf, plain, type Scene, visible, wordsOf } from './scene.ts';

const everything = (tag: string): Card => ({
  id: `card-${tag}`,
  title: `题目${tag}`,
  blocks: [
    { type: 'text', text: `正文${tag}\n第二行${tag}` },
    { type: 'quote', text: `原话${tag}` },
    { type: 'link', label: `日历${tag}`, url: `https://plan.example/calendar/${tag}.ics?star=yes` },
    {
      type: 'facts',
      facts: [
        { label: `责任单位${tag}`, value: `甲局${tag}` },
        { label: `完成时限${tag}`, value: `2031年6月${tag}` },
      ],
    },
    {
      type: 'list',
      label: `清单${tag}`,
      items: [
        { id: 'task:20', number: 20, text: `二十${tag}` },
        { id: 'task:57', number: 57, text: `五十七${tag}` },
      ],
    },
  ],
  choices: [
    { label: `行政裁决${tag}`, question: '行政裁决怎么走？' },
    { label: `维权援助${tag}`, question: '维权援助在哪里？' },
  ],
  choicesLabel: `也可以问${tag}`,
  sources: [`附件1 第20项${tag}`, `三(一)2${tag}`],
});

const fileOf = (tag: string): CardFile => ({
  name: `${tag}.xlsx`,
  type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  data: Buffer.from('序号,内容').toString('base64'),
  instead: `文件没有发出来，可在这里下载：https://plan.example/${tag}.xlsx`,
});

/** All that a reader has to see of a card, each piece on one line. */
export function piecesOf({ title, blocks, choices, choicesLabel, sources }: Card): string[] {
  return [
    ...(title ? [title] : []),
    ...blocks.flatMap((block): string[] => {
      if (block.type === 'facts') return block.facts.flatMap(({ label, value }) => [label, value]);
      if (block.type === 'link') return [block.label, block.url];
      if (block.type !== 'list') return block.text.split('\n');
      return [...(block.label ? [block.label] : []), ...block.items.map(({ text }) => text)];
    }),
    ...choices.map(({ label }) => label),
    ...(choicesLabel ? [choicesLabel] : []),
    ...sources,
  ];
}

const pings = ['<!channel>', '<!here>', '<@U123>', '@所有人', '@all', '<@all>'];
const markup = [
  '*x*',
  '_x_',
  '~x~',
  '`x`',
  '&amp;',
  '&lt;b&gt;',
  '<http://a.example|b>',
  '[b](http://a.example)',
  '<b>x</b>',
];
const nasty = [...pings, ...markup];

const steering: Card = {
  title: `题目 ${nasty.join(' ')}`,
  blocks: [
    { type: 'text', text: nasty.map((each) => `正文 ${each} 之后`).join('\n') },
    { type: 'quote', text: `原话 ${nasty.join(' ')}` },
    { type: 'facts', facts: nasty.map((each) => ({ label: `项${each}`, value: `值${each}` })) },
    {
      type: 'list',
      label: `清单 ${pings.join(' ')}`,
      items: nasty.map((text, n) => ({ id: `task:${n}`, number: n, text })),
    },
  ],
  choices: nasty.map((each) => ({ label: `选${each}`, question: '？' })),
  choicesLabel: `可选 ${pings.join(' ')}`,
  sources: nasty.map((each) => `出处${each}`),
};

const usualSize = 20_000;

/** Lines that go far over the limit, a list of more rows than any platform takes at once, and a paragraph that no message holds. */
function longCard({ size: limit, measure }: { size: number; measure: (text: string) => number }) {
  const size = Number.isFinite(limit) ? limit : usualSize;
  const lines: string[] = [];
  for (let length = 0; length < size * 2.5; length += measure(lines.at(-1)!) + 1)
    lines.push(`第${lines.length + 1}行：知识产权保护示范区建设👍🏽，“快保护”。`);
  let paragraph = '段';
  while (measure(paragraph) < size * 1.2) paragraph += `落${paragraph.length}，知识产权👨‍👩‍👧‍👦纠纷`;
  const items = Array.from({ length: 70 }, (_, n) => ({ id: `task:${n}`, number: n + 1, text: `任务${n + 1}，完。` }));
  const card: Card = {
    title: '很长',
    blocks: [
      { type: 'text', text: lines.join('\n') },
      { type: 'list', items },
      { type: 'text', text: paragraph },
    ],
    choices: [],
    sources: ['附件1 全文到此'],
  };
  return { card, rows: [...lines, ...items.map(({ text }) => text)], paragraph };
}

/** Every way in which the door shows a card, one after the other: as a reply in each place, and pushed. */
async function showings(
  scene: Scene,
  cardOf: (tag: string) => Card,
  last: (tag: string) => string,
  look: (shown: Shown[], tag: string, place: Place) => void,
) {
  const ways: { tag: string; place: Place; show: (card: Card) => Promise<unknown> }[] = [
    ...scene.places.map((place) => ({
      tag: `reply-${place}`,
      place,
      show: (card: Card) => {
        scene.receive = async () => card;
        return scene.tell(place, '说来看看');
      },
    })),
    ...scene.targets.map((place) => ({
      tag: `send-${place}`,
      place,
      // A platform that knows keys shows each of them once.
      show: (card: Card) => scene.send(place, card, `key-${place}-${card.file?.name ?? ''}`),
    })),
  ];
  expect(ways.length).toBeGreaterThan(0);
  for (const { tag, place, show } of ways) {
    const before = scene.rig.shown(place).length;
    await show(cardOf(tag));
    await scene.until(() => {
      const shown = scene.rig.shown(place).slice(before);
      const words = wordsOf(shown);
      if (!words.includes(visible(last(tag)))) throw new Error(`${tag} shows no ${last(tag)}: ${words.slice(-2_000)}`);
      // Parts may still come, buttons after the last line.
      look(shown, tag, place);
    });
  }
}

export const showing = {
  'shows-everything': async (scene: Scene) => {
    const last = (tag: string) => everything(tag).sources.at(-1)!;
    await showings(scene, everything, last, (shown, tag) => {
      const words = wordsOf(shown);
      const missing = piecesOf(everything(tag)).filter((piece) => !words.includes(visible(piece)));
      expect(missing, words).toEqual([]);
      const lines = shown.flatMap(({ text }) => text.split('\n'));
      for (const row of [`20 二十${tag}`, `57 五十七${tag}`])
        expect(lines.filter((line) => row.split(' ').every((part) => line.includes(part)))).toHaveLength(1);
    });
  },

  renders: async (scene: Scene) => {
    const card = everything('rendered');
    const rendered = scene.rig.open().render(card);
    expect(piecesOf(card).filter((piece) => !rendered.join('\n').includes(piece))).toEqual([]);
  },

  'stays-silent': async (scene: Scene) => {
    scene.receive = async () => undefined;
    for (const place of scene.places) {
      await scene.tell(place, '不必回答');
      await scene.waitForText('不必回答');
      await scene.fence(place);
      expect(scene.rig.shown(place)).toHaveLength(1);
    }
  },

  files: async (scene: Scene) => {
    const { rig } = scene;
    const cardOf = (tag: string): Card => plain(`清单${tag}`, { file: fileOf(tag) });
    const last = (tag: string) => `清单${tag}`;
    await showings(scene, cardOf, last, (shown, tag, place) => {
      if (!rig.files!(place).includes(fileOf(tag).name)) throw new Error(`${fileOf(tag).name} was not sent`);
      expect(wordsOf(shown)).not.toContain(fileOf(tag).instead);
    });
    const refused = (tag: string) => {
      rig.refuseFile!();
      return cardOf(tag);
    };
    await showings(
      scene,
      (tag) => refused(`${tag}-refused`),
      (tag) => last(`${tag}-refused`),
      (shown, tag, place) => {
        const { name, instead } = fileOf(`${tag}-refused`);
        if (!wordsOf(shown).includes(instead)) throw new Error(`nothing stands for ${name}`);
        expect(rig.files!(place)).not.toContain(name);
        expect(countOf(shown, last(`${tag}-refused`))).toBe(1);
      },
    );
  },

  'splits-long': async (scene: Scene) => {
    const { limit } = scene.rig;
    const { card, rows, paragraph } = longCard(limit);
    await showings(
      scene,
      () => card,
      () => '附件1 全文到此',
      (shown) => {
        if (Number.isFinite(limit.size)) expect(shown.length).toBeGreaterThan(2);
        // What is seen is never longer than what was posted; the stand-in itself refuses the rest.
        for (const { text } of shown) expect(limit.measure(text)).toBeLessThanOrEqual(limit.size);
        const lines = shown.flatMap(({ text }) => text.split('\n'));
        const found = rows.map((row) => lines.flatMap((line, at) => (line.includes(row) ? [at] : [])));
        expect(rows.filter((_, at) => found[at]!.length !== 1)).toEqual([]);
        const order = found.flat();
        expect(order).toEqual(order.toSorted((a, b) => a - b));
        const ink = (text: string) => text.replace(/[\s\u200b\u2060]/g, '');
        expect(ink(shown.map(({ text }) => text).join('')).split(ink(paragraph))).toHaveLength(2);
      },
    );
  },

  'no-ping': async (scene: Scene) => {
    await showings(
      scene,
      () => steering,
      () => steering.sources.at(-1)!,
      (shown) => {
        const words = wordsOf(shown);
        expect(
          piecesOf(steering).filter((piece) => !words.includes(visible(piece))),
          words,
        ).toEqual([]);
        expect(shown.flatMap((each) => each.pings)).toEqual([]);
      },
    );
  },

  sends: async (scene: Scene) => {
    const { rig } = scene;
    expect(scene.targets.length).toBeGreaterThan(0);
    for (const place of scene.targets) {
      const words = `今天到期的事 ${place}`;
      const receipt = await scene.send(place, plain(words), `key-${place}`);
      expect(receipt.message).not.toBe('');
      expect(receipt.at).toBeInstanceOf(Date);
      expect(countOf(await scene.see(place, words), words)).toBe(1);
      if (scene.door.idempotencyWindowMs) await scene.send(place, plain(words), `key-${place}`);
      if (scene.door.confirm) {
        const channel = rig.channel(place)!;
        expect(await scene.door.confirm(channel, `key-${place}`)).toMatchObject({ message: receipt.message });
        expect(await scene.door.confirm(channel, 'never-sent')).toBeUndefined();
      }
      await scene.send(place, plain(`之后 ${place}`), `after-${place}`);
      expect(countOf(await scene.see(place, `之后 ${place}`), words)).toBe(1);
    }
    // A subscription made in a chat is sent to the channel that the chat was received in.
    for (const place of scene.places) {
      await scene.tell(place, '订阅');
      const { channel } = await scene.hear(({ direct }) => direct === (place === 'direct'));
      await scene.door.send!(channel, plain(`送到 ${place}`), `heard-${place}`);
      await scene.see(place, `送到 ${place}`);
    }
  },
} satisfies Partial<Record<Requirement, (scene: Scene) => Promise<void>>>;
