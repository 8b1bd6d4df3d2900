/** The address of the puppet service is asked for at a stand-in: found, unknown, failing, garbage, unreachable, silent. */
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { discoverEndpoint } from '../../../adapters/wechat/discovery.ts';
import { freePort } from './stage/puppet-server.ts';

const token = 'puppet_workpro_0123456789abcdef';

async function standIn(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const ask = (authority: string, timeoutMs = 30_000) => discoverEndpoint({ token, authority, timeoutMs });

const refusal = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => expect.fail('an address was found'),
    (one: Error) => one,
  );
  expect(String(error.stack)).not.toContain(token);
  expect(error.cause).toBeUndefined();
  return error.message;
};

it('finds the address under the token', async () => {
  const asked: string[] = [];
  const authority = await standIn((request, response) => {
    asked.push(request.url!);
    response.end('{"host":"10.0.0.8","port":"8788"}');
  });
  expect(await ask(authority)).toBe('10.0.0.8:8788');
  expect(asked).toEqual([`/v0/hosties/${token}`]);
});

it.each<[string, RequestListener, RegExp]>([
  ['404', (_, response) => void response.writeHead(404).end('Not Found'), /token is unknown there/],
  ['500', (_, response) => void response.writeHead(500).end(), /HTTP 500/],
  ['a page', (_, response) => void response.end('<html>maintenance</html>'), /the answer is no address/],
  ['null', (_, response) => void response.end('null'), /the answer is no address/],
  ['a bad port', (_, response) => void response.end('{"host":"a.example","port":0}'), /no address/],
  ['another host in the name', (_, response) => void response.end('{"host":"a/b","port":80}'), /no address/],
  ['an endless body', (_, response) => void response.end('x'.repeat(1_000_000)), /no address/],
  ['a redirect', (_, response) => void response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end(), /no answer/],
  ['a cut connection', (request) => void request.socket.destroy(), /UND_ERR_SOCKET|ECONNRESET/],
])('says what is wrong without the token: %s', async (_name, listener, why) => {
  expect(await refusal(ask(await standIn(listener)))).toMatch(why);
});

it('says that nothing is there, or that nothing answers', async () => {
  expect(await refusal(ask(`http://127.0.0.1:${await freePort()}`))).toContain('ECONNREFUSED');
  expect(await refusal(ask(await standIn(() => {}), 50))).toContain('no answer within 0.05 s');
});
