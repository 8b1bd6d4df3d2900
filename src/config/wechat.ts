/** Settings of WeChat: puppet, token, folder and send intervals. */
import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { WechatSettings } from '../model/door.ts';
import { type Fault, faultIn } from '../model/fault.ts';
import { must, settingText } from './messages.ts';
import { usualData } from './store.ts';
import { type Environment, readVariables, variable } from './variables.ts';

const seconds = /^\d{1,2}(?:\.\d{1,3})?$/;

/** `1-2`: from one second to two. */
const spacing = z
  .string()
  .transform((text) => text.split('-').map((part) => part.trim()))
  .refine((parts) => parts.length === 2 && parts.every((part) => seconds.test(part)), must('spacing'))
  .transform(([least, most]): [number, number] => [Number(least) * 1000, Number(most) * 1000])
  .refine(([least, most]) => least <= most, must('spacingOrder'));

const WechatVariables = z.object({
  QINZHI_WECHAT_PUPPET: z.string().optional(),
  // Its value is not repeated: it is the key to the account.
  QINZHI_WECHAT_TOKEN: z
    .string()
    .regex(/^.+_.+$/, must('wechatToken'))
    .optional(),
  QINZHI_WECHAT_ENDPOINT: z
    .string()
    .regex(/^[^/\s]+:\d{1,5}$/, must('endpoint'))
    .optional(),
  QINZHI_WECHAT_AUTHORITY: z
    .string()
    .regex(/^(?:[^/\s]+|http:\/\/(?:127\.0\.0\.1|localhost)(?::\d{1,5})?)$/, must('authority'))
    .optional(),
  QINZHI_WECHAT_TLS: z.enum(['on', 'off'], must('tls')).default('on'),
  QINZHI_WECHAT_MODULE: z.string().default('wechaty'),
  QINZHI_WECHAT_FOLDER: z.string().optional(),
  QINZHI_WECHAT_FRIENDS: z.enum(['none', 'accept', 'accept-with-words'], must('friends')).default('none'),
  QINZHI_WECHAT_FRIENDS_WORDS: z
    .string()
    .transform((text) => text.split(/[,，、]/).map((word) => word.trim()))
    .transform((words) => words.filter(Boolean))
    .default([]),
  QINZHI_WECHAT_SPACING_SECONDS: spacing.default([1000, 2000]),
  QINZHI_WECHAT_PER_ROOM_MINUTE: z
    .string()
    .regex(/^([1-9]|[1-5]\d|60)$/, must('perRoomMinute'))
    .transform(Number)
    .default(10),
});

type Values = z.infer<typeof WechatVariables>;

const packageOfService = (module: string) =>
  `${module.startsWith('@') ? `${module.split('/')[0]}/` : ''}wechaty-puppet-service`;

function puppetOptions(read: Values): WechatSettings['puppetOptions'] {
  const { QINZHI_WECHAT_TOKEN: token, QINZHI_WECHAT_ENDPOINT: endpoint, QINZHI_WECHAT_AUTHORITY: authority } = read;
  return {
    ...(token ? { token } : {}),
    ...(endpoint ? { endpoint } : {}),
    ...(authority ? { authority } : {}),
    ...(read.QINZHI_WECHAT_TLS === 'off' ? { tls: { disable: true } } : {}),
  };
}

/** Undefined where no puppet is named; what is wrong goes to `faults`. */
export function readWechat(env: Environment, faults: Fault[]): WechatSettings | undefined {
  const read = readVariables(env, WechatVariables, faults);
  if (!read) return undefined;
  const module = read.QINZHI_WECHAT_MODULE;
  const service = packageOfService(module);
  const options = puppetOptions(read);
  const puppet = read.QINZHI_WECHAT_PUPPET ?? (options.token || options.endpoint ? service : undefined);
  if (!puppet) return undefined;
  const words = read.QINZHI_WECHAT_FRIENDS_WORDS;
  if (puppet === service && !options.token)
    faults.push(faultIn('QINZHI_WECHAT_TOKEN', settingText('wechatTokenMissing', { puppet: service })));
  if (read.QINZHI_WECHAT_FRIENDS === 'accept-with-words' && !words.length)
    faults.push(faultIn('QINZHI_WECHAT_FRIENDS_WORDS', settingText('friendsWords')));
  // With it wechaty would connect to api.chatie.io, whatever the puppet.
  if (variable(env, 'WECHATY_TOKEN')) faults.push(faultIn('WECHATY_TOKEN', settingText('wechatyToken')));
  const friends = { none: 'none', accept: 'all', 'accept-with-words': words } as const;
  return {
    module,
    puppet,
    puppetOptions: options,
    folder: resolve(read.QINZHI_WECHAT_FOLDER ?? join(variable(env, 'QINZHI_DATA') ?? usualData(env), 'wechat')),
    friends: friends[read.QINZHI_WECHAT_FRIENDS],
    pace: {
      spacingMs: read.QINZHI_WECHAT_SPACING_SECONDS as [number, number],
      perRoomPerMinute: read.QINZHI_WECHAT_PER_ROOM_MINUTE,
    },
  };
}
