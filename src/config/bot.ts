/** Settings of the bot: admins, doors whose commands anyone may give, rate limits. */
import { z } from 'zod';
import { type Fault, faultIn, SetupError } from '../model/fault.ts';
import { must, settingText } from './messages.ts';
import { type Environment, readVariables, variable } from './variables.ts';

export interface BotSettings {
  /** Doors in which anyone may give commands; in the others only admins may. */
  commandsForAnyone: ReadonlySet<string>;
  admins: readonly { door: string; user: string }[];
  /** Messages per minute. */
  limits: { person: number; room: number };
}

const perMinute = (usual: number) =>
  z
    .string()
    .regex(/^[1-9]\d{0,5}$/, must('perMinute'))
    .transform(Number)
    .default(usual);

const BotVariables = z.object({
  QINZHI_ADMINS: z
    .string()
    .transform((text) => text.split(/[\s,;，；、]+/).filter(Boolean))
    .pipe(z.array(z.string().regex(/^[a-z][a-z0-9-]*:.+$/, must('admins'))))
    .default([]),
  QINZHI_LIMIT_PERSON: perMinute(20),
  QINZHI_LIMIT_ROOM: perMinute(60),
});

const commandsOf = 'QINZHI_COMMANDS_';

/** @throws {SetupError} with every variable that is wrong. */
export function readBotSettings(env: Environment): BotSettings {
  const faults: Fault[] = [];
  const read = readVariables(env, BotVariables, faults);
  const open = new Set<string>();
  for (const name of Object.keys(env).filter((one) => one.startsWith(commandsOf))) {
    const setting = variable(env, name)?.toLowerCase();
    if (setting === undefined) continue;
    if (setting === 'anyone') open.add(name.slice(commandsOf.length).toLowerCase().replaceAll('_', '-'));
    else if (setting !== 'admins') faults.push(faultIn(name, settingText('rights')));
  }
  if (!read || faults.length) throw new SetupError(settingText('botWrong'), faults);
  const admins = read.QINZHI_ADMINS.map((text) => {
    const colon = text.indexOf(':');
    return { door: text.slice(0, colon), user: text.slice(colon + 1) };
  });
  return {
    commandsForAnyone: open,
    admins,
    limits: { person: read.QINZHI_LIMIT_PERSON, room: read.QINZHI_LIMIT_ROOM },
  };
}
