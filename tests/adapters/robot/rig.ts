/** What the stand-in of group robots lets the contract suite do and see; it asks for signatures where the platform can. */
import { Robot } from '../../../adapters/robot/robot.ts';
import type { Rig } from '../contract/rig.ts';
import { sendOnly } from '../contract/send-only.ts';
import { openRobots, type PlatformName, paths } from './stand-in.ts';

const bytes = (text: string) => Buffer.byteLength(text, 'utf8');
/** In bytes of the text; the limits of DingTalk and Feishu are on the whole request. */
const limits: Record<PlatformName, number> = { wecom: 2048, dingtalk: 20_000, feishu: 20_000 };

export const openRig = (platform: PlatformName) => async (): Promise<Rig> => {
  const robots = await openRobots();
  const query = platform === 'wecom' ? '' : `${platform === 'feishu' ? '?' : '&'}secret=SEC0123`;
  if (query) robots.secret = 'SEC0123';
  const { files: _noFiles, ...cannot } = sendOnly.cannot;
  const files: Partial<Rig> =
    platform === 'wecom'
      ? {
          cannot,
          files: (place) => (place === 'group' ? robots.files.map(({ name }) => name) : []),
          refuseFile: () => {
            robots.refusesFile = true;
          },
        }
      : { cannot: { ...cannot, files: `robots of ${platform} take no files; spreadsheets are links` } };
  return {
    ...sendOnly,
    ...files,
    name: `robot of ${platform}`,
    folder: 'robot',
    open: () =>
      new Robot({
        origins: [robots.origin],
        timeoutMs: 10_000,
        spacingMs: { short: 1, long: 2 },
        now: () => new Date(),
        report: () => {},
      }),
    channel: (place) => (place === 'group' ? `${robots.origin}${paths[platform]}${query}` : undefined),
    shown: (place) => (place === 'group' ? [...robots.shown] : []),
    refuseNext: (refusal) => {
      robots.refusal = refusal;
    },
    limit: { size: limits[platform], measure: bytes },
    close: robots.close,
  };
};
