/** The doors that digests can be sent through. */
import { Printer } from '../../adapters/terminal/printer.ts';
import { Webhook } from '../../adapters/webhook/webhook.ts';
import type { DoorSettings } from '../config.ts';
import type { Adapter } from '../model/port.ts';

export function openDoors(settings: DoorSettings, output: NodeJS.WritableStream, now: () => Date): Adapter[] {
  const { webhookKeyHours, webhookTimeoutMs } = settings;
  const keys = webhookKeyHours ? { keyLivesMs: webhookKeyHours * 3_600_000 } : {};
  return [new Printer({ output, now }), new Webhook({ timeoutMs: webhookTimeoutMs, now, ...keys })];
}
