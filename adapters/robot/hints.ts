/** What of a robot's address an operator should look at: its secret and keyword beside what its platform has. */
import type { Text } from '../../src/model/text.ts';
import type { RobotAddress } from './address.ts';

const unused: Text = {
  en: 'robots of WeCom have neither 加签 nor keywords: secret= is not used, and keyword= only adds its word to each message; leave both out',
  zh: '企业微信的群机器人没有加签和关键词：secret= 用不上，keyword= 只会在每条消息后面多加一个词；都可以去掉',
};
const nothingSet: Text = {
  en: 'neither secret= nor keyword=: right only where 机器人管理 → 安全设置 of this robot is IP地址（段）and names the address of this machine; else add &secret=SEC… (加签) or &keyword=… (自定义关键词)',
  zh: '既没有 secret= 也没有 keyword=：只有“机器人管理 → 安全设置”选的是“IP地址（段）”并写了本机地址才对；否则请加上 &secret=SEC…（加签）或 &keyword=…（自定义关键词）',
};
const notOfDingtalk: Text = {
  en: 'secret= does not begin with SEC, as those of 加签 do: copy it again from 机器人管理 → 安全设置',
  zh: 'secret= 不是以 SEC 开头，加签的密钥都以 SEC 开头：请从“机器人管理 → 安全设置”重新复制',
};
const notOfFeishu: Text = {
  en: 'secret= begins with SEC, as those of DingTalk do: copy that of 安全设置 → 签名校验 of this robot',
  zh: 'secret= 以 SEC 开头，像是钉钉的密钥：请复制这个机器人“安全设置 → 签名校验”的密钥',
};

export function hintsFor({ platform, secret, keyword }: RobotAddress): Text[] {
  if (platform.name === 'wecom') return secret || keyword ? [unused] : [];
  if (platform.name === 'feishu') return secret?.startsWith('SEC') ? [notOfFeishu] : [];
  if (secret) return secret.startsWith('SEC') ? [] : [notOfDingtalk];
  return keyword ? [] : [nothingSet];
}
