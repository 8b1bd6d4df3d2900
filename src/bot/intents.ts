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

/** Folded, without closing signs; empty where it is too long. */
export const plain = (text: string) => {
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
  const words = plain(text).replace(/^(👍|👎|\[强\]|\[弱\])\1*$/u, '$1');
  if (liked.has(words)) return true;
  return disliked.has(words) ? false : undefined;
}

const greetings =
  /^(?:你好|您好|hi|hello|hey|嗨|哈喽|哈啰|在吗|在么|有人吗|早|早上好|上午好|中午好|下午好|晚上好|大家好|good (?:morning|afternoon|evening))(?:[呀啊哦]|there)?$/;

export const isGreeting = (text: string) => greetings.test(plain(text));

export type Audience = 'enterprise' | 'official';

/** The help request with the audience it names; undefined where it is none. */
export function readHelp(text: string): { audience?: Audience } | undefined {
  const words = plain(text);
  if (text.trim() === '?' || text.trim() === '？') return {};
  const match =
    /^(?:帮助|使用帮助|帮助说明|使用说明|说明|怎么用|如何使用|怎么使用|能做什么|你能做什么|你会什么|help|menu|菜单|功能)\s*(企业|单位|enterprise|official)?$/.exec(
      words,
    );
  if (!match) return undefined;
  if (!match[1]) return {};
  return { audience: /企业|enterprise/.test(match[1]) ? 'enterprise' : 'official' };
}

/** 拍一拍, as WeChat reports it in words. */
export const isPoke = (text: string) =>
  /^[“"「]?.{0,40}[”"」]?\s?(?:拍了拍|tickled)\s?(?:我|你|“我”|me|you).{0,30}$/.test(text.trim());

/** Only signs and emoji: nothing that could be a question. */
export const isWordless = (text: string) => !/[\p{L}\p{N}★]/u.test(text.replace(face, ''));

/** The form in which codes are made: letters and digits that don't look alike, five and five. */
const codeForm = /(?<![0-9A-Z])[A-HJ-NP-Z2-9]{5}[-–—][A-HJ-NP-Z2-9]{5}(?![0-9A-Z])/;
const asCommand = /^[\s/]*(认领码|认领口令|认领|認領碼|認領|配对码|口令|pair(?:ing code)?)([\s:：]*)(.{0,60})$/i;
const codeLength = 10;
/** Ten such characters, some of them digits: a word would have none. */
const bareCode = /^(?=.*\d)(?=.*[A-Z])[A-HJ-NP-Z2-9]{10}$/;

const lettersOf = (text: string) => text.toUpperCase().replace(/[^0-9A-Z]/g, '');

/** The pairing code, in whatever form it was said; empty where the command has none; undefined where the message is none. */
export function readCode(text: string): string | undefined {
  const trimmed = text.normalize('NFKC').trim();
  const bare = trimmed.toUpperCase();
  const anywhere = codeForm.exec(bare)?.[0];
  if (anywhere) return lettersOf(anywhere);
  if (bareCode.test(bare)) return bare;
  const match = asCommand.exec(trimmed);
  if (!match) return undefined;
  const [, word, gap, rest = ''] = match;
  const code = lettersOf(rest);
  if (code.length === codeLength || !rest.trim()) return code;
  // What follows the word without a gap, or 口令, is a sentence: 认领流程是什么, 口令怎么设.
  return gap && word !== '口令' ? code : undefined;
}
