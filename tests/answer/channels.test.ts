/** Places to turn to: named, quoted, cited, never called open where the plan only means to have them, with the way to go. */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Assistant } from '../../src/answer/assistant.ts';
import { foldedSource, loadPack } from '../../src/knowledge/load.ts';
import type { Card } from '../../src/model/card.ts';
import { loadLanqiao, loadXian, openAssistant, sender, xianDir } from './ask.ts';

const packs = [loadXian(), loadLanqiao()];
const cases = packs.flatMap((pack) => {
  const ask = sender(openAssistant([pack]));
  return pack.servicePoints.map((channel) => ({ name: channel.name, channel, pack, ask }));
});

/** Words that would call a place open; what follows 是否 asks, and what is quoted is the plan's. */
const open = /(?<!是否)已经?(?:开办|开通|设立|成立|建成|上线|获批|批准|运行|投入使用)|现已|可以找/;
const notOpen: Record<string, RegExp> = {
  planned: /可以问.*：.+方案写的是/,
  encouraged: /可以问.*：.+方案写的是.+(?:属支持方向|是否已开办以单位答复为准)/,
  explored: /可以问.*：.+方案写的是.+尚在试行/,
  applied: /可以关注.+方案写的是.+是否获批未写/,
};

const quotesOf = ({ blocks }: Card) => blocks.flatMap((block) => (block.type === 'quote' ? [block.text] : []));

describe('a channel asked by its name', () => {
  it.each(cases)('$name', ({ channel, pack, ask }) => {
    const { outcome, records, card, text } = ask(channel.name);
    expect(outcome).toBe('answer');
    expect(channel.records).toContain(records[0]);
    const [lead] = text.split('\n');
    expect(text).toContain(channel.name);
    const quotes = quotesOf(card);
    expect(quotes.length).toBeGreaterThan(0);
    const source = foldedSource(
      pack.plan.records
        .map((record) => `${'title' in record ? `${record.title.text}。` : ''}${record.text.text}`)
        .join('\n'),
    );
    for (const sentence of quotes.join('…').split('…')) expect(source).toContain(foldedSource(sentence));
    expect(text).toContain(pack.facts.signpost);
    expect(card.sources.join()).toContain(pack.records.get(records[0]!)!.place.replace(/第\d+项$/, ''));
    const ownWords = text
      .split('\n')
      .filter((line) => !line.startsWith('「'))
      .join('\n');
    const who = channel.runBy.map((unit) => pack.units.units.find(({ name }) => name === unit)!.short).join('、');
    if (channel.status === 'existing') expect(lead).toBe(`可以找${who}：${channel.name}。`);
    else {
      if (channel.opens && channel.status !== 'applied') expect(lead).toContain('是否已开办以单位答复为准');
      else expect(lead).not.toContain('开办');
      expect(lead).toContain(who);
      expect(ownWords).not.toMatch(open);
      expect(lead).toMatch(notOpen[channel.status]!);
      expect(lead).toContain(`“${channel.verb}”`);
    }
  });

  it('says the plan’s own verb, as the plan has it', () => {
    for (const { channel, pack } of cases) {
      const said = channel.records
        .map((id) => pack.records.get(id)!)
        .map((record) => `${'title' in record ? record.title.text : ''}${record.text.text}`);
      expect(said.join(), channel.name).toContain(channel.verb);
    }
  });

  it('in English is no more open', () => {
    const ask = sender(openAssistant([packs[0]!]));
    const { text } = ask('TISC');
    expect(text).toContain('being applied for');
    expect(text).toContain('12345');
  });
});

describe('a contact that the operator has confirmed', () => {
  function withContacts(dir: string, channel: string) {
    const folder = mkdtempSync(join(tmpdir(), 'qinzhi-contacts-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    cpSync(dir, folder, { recursive: true });
    const contacts = [{ servicePoint: channel, text: '办事大厅3号窗口', confirmedOn: '2026-04-01' }];
    writeFileSync(join(folder, 'contacts.json'), JSON.stringify({ contacts }));
    return loadPack(folder);
  }

  it('is shown with its day, in place of the signpost, and said not to be the plan’s', () => {
    const ask = sender(new Assistant([withContacts(xianDir, 'workstation')]), '2026-05-20');
    const { text } = ask('知识产权维权援助工作站');
    expect(text).toContain('办事大厅3号窗口（2026-04-01 核实，由本助手的运营者提供，非方案内容）');
    expect(text).not.toContain('地址、电话可问');
  });

  it('is shown with no other channel', () => {
    const pack = withContacts(xianDir, 'mediation-committee');
    const ask = sender(openAssistant([pack]));
    expect(ask('知识产权纠纷人民调解委员会').text).toContain('2026-04-01 核实');
    const others = pack.servicePoints.filter(({ id }) => id !== 'mediation-committee');
    const shown = others.filter(({ name }) => ask(name).text.includes('办事大厅'));
    expect(shown.map(({ name }) => name)).toEqual([]);
    expect(ask('37项谁牵头').text).not.toContain('办事大厅');
  });
});
