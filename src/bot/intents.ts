/** Short messages that are no questions: a judgement, a greeting, a wish for help, a code. */

export type Language = 'zh' | 'en';

const chinese = /[\u3400-\u9fff]/;

/** English only where it is surely that: 👍 is said in every language. */
export const languageOf = (text: string): Language => (!chinese.test(text) && /[a-z]{2}/i.test(text) ? 'en' : 'zh');

/** WeChat writes its own faces as words in brackets: [微笑]. */
const face = /\[[\p{Script=Han}A-Za-z]{1,12}\]/gu;

const plain = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\p{Emoji_Modifier}\p{Variation_Selector}\u200d]/gu, '')
    .replace(/^[\s/]+|[\s,.!?;:~。！？，、；：～…]+$/g, '')
    .trim();

const liked = new Set([
  ...['👍', '有用', '很有用', '有帮助', '很有帮助', '有用的', '解决了', '赞', '点赞', '[强]', '[thumbsup]'],
  ...['useful', 'helpful', 'very useful', 'very helpful', 'thumbs up'],
]);
const disliked = new Set([
  ...['👎', '没用', '没有用', '没啥用', '不管用', '没帮助', '没有帮助', '没什么用', '踩', '[弱]', '[thumbsdown]'],
  ...['useless', 'not useful', 'not helpful', 'unhelpful', 'thumbs down'],
]);

/** Is the last reply judged, and how? */
export function readFeedback(text: string): boolean | undefined {
  // 👍👍👍 is one 👍.
  const said = plain(text).replace(/^(👍|👎|\[强\]|\[弱\])\1*$/u, '$1');
  if (liked.has(said)) return true;
  return disliked.has(said) ? false : undefined;
}

const greetings =
  /^(?:你好|您好|hi|hello|hey|嗨|哈喽|哈啰|在吗|在么|有人吗|早|早上好|上午好|中午好|下午好|晚上好|大家好|good (?:morning|afternoon|evening))(?:[呀啊哦]|there)?$/;

export const isGreeting = (text: string) => greetings.test(plain(text));

export type Audience = 'enterprise' | 'official';

/** Which help is asked for, where it is; of which kind of asker, where it says so. */
export function readHelp(text: string): { audience?: Audience } | undefined {
  const said = plain(text);
  if (text.trim() === '?' || text.trim() === '？') return {};
  const match =
    /^(?:帮助|使用帮助|帮助说明|使用说明|说明|怎么用|如何使用|怎么使用|能做什么|你能做什么|你会什么|help|menu|菜单|功能)\s*(企业|单位|enterprise|official)?$/.exec(
      said,
    );
  if (!match) return undefined;
  if (!match[1]) return {};
  return { audience: /企业|enterprise/.test(match[1]) ? 'enterprise' : 'official' };
}

/** Nothing in it that could be read as a question: no words, only signs and faces. */
export const isWordless = (text: string) => !/[\p{L}\p{N}★]/u.test(text.replace(face, ''));

/** The code with which somebody becomes an admin; empty where only the word stands. */
export function readCode(text: string): string | undefined {
  const match = /^[\s/]*(?:认领|認領|pair)(?:[\s:：]+(.{0,60}))?$/i.exec(text.normalize('NFKC').trim());
  if (!match) return undefined;
  return (match[1] ?? '').toUpperCase().replace(/[^0-9A-Z]/g, '');
}
