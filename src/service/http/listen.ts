/** Listens on the port of the settings, or on the first free one from 8080 on. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SetupError } from '../../model/fault.ts';
import { serviceText } from '../messages.ts';

const firstPort = 8080;
const portsTried = 20;

const attempt = (server: Server, port: number, host: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });

/**
 * @returns the port
 * @throws {SetupError} where it can't be had
 */
export async function listen(server: Server, host: string, port: number | 'free'): Promise<number> {
  const last = port === 'free' ? firstPort + portsTried - 1 : port;
  for (let each = port === 'free' ? firstPort : port; ; each += 1) {
    try {
      await attempt(server, each, host);
      return (server.address() as AddressInfo).port;
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code === 'EADDRINUSE' && each < last) continue;
      const fault = { file: 'QINZHI_PORT', place: '', message: `${host}:${each}: ${message}` };
      throw new SetupError(serviceText('portTaken'), [fault]);
    }
  }
}
