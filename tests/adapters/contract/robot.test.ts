/** The robot door signs the contract for each platform; the stand-in asks for signatures where the platform can. */
import { Robot } from '../../../adapters/robot/robot.ts';
import { openRobots, type PlatformName, paths } from '../robot/stand-in.ts';
import { signContract } from './contract.ts';
import type { Rig } from './rig.ts';
import { sendOnly } from './send-only.ts';

const bytes = (text: string) => Buffer.byteLength(text, 'utf8');
/** In bytes of the text; the limits of DingTalk and Feishu are on the whole request. */
const limits: Record<PlatformName, number> = { wecom: 2048, dingtalk: 20_000, feishu: 20_000 };

const openRig = (platform: PlatformName) => async (): Promise<Rig> => {
  const robots = await openRobots();
  const query = platform === 'wecom' ? '' : `${platform === 'feishu' ? '?' : '&'}secret=SEC0123`;
  if (query) robots.secret = 'SEC0123';
  return {
    ...sendOnly,
    name: `robot of ${platform}`,
    folder: 'robot',
    open: () =>
      new Robot({
        origins: [robots.origin],
        timeoutMs: 10_000,
        spacingMs: { short: 1, long: 2 },
        now: () => new Date(),
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

await signContract(openRig('wecom'));
await signContract(openRig('dingtalk'));
await signContract(openRig('feishu'));
