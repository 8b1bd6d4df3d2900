/** The doors that digests can be sent through. */
import { Terminal } from '../../adapters/terminal/terminal.ts';
import { Webhook } from '../../adapters/webhook/webhook.ts';
import type { DoorSettings } from '../config.ts';
import type { Adapter } from '../model/port.ts';

export function openDoors(settings: DoorSettings, output: NodeJS.WritableStream, now: () => Date): Adapter[] {
  const { webhookKeyHours, webhookTimeoutMs } = settings;
  const keys = webhookKeyHours ? { keyLivesMs: webhookKeyHours * 3_600_000 } : {};
  return [new Terminal({ output, now }), new Webhook({ timeoutMs: webhookTimeoutMs, now, ...keys })];
}
