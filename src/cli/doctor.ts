/** `qinzhi doctor`: asks the platform of each configured door whether it accepts us, compares the clocks, and tries the addresses that subscriptions name. */
import type { Command } from 'commander';
import { codeOf, networkAdvice } from '../../adapters/shared/connection/network-error.ts';
import type { DoorContext, Rooms } from '../model/door.ts';
import { SetupError } from '../model/fault.ts';
import type { Adapter } from '../model/port.ts';
import { isChatDoor, openDoors } from '../service/doors.ts';
import type { DeliveryEnvironment } from '../service/environment.ts';
import { messageOf } from '../shared/error-message.ts';
import { type CliContexts, type Done, write } from './context.ts';
import { examineChannels, type Finding, isOff, secondsOff } from './doctor-channels.ts';
import { cliText, type Say } from './messages/messages.ts';

/** Nothing is received, so no group is looked for. */
const noRooms: Rooms = {
  find: async () => undefined,
  findByAddress: async () => undefined,
  findByTopic: async () => [],
  save: async () => {},
};

async function examine(adapter: Adapter, now: () => Date, say: Say): Promise<Finding> {
  const { name: door } = adapter;
  if (!adapter.check && !adapter.reach) return { line: say('doctorUntried', { door }), isFault: false };
  try {
    const platformTime = adapter.check ? await adapter.check() : await adapter.reach?.();
    const seconds = secondsOff(platformTime, now);
    if (isOff(seconds)) return { line: say('doctorClock', { door, seconds }), isFault: true };
    const reached = platformTime ? 'doctorAccepted' : 'doctorAcceptedNoClock';
    return { line: say(adapter.check ? reached : 'doctorReached', { door }), isFault: false };
  } catch (error) {
    const why = [messageOf(error), networkAdvice(codeOf(error))].filter(Boolean).join(' ');
    return { line: say('doctorRefused', { door, why }), isFault: true };
  }
}

/** @returns the exit code: 1 where something is wrong */
async function doctor(
  named: string | undefined,
  environment: DeliveryEnvironment,
  { say, language }: Pick<CliContexts, 'say' | 'language'>,
): Promise<number> {
  const { doors: settings, now, stdout, stderr } = environment;
  let isExamining = false;
  // What a door reports of a check is what the check throws.
  const warn = (line: string) => void (isExamining || stderr.write(`${line}\n`));
  const context: DoorContext = { output: stdout, warn, now, rooms: () => noRooms };
  const all = (await openDoors(settings, context)).filter((door) => isChatDoor(door) || door.checkChannels);
  isExamining = true;
  const doors = all.map(({ name }) => name).join(', ');
  const chosen = named === undefined ? all : all.filter(({ name }) => name === named);
  if (named !== undefined && !chosen.length) throw new SetupError(cliText('doctorUnknown', { door: named, doors }), []);
  const findings = [
    ...(await Promise.all(chosen.filter(isChatDoor).map((door) => examine(door, now, say)))),
    ...(await examineChannels(chosen, environment, { say, language })),
  ];
  const none = named === undefined ? say('doctorNone') : say('doctorNoChannel', { door: named });
  const lines = findings.length ? findings.map(({ line }) => line) : [none];
  await write(stdout, `${lines.join('\n')}\n`);
  return findings.some(({ isFault }) => isFault) ? 1 : 0;
}

export function register(program: Command, contexts: CliContexts, done: Done): void {
  program
    .command('doctor [door]')
    .description(contexts.help('doctor'))
    .addHelpText('after', contexts.help('doctorAfter'))
    .action(async (door: string | undefined) => {
      done(await doctor(door, contexts.delivery(), contexts));
    });
}
