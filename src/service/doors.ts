/** The doors that the settings configure, opened and not yet started. */
import { doors } from '../../adapters/index.ts';
import type { DoorContext, DoorSettings } from '../model/door.ts';
import type { Adapter } from '../model/port.ts';
import { attributedListener, runAsDoor } from './door-faults.ts';

/** The listener of a door runs as that door: an error of its package belongs to it. */
const contextFor = (door: string, context: DoorContext): DoorContext => {
  const { mount } = context;
  if (!mount) return context;
  return { ...context, mount: (prefix, listener) => mount(prefix, attributedListener(door, listener)) };
};

export async function openDoors(settings: DoorSettings, context: DoorContext): Promise<Adapter[]> {
  const opened = await Promise.all(
    Object.entries(doors).map(([name, { open }]) => runAsDoor(name, () => open(settings, contextFor(name, context)))),
  );
  return opened.filter((door) => door !== undefined);
}

/** Doors through which the service only sends. */
const sendOnly = new Set(['terminal', 'webhook', 'robot']);

export const isChatDoor = ({ name }: Adapter) => !sendOnly.has(name);

/** Tokens that packages may print; the log masks them. */
export function doorSecrets(settings: DoorSettings): string[] {
  const { slack, wechat, wechatOfficial, wecomApp, wecom, dingtalk, feishu } = settings;
  const values = [
    slack?.botToken,
    slack?.mode.kind === 'socket' ? slack.mode.appToken : slack?.mode.signingSecret,
    wechat?.puppetOptions.token,
    wecom?.secret,
    dingtalk?.clientSecret,
    feishu?.appSecret,
    ...[wechatOfficial, wecomApp].flatMap((keys) => [keys?.token, keys?.aesKey, keys?.secret]),
  ];
  return values.filter((value) => value !== undefined);
}
