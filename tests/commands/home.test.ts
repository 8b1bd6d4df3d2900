/** The home page: examples that are answered, the subscriptions of the person's channels, and how to subscribe. */
import { expect, it } from 'vitest';
import { renderText } from '../../adapters/shared/plain-text.ts';
import { createHome } from '../../src/commands/home.ts';
import { desk } from './rig.ts';

it('shows three examples, the subscriptions of one’s own channels with their next times, and how to subscribe', async () => {
  const { parts, asker: sender, tell, say, rows, one } = await desk();
  const home = createHome(parts);
  const empty = await home(sender({ channel: 'U1', direct: true, memberOf: ['C1', 'C2'] }));
  expect(empty.choices).toHaveLength(3);
  for (const { question } of empty.choices) expect(await say(question)).toBeUndefined();
  expect(renderText(empty)).toContain('您所在的群还没有订阅到期提醒。');
  expect(renderText(empty)).toContain('订阅 每个工作日9:00 本月到期');
  await tell('订阅 每周一 9:00 公安', { channel: 'C1' });
  await tell('暂停', { channel: 'C1' });
  await tell('订阅', { channel: 'C2' });
  await tell('订阅 每天7:00', { channel: 'C3' });
  await one.store.pool.query(`insert into room values ('fake', 'C2', 'x', '示范区专班', now())`);
  const text = renderText(await home(sender({ channel: 'U1', direct: true, memberOf: ['C1', 'C2'] })));
  expect(text).toContain('C1　每周一 9:00 市公安局 本月到期 阶段　已暂停');
  expect(text).toContain('示范区专班　每个工作日 9:00 本月到期 阶段　下一次 6月4日 周三 9:00');
  expect(text).not.toContain('7:00');
  expect(await rows('select 1 from dialogue')).toEqual([]);
});
