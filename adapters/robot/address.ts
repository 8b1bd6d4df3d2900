/** Reads the channel of a robot: its address, with the secret of its signature and the keyword that it asks for. */
import type { Text } from '../../src/model/text.ts';
import { platforms, type RobotPlatform } from './platforms.ts';

export interface RobotAddress {
  platform: RobotPlatform;
  /** As the platform shows it. */
  url: URL;
  secret?: string;
  keyword?: string;
}

const notOne: Text = {
  en: 'the channel of a robot is its address as the group shows it: https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…, https://oapi.dingtalk.com/robot/send?access_token=… or https://open.feishu.cn/open-apis/bot/v2/hook/…; a signed one with &secret=… (Feishu: ?secret=…)',
  zh: '群机器人的会话要写群里显示的地址：https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…、https://oapi.dingtalk.com/robot/send?access_token=… 或 https://open.feishu.cn/open-apis/bot/v2/hook/…；加签的在后面加 &secret=…（飞书是 ?secret=…）',
};

/** Says which hosts there are, so that a subscription can't make this machine post to any other. */
const otherHost = (origin: string): Text => ({
  en: `no robot is posted to at ${origin}; for a private deployment add it to QINZHI_ROBOT_ORIGINS`,
  zh: `不向 ${origin} 的机器人发送；私有部署的地址请写进 QINZHI_ROBOT_ORIGINS`,
});

const signedAlready: Text = {
  en: 'the address holds a signature (timestamp, sign), which ends after an hour: take both out and add &secret=SEC… of 加签',
  zh: '地址里带着签名（timestamp、sign），一小时后失效：去掉这两项，加上加签的 &secret=SEC…',
};

/** @param ownOrigins of private deployments. @returns what is wrong, instead of an address */
export function readAddress(channel: string, ownOrigins: readonly string[]): RobotAddress | Text {
  const url = URL.canParse(channel) ? new URL(channel) : undefined;
  const platform = url && platforms.find(({ path }) => path.test(url.pathname));
  if (!url || !platform || url.username || url.password) return notOne;
  if (![...platform.origins, ...ownOrigins].includes(url.origin)) return otherHost(url.origin);
  if (platform.needs.some((name) => !url.searchParams.get(name))) return notOne;
  if (url.searchParams.has('sign') || url.searchParams.has('timestamp')) return signedAlready;
  const [secret, keyword] = ['secret', 'keyword'].map((name) => url.searchParams.get(name));
  url.searchParams.delete('secret');
  url.searchParams.delete('keyword');
  url.hash = '';
  return { platform, url, ...(secret ? { secret } : {}), ...(keyword ? { keyword } : {}) };
}

export const isAddress = (read: RobotAddress | Text): read is RobotAddress => 'platform' in read;
