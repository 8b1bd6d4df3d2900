/** `qinzhi doctor`: asks the platform of each configured door whether it accepts us, and compares the clocks. */
import type { Command } from 'commander';
import type { DoorContext, Rooms } from '../model/door.ts';
import { SetupError } from '../model/fault.ts';
import type { Adapter } from '../model/port.ts';
import { isChatDoor, openDoors } from '../service/doors.ts';
import type { DeliveryEnvironment } from '../service/environment.ts';
import { messageOf } from '../shared/error-message.ts';
import { type CliContexts, type Done, write } from './context.ts';
import { cliText, type Say } from './messages/messages.ts';

/** Signatures and callbacks are refused beyond five minutes; a clock that is so far off soon is. */
const maxClockErrorSeconds = 60;

/** Nothing is received, so no group is looked for. */
const noRooms: Rooms = {
  find: async () => undefined,
  findByAddress: async () => undefined,
  findByTopic: async () => [],
  save: async () => {},
};

interface Finding {
  line: string;
  isFault: boolean;
}

async function examine(adapter: Adapter, now: () => Date, say: Say): Promise<Finding> {
  const { name: door } = adapter;
  if (!adapter.check && !adapter.reach) return { line: say('doctorUntried', { door }), isFault: false };
  try {
    const platformTime = adapter.check ? await adapter.check() : await adapter.reach?.();
    const seconds = platformTime ? Math.round((now().getTime() - platformTime.getTime()) / 1000) : 0;
    if (Math.abs(seconds) > maxClockErrorSeconds) return { line: say('doctorClock', { door, seconds }), isFault: true };
    return { line: say(adapter.check ? 'doctorAccepted' : 'doctorReached', { door }), isFault: false };
  } catch (error) {
    return { line: say('doctorRefused', { door, why: messageOf(error) }), isFault: true };
  }
}

/** @returns the exit code: 1 where something is wrong */
async function doctor(named: string | undefined, environment: DeliveryEnvironment, say: Say): Promise<number> {
  const { doors: settings, now, stdout, stderr } = environment;
  const warn = (line: string) => void stderr.write(`${line}\n`);
  const context: DoorContext = { output: stdout, warn, now, rooms: () => noRooms };
  const chatDoors = (await openDoors(settings, context)).filter(isChatDoor);
  const doors = chatDoors.map(({ name }) => name).join(', ');
  const chosen = named === undefined ? chatDoors : chatDoors.filter(({ name }) => name === named);
  if (named !== undefined && !chosen.length) throw new SetupError(cliText('doctorUnknown', { door: named, doors }), []);
  const findings = await Promise.all(chosen.map((door) => examine(door, now, say)));
  const lines = findings.length ? findings.map(({ line }) => line) : [say('doctorNone')];
  await write(stdout, `${lines.join('\n')}\n`);
  return findings.some(({ isFault }) => isFault) ? 1 : 0;
}

export function register(program: Command, { help, say, delivery }: CliContexts, done: Done): void {
  program
    .command('doctor [door]')
    .description(help('doctor'))
    .addHelpText('after', help('doctorAfter'))
    .action(async (door: string | undefined) => {
      done(await doctor(door, delivery(), say));
    });
}
