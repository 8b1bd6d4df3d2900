/** The official gRPC server of wechaty-puppet-service around a puppet on stage: what a paid token talks to, but on loopback. */
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { log } from 'wechaty-puppet';
import type { Stage } from './stage.ts';
import StagePuppet from './stage-puppet.ts';

interface Server {
  start(): Promise<void>;
  stop(): Promise<void>;
}

// Named by a variable: its types declare the module `util` anew, for every file of the project.
const service = 'wechaty-puppet-service';
const { PuppetServer }: { PuppetServer: new (options: object) => Server } = await import(service);

// It logs what clients that go away leave behind, and each refusal of the stage. WECHATY_LOG turns it on again.
if (log.level() === 'info') log.level('silent');

const token = 'insecure_00000000-0000-4000-8000-000000000000';

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** The server goes on with the same puppet, as a vendor's would, when it is started again. */
export async function serve(stage: Stage, port: number): Promise<Server> {
  const puppet = new StagePuppet({ mocker: stage });
  const endpoint = `127.0.0.1:${port}`;
  const server = new PuppetServer({ endpoint, puppet, token, tls: { disable: true } });
  await server.start();
  return server;
}

export const servicePuppet = (port: number) => ({
  puppet: service,
  puppetOptions: { token, endpoint: `127.0.0.1:${port}`, tls: { disable: true } },
});
