/** Words in passing (谢谢, 好的, 在吗, 晚安, 人工): told only where nothing else is said, so that a question is never taken for them. */
import type { PhraseKey } from '../../language/answer-phrases.ts';

/** By what is replied; of several the first in this order. */
const acts = {
  thanks: [
    '谢谢',
    '谢了',
    '谢啦',
    '多谢',
    '感谢',
    '辛苦',
    '麻烦了',
    '太感谢',
    'thanks',
    'thank you',
    'thank',
    'thx',
    'cheers',
  ],
  farewell: ['再见', '拜拜', '回聊', '回头聊', '晚安', '先这样', '就这样', '下次聊', 'goodbye', 'good night', 'bye'],
  noHuman: ['转人工', '人工客服', '人工服务', '人工', '真人客服', '找人工', '接人工', 'human agent', 'real person'],
  here: ['在吗', '在么', '在不在', '有人吗', '有人没', '人呢', '在线吗', 'are you there', 'anyone there'],
  abuse: ['滚', '什么破玩意儿', '什么破玩意', '破玩意儿', '破玩意', '垃圾', '啥玩意'],
  sorry: ['烦死了', '烦死', '真烦', '没用', '答非所问', '听不懂', '不好用', '气死我了', '气死', '失望'],
  identity: [
    '你是谁',
    '你叫什么',
    '你叫啥',
    '你是机器人吗',
    '你是真人吗',
    '你是真人还是机器',
    '你是人吗',
    '你是ai吗',
    'who are you',
    'what are you',
    'are you a bot',
    'are you human',
  ],
  greeting: [
    '你好',
    '您好',
    '大家好',
    '哈喽',
    '早上好',
    '上午好',
    '下午好',
    '晚上好',
    '早安',
    '帮助',
    '怎么用',
    '你能做什么',
    '你能干什么',
    '你会什么',
    '能问什么',
    '有什么功能',
    '菜单',
    'hello',
    'hi there',
    'hi',
    'hey',
    'good morning',
    'help',
    'menu',
    'what can you do',
  ],
  refused: ['不对', '都不是', '不是这个', '不是', '换一个', '换个', '错了', 'wrong', 'none of them'],
  acknowledged: [
    '好的',
    '好嘞',
    '好滴',
    '好吧',
    '好',
    '行吧',
    '行',
    '可以',
    '嗯',
    '哦',
    '噢',
    '知道了',
    '知道',
    '明白',
    '懂了',
    '收到',
    '了解',
    '清楚了',
    '没事了',
    '没问题',
    '得嘞',
    'okay',
    'ok',
    'got it',
    'all right',
    'i see',
  ],
  praised: [
    '你真棒',
    '真棒',
    '你真聪明',
    '真聪明',
    '厉害',
    '真不错',
    '不错',
    '嘹咋咧',
    '美得很',
    '反应快',
    '点赞',
    '👍',
    '👏',
    'great',
    'well done',
  ],
  chat: ['哈哈', '哈', '呵呵', '嘿嘿', '讲个笑话', '逗我笑', '陪我聊', '聊聊天', '无聊', '吃了吗', '吃了没', '困死了'],
} satisfies Partial<Record<PhraseKey, readonly string[]>>;
export type SmallTalk = keyof typeof acts;

/** Said beside them, and means nothing by itself. */
const fillers = [
  '非常',
  '真的',
  '听听',
  '您',
  '你',
  '呀',
  '啊',
  '啦',
  '了',
  '的',
  '哈',
  '呢',
  '吧',
  '嘛',
  '呗',
  '哦',
  '太',
  '很',
  '先',
];

const order = Object.keys(acts) as SmallTalk[];
const words = [
  ...order.flatMap((act) => acts[act].map((word) => ({ word, act: act as SmallTalk | undefined }))),
  ...fillers.map((word) => ({ word, act: undefined })),
].sort((a, b) => b.word.length - a.word.length);

/** What a text says in passing, where it says nothing else; undefined where it does. */
export function smallTalkIn(text: string): SmallTalk | undefined {
  const acts = new Set<SmallTalk>();
  let left = text.replace(/(?![👍👏])[\p{P}\p{S}\s]/gu, ' ').trim();
  while (left) {
    const next = words.find(({ word }) => left.startsWith(word));
    if (!next) return undefined;
    if (next.act) acts.add(next.act);
    left = left.slice(next.word.length).trimStart();
  }
  return order.find((act) => acts.has(act));
}
