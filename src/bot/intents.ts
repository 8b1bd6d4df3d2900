/** Recognises short messages that are not questions: feedback, greetings, help requests, pairing codes. */

/** WeChat emoji are words in brackets: [微笑]. */
const face = /\[[\p{Script=Han}A-Za-z]{1,12}\]/gu;

const closing = /[\s,.!?;:~。！？，、；：～…]/;

/** A loop: a pattern that ends in `+$` takes quadratic time where the run is not at the end. */
function withoutClosing(text: string): string {
  let end = text.length;
  while (end > 0 && closing.test(text[end - 1]!)) end--;
  return text.slice(0, end);
}

/** What is longer is neither a greeting nor feedback nor a request for help. */
const maxLength = 80;

const plain = (text: string) => {
  if (text.length > maxLength) return '';
  const folded = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\p{Emoji_Modifier}\p{Variation_Selector}\u200d]/gu, '');
  return withoutClosing(folded.replace(/^[\s/]+/, '')).trim();
};

const liked = new Set([
  ...['👍', '有用', '很有用', '有帮助', '很有帮助', '有用的', '解决了', '赞', '点赞', '[强]', '[thumbsup]'],
  ...['useful', 'helpful', 'very useful', 'very helpful', 'thumbs up'],
]);
const disliked = new Set([
  ...['👎', '没用', '没有用', '没啥用', '不管用', '没帮助', '没有帮助', '没什么用', '踩', '[弱]', '[thumbsdown]'],
  ...['useless', 'not useful', 'not helpful', 'unhelpful', 'thumbs down'],
]);

/** True for useful, false for not useful; undefined where the text is no feedback. */
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

/** The help request with the audience it names; undefined where it is none. */
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

/** Only signs and emoji: nothing that could be a question. */
export const isWordless = (text: string) => !/[\p{L}\p{N}★]/u.test(text.replace(face, ''));

/** The pairing code; empty where the command has none. */
export function readCode(text: string): string | undefined {
  const match = /^[\s/]*(?:认领|認領|pair)(?:[\s:：]+(.{0,60}))?$/i.exec(text.normalize('NFKC').trim());
  if (!match) return undefined;
  return (match[1] ?? '').toUpperCase().replace(/[^0-9A-Z]/g, '');
}
