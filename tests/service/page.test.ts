/** `qinzhi run` without any token: the page answers, with the store and without it. */
import { describe, expect, it } from 'vitest';
import { running, smallKnowledge } from '../cli/launch.ts';
import { freshDatabase } from '../store/database.ts';

/** The address that the service prints. */
async function addressOf(service: ReturnType<typeof running>): Promise<string> {
  const printed = () => /Open in a browser: (\S+)/.exec(service.said())?.[1];
  await expect.poll(printed, { interval: 50 }).toBeDefined();
  return printed()!;
}

const question = '外观被隔壁厂仿了，不想打官司，找谁调解？';

describe('npm start without a token', () => {
  it('serves the page with its store, below a base path, and stops cleanly', async () => {
    const service = running({ DATABASE_URL: await freshDatabase(), QINZHI_PORT: '0', QINZHI_BASE_PATH: '/qinzhi' });
    const address = await addressOf(service);
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/qinzhi\/$/);
    expect(service.said()).toContain(`${address}admin, with a code of \`qinzhi admin invite\``);
    const page = await fetch(`${address}?q=${encodeURIComponent(question)}`);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('知识产权纠纷人民调解委员会');
    const health = (await (await fetch(new URL('/readyz', address))).json()) as { ready: boolean; doors: object };
    expect(health).toMatchObject({ ready: true, doors: { web: { ok: true } } });
    service.child.kill('SIGTERM');
    expect(await service.ended).toEqual([0, null]);
  });

  it('answers from memory where the private database can’t start, and ends although a package leaves a connection open', async () => {
    const left = `data:text/javascript,${encodeURIComponent("import { createServer } from 'node:net'; createServer().listen(0, '127.0.0.1');")}`;
    const NODE_OPTIONS = `${process.env.NODE_OPTIONS ?? ''} --import=${left}`;
    const service = running({ QINZHI_DATA: '/dev/null/nowhere', QINZHI_PORT: '0', NODE_OPTIONS });
    const address = await addressOf(service);
    expect(service.said()).toContain('the database did not start');
    const page = await fetch(`${address}?q=${encodeURIComponent(question)}`);
    expect(await page.text()).toContain('知识产权纠纷人民调解委员会');
    const health = (await (await fetch(new URL('/readyz', address))).json()) as { warnings: string[] };
    expect(health.warnings.join()).toContain('the database did not start');
    service.child.kill('SIGTERM');
    expect(await service.ended).toEqual([0, null]);
  });

  it('goes on answering when nobody reads its log any more', async () => {
    const env = { QINZHI_DATA: '/dev/null/nowhere', QINZHI_KNOWLEDGE: smallKnowledge(), QINZHI_PORT: '0' };
    const service = running(env);
    const address = await addressOf(service);
    service.child.stderr!.destroy();
    for (let n = 0; n < 3; n++) expect((await fetch(`${address}?q=你好`)).status).toBe(200);
    service.child.kill('SIGTERM');
    expect(await service.ended).toEqual([0, null]);
  });
});
