/** The table of what each door can do, made from the rigs of the contract, so that it can't say more than the tests. */
import type { Adapter } from '../../src/model/port.ts';
import { eachDoor } from './contract/each-door.ts';
import type { Rig } from './contract/rig.ts';

type Language = 'en' | 'zh';

const words = {
  en: {
    head: ['door', 'direct chat', 'group', 'thread', '👍 👎', 'digests', 'exports', 'one message', 'a lost answer'],
    yes: 'yes',
    no: '–',
    file: 'a file',
    link: 'a link',
    bytes: (size: number) => `${size.toLocaleString('en')} bytes`,
    characters: (size: number) => `${size.toLocaleString('en')} characters`,
    any: 'any length',
    again: 'sent again, shown once',
    asked: 'the platform is asked',
    unknown: 'a person decides',
  },
  zh: {
    head: ['渠道', '私聊', '群', '线程', '👍 👎', '到期提醒', '导出', '一条消息', '没有收到应答的'],
    yes: '有',
    no: '–',
    file: '文件',
    link: '链接',
    bytes: (size: number) => `${size.toLocaleString('en')} 字节`,
    characters: (size: number) => `${size.toLocaleString('en')} 字`,
    any: '不限',
    again: '重发，只显示一次',
    asked: '向平台查询',
    unknown: '由人决定',
  },
} satisfies Record<Language, object>;

function row(name: string, { cannot, limit, channel }: Rig, door: Adapter, language: Language): string[] {
  const say = words[language];
  const can = (requirement: keyof Rig['cannot']) => (cannot[requirement] === undefined ? say.yes : say.no);
  const size = limit.measure('政') === 3 ? say.bytes(limit.size) : say.characters(limit.size);
  const lost = door.confirm ? say.asked : door.idempotencyWindowMs ? say.again : say.unknown;
  return [
    `\`${name}\``,
    ...(['hears-direct', 'hears-group-mention', 'follows-thread', 'feedback', 'sends'] as const).map(can),
    door.takesFiles?.(channel('group') ?? channel('direct') ?? '') ? say.file : say.link,
    Number.isFinite(limit.size) ? size : say.any,
    door.send ? lost : say.no,
  ];
}

/** Lines of Markdown, cells apart by one space. */
export async function doorTable(language: Language): Promise<string[]> {
  const rows = [words[language].head, words[language].head.map(() => '---')];
  for (const [name, open] of Object.entries(eachDoor)) {
    const rig = await open();
    try {
      rows.push(row(name, rig, rig.open(), language));
    } finally {
      await rig.close();
    }
  }
  return rows.map((cells) => `| ${cells.join(' | ')} |`);
}
