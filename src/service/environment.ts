/** What the service and the commands about digests are started with: settings, clock and streams. */
import type { BotSettings } from '../config/bot.ts';
import type { ClockSettings, ServiceSettings } from '../config/service.ts';
import type { Settings } from '../config/settings.ts';
import type { StoreSettings } from '../config/store.ts';
import type { DoorSettings } from '../model/door.ts';
import type { Output } from '../model/streams.ts';
import type { Language } from '../model/text.ts';

export interface DeliveryEnvironment {
  settings: Settings;
  now: () => Date;
  stdout: Output;
  stderr: Output;
  store: StoreSettings;
  doors: DoorSettings;
  clock: ClockSettings;
  /** Address at which people open the page, without a slash at its end; undefined = it can't be linked to. */
  publicUrl: string | undefined;
}

export interface ServiceEnvironment extends DeliveryEnvironment {
  bot: BotSettings;
  service: ServiceSettings;
  /** Of what the operator reads at a terminal. */
  language: Language;
  /** How this program is called, for commands that a person is to paste: in a checkout npm runs it. */
  program: string;
}
