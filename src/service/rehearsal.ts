/** The commands of a group for `qinzhi chat`: on the store, in a channel of their own that no service ever sends to. */
import { createCommands } from '../commands/commands.ts';
import { loadCalendar } from '../digest/calendar/load.ts';
import type { Commands } from '../model/command.ts';
import type { KnowledgePack } from '../model/pack/pack.ts';
import { oneLine } from '../shared/error-message.ts';
import { explainDatabaseError } from '../store/explain-error.ts';
import { openStore } from '../store/open.ts';
import type { DeliveryEnvironment } from './environment.ts';

interface RehearsalParts {
  environment: DeliveryEnvironment;
  packs: () => readonly KnowledgePack[];
  now: () => Date;
}

/** @throws {SetupError} where the store can't be opened */
export async function openRehearsal({
  environment,
  packs,
  now,
}: RehearsalParts): Promise<{ commands: Commands; close(): Promise<void> }> {
  const { settings, stderr, clock } = environment;
  const warn = (line: string) => void stderr.write(`${line}\n`);
  const calendar = loadCalendar(settings.holidays);
  const store = await openStore(environment.store, (error) => warn(oneLine(error)));
  const deliveryContext = {
    ...{ db: store.db, calendar, now, warn, lateAfterMs: clock.lateAfterMs },
    get packs() {
      return packs();
    },
  };
  const commands = createCommands({ deliveryContext, canPush: () => true });
  return {
    async commands(text, sender) {
      try {
        return await commands(text, sender);
      } catch (error) {
        throw explainDatabaseError(store.where, error);
      }
    },
    close: () => store.close(),
  };
}
