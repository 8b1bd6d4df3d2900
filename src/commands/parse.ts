/** Parses a message as a command; every word has to fit, else it is a question. */

import { fold } from '../digest/request/entities.ts';
import { parseRequest } from '../digest/request/parse-request.ts';
import type { RequestParse } from '../digest/request/request-grammar.ts';
import type { Language } from '../language/answer-phrases.ts';
import { readNumber } from '../language/number.ts';
import { simplify } from '../language/script.ts';
import type { KnowledgePack } from '../model/pack/pack.ts';
import type { DayNumber } from '../shared/day.ts';
import { type PauseEnd, readPauseEnd } from './pause-date.ts';
import { commandSpeaker } from './phrases/phrases.ts';
import { type PlanChoice, readPlanChoice } from './plan-choice.ts';
import { readTaskNumbers, type TaskNumbers } from './task-numbers.ts';

/** Which of a channel's subscriptions: its number, every one, or not said. */
export type SubscriptionSelector = number | 'all' | undefined;

export type Command =
  | { name: 'subscribe'; words: string; request: RequestParse }
  | { name: 'unsubscribe'; which: SubscriptionSelector }
  | { name: 'pause'; which: SubscriptionSelector; until: PauseEnd | undefined }
  | { name: 'resume'; which: SubscriptionSelector }
  | { name: 'preview'; which: SubscriptionSelector; words: string; request: RequestParse | undefined }
  /** `bare`: the English word alone, which may as well mean the next page of an answer. */
  | { name: 'next'; which: SubscriptionSelector; bare: boolean }
  | { name: 'plan' }
  | { name: 'usePlan'; choice: PlanChoice }
  | { name: 'deliveries' }
  | { name: 'settings' }
  | ({ name: 'done' } & TaskNumbers)
  | ({ name: 'undo' } & TaskNumbers);

export interface ParsedCommand {
  language: Language;
  command: Command;
}

/** What reading hangs on. */
export interface ParseContext {
  packs: readonly KnowledgePack[];
  today: DayNumber;
}

/** Characters of commands and requests that are written otherwise in traditional script. */
const traditional =
  /[訂閱復預覽遞記錄設銷個牽頭職責階週歷號項該這發關閉給幫請們開會過還節點鐘時間內暫點兩級別務單處長辦監檢財權資農業產識專標縣區貿]/;
const invisible = /\p{Cf}|\p{Variation_Selector}/gu;
const asking = /[?]|吗|嘛|怎|如何|谁|哪|什么|啥|多少|为何|是不是|能不能|可不可以|有没有/;
const askingInEnglish = /\?|\b(?:how|what|which|who|whom|why|can i|could|does|did)\b/;

/** One width, one script, one case; without what decorates it. `slash` = written as /command. */
export function tidy(text: string): { text: string; slash: boolean } {
  if (text.length > maxLength) return { text: '', slash: false };
  const folded = fold(text.replace(invisible, '').replace(/\p{Cc}/gu, ' '));
  const plain = traditional.test(folded) ? simplify(folded) : folded;
  const slash = /^\/[^/]/.test(plain);
  return {
    slash,
    text: plain
      .replace(/^[/\s]+/, '')
      .replace(/^["'“”‘’「『【[]+|["'“”‘’」』】\]]+$/g, '')
      .replace(/[。.!~～;,、\s]+$/g, '')
      .trim(),
  };
}

/** Nobody's request is longer, and no rule then has much to read. */
const maxLength = 300;

const polite = /^(?:请?帮我们?|请?帮忙|请|麻烦(?:你|您)?|劳驾|我们?要|我们?想(?:要)?|please)\s*/;
const ending = /(?:一下|吧|谢谢|谢了|please|thanks|thank you)$/;
/** `plans`: which plans there are, where a service has several. */
type Head = Exclude<Command['name'], 'usePlan'> | 'plans';
const heads: [Head, Language, RegExp][] = [
  [
    'settings',
    'zh',
    /^(?:(?:本群|我们?群|这个?群|群里?|这里)?的?(?:(?:订阅)?设置|订阅列表)|(?:(?:我们?|本群|群里?|这里)的?|查看)订阅(?:情况|状态)?|订阅(?:情况|状态)|(?:我们?|本群|群里?|这里)?都?订阅?了(?:什么|啥|哪些))$/,
  ],
  [
    'plan',
    'zh',
    /^(?:本群|我们?群|这个?群|群里?|这里)的?(?:默认)?方案(?=$|[\s:=《]|改[成为]|设[成为]|换[成为]|用|是)[\s:]*/,
  ],
  [
    'plans',
    'zh',
    /^(?:这里|现在|你们?)?(?:都?有|都?能问|都?可以问|都?能查|支持)(?:哪些|哪几[份个]|几[份个]|什么)(?:方案|文件|计划)(?:可以问|能问|可问)?$/,
  ],
  ['subscribe', 'zh', /^订阅(?![了过的号费户者])[\s:,]*/],
  ['unsubscribe', 'zh', /^(?:退订|取消订阅|停止订阅|不再订阅)(?:提醒|推送)?\s*/],
  ['pause', 'zh', /^暂停(?:订阅|推送|提醒|发送)?\s*/],
  ['resume', 'zh', /^恢复(?:订阅|推送|提醒|发送)?\s*/],
  ['preview', 'zh', /^预览(?:一下)?(?:订阅|提醒)?\s*/],
  ['next', 'zh', /^下一?次(?:提醒|推送|订阅)?(?:是|在)?(?:什么时候|啥时候|几时|何时)?(?:发|推送|提醒)?\s*/],
  ['deliveries', 'zh', /^(?:投递|发送|推送|送达|提醒)(?:记录|情况)$/],
  ['undo', 'zh', /^(?:(?:撤销|撤回|取消)(?:完成|登记)(?:登记)?|撤[销回](?=\s*第?\d))[\s:]*/],
  ['done', 'zh', /^(?:登记|标记|标为)?已?(?:完成|办结)了?(?:登记)?[\s:]*/],
  [
    'subscribe',
    'en',
    /^subscribe(?:\s+(?:us|me|this (?:channel|group|room))(?![a-z]))?(?:\s+to(?![a-z]))?(?![a-z])[\s:,]*/,
  ],
  ['unsubscribe', 'en', /^unsubscribe(?![a-z])(?:\s+from(?![a-z]))?\s*/],
  ['pause', 'en', /^pause(?![a-z])(?:\s+(?:digests?|subscriptions?)(?![a-z]))?\s*/],
  ['resume', 'en', /^(?:resume|unpause)(?![a-z])(?:\s+(?:digests?|subscriptions?)(?![a-z]))?\s*/],
  ['preview', 'en', /^preview(?![a-z])\s*/],
  ['next', 'en', /^next(?:\s+(?:digests?|times?))?(?![a-z])\s*/],
  ['plan', 'en', /^(?:our|group|channel) plan(?![a-z])[\s:]*/],
  ['deliveries', 'en', /^(?:deliveries|delivery (?:log|records?))$/],
  ['settings', 'en', /^(?:(?:our|channel|group|my|show) )?(?:settings|subscriptions)$/],
  ['undo', 'en', /^undo(?:\s+done)?(?![a-z])[\s:]*/],
  ['done', 'en', /^(?:mark )?done(?![a-z])[\s:]*/],
];

const whichPattern =
  /^(?:(?:第|no\.?\s*|number\s*|#)?\s*(?<number>\d{1,3}|[一二两三四五六七八九十]{1,3})\s*(?:条|个|号)?|(?<all>全部|所有的?|都|all))$/;

/** Undefined = the words say no such thing. */
function readWhich(words: string): { which: SubscriptionSelector } | undefined {
  if (!words) return { which: undefined };
  const groups = whichPattern.exec(words)?.groups;
  if (!groups) return undefined;
  if (groups.all) return { which: 'all' };
  const number = readNumber(groups.number!);
  return number ? { which: number } : undefined;
}

/** 暂停 2 到10月8日: the number first, then the day. */
function readPause(words: string, { today }: ParseContext, language: Language): Command | undefined {
  const alone = readWhich(words);
  if (alone) return { name: 'pause', which: alone.which, until: undefined };
  const begins =
    /^(?:第\s*)?(\d{1,2}|[一二三四五六七八九])\s*(?:条|个|号)?(?:\s+|,\s*|(?=到|至|until))(?=\S)|^(全部|所有|all)\s*/.exec(
      words,
    );
  const whole = readPauseEnd(words, today, language);
  if (whole && !('unread' in whole)) return { name: 'pause', which: undefined, until: whole };
  if (begins) {
    const which = begins[2] ? ('all' as const) : readNumber(begins[1]!);
    const until = readPauseEnd(words.slice(begins[0].length), today, language);
    if (until && which) return { name: 'pause', which, until };
  }
  return whole && { name: 'pause', which: undefined, until: whole };
}

/** `apart`: the word stands by itself before the others, as in 订阅 月初; glued to them it may begin another word. */
function readSubscribe(words: string, known: ParseContext, language: Language, apart: boolean): Command | undefined {
  const request = parseRequest(words, known.packs, known.today, language);
  // 订阅到期提醒: nothing to be read beside the request itself.
  const means = request.understood > 0 || request.problem !== undefined || !request.unread.length;
  return means || apart ? { name: 'subscribe', words, request } : undefined;
}

function readPreview(words: string, known: ParseContext, language: Language): Command | undefined {
  const which = readWhich(words);
  if (which) return { name: 'preview', which: which.which, words: '', request: undefined };
  const request = parseRequest(words, known.packs, known.today, language);
  return request.understood > 0 ? { name: 'preview', which: undefined, words, request } : undefined;
}

function readCommand(
  name: Head,
  words: string,
  known: ParseContext,
  language: Language,
  { slash, apart }: { slash: boolean; apart: boolean },
): Command | undefined {
  switch (name) {
    case 'settings':
    case 'deliveries':
      return { name };
    case 'plans':
      // Of one plan it is a question about what that says.
      return known.packs.length > 1 ? { name: 'plan' } : undefined;
    case 'plan': {
      if (!words) return { name };
      const choice = readPlanChoice(words, known.packs);
      return choice && { name: 'usePlan', choice };
    }
    case 'subscribe':
      return readSubscribe(words, known, language, apart);
    case 'preview':
      return readPreview(words, known, language);
    case 'pause':
      return readPause(words, known, language);
    case 'done':
    case 'undo': {
      const rows = readTaskNumbers(words, known.packs);
      if (rows) return { name, ...rows };
      return slash && !words ? { name, rows: [], plan: undefined } : undefined;
    }
    default: {
      const which = readWhich(words);
      if (!which) return undefined;
      return name === 'next' ? { name, which: which.which, bare: false } : { name, which: which.which };
    }
  }
}

/** Commands that only show something may be put as a question. */
const shows = new Set<Head | Command['name']>(['settings', 'deliveries', 'next', 'plan', 'plans']);

/** 订阅 月初: a blank after the word. In English one stands there always. */
const isApart = (head: string) => /^\P{ASCII}+[\s:,]+$/u.test(head);

function recogniseExactly(text: string, slash: boolean, known: ParseContext): ParsedCommand | undefined {
  for (const [name, language, head] of heads) {
    const match = head.exec(text);
    if (!match) continue;
    const words = text.slice(match[0].length).trim();
    const asks = language === 'zh' ? asking : askingInEnglish;
    if (asks.test(words) || (!shows.has(name) && asks.test(text))) continue;
    const command = readCommand(name, words, known, language, { slash, apart: slash || isApart(match[0]) });
    if (command?.name === 'next') return { language, command: { ...command, bare: text === 'next' && !slash } };
    if (command) return { language, command };
  }
  return undefined;
}

/** 第24项已完成: the same as 完成 第24项. */
const stated = /^(第?\s*\d.*?|row \d+)\s*(?:已经?(?:完成|办结)了?|is done)$/;

/** Undefined = no command, so a question. */
export function parseCommand(input: string, known: ParseContext): ParsedCommand | undefined {
  const { text, slash } = tidy(input);
  if (!text) return undefined;
  const forms = new Set([text, text.replace(/\?$/, '').trim()]);
  const rows = stated.exec(text);
  if (rows) forms.add(`${commandSpeaker(/is done$/.test(text) ? 'en' : 'zh')('done')} ${rows[1]}`);
  for (const form of [...forms]) forms.add(form.replace(polite, '').replace(ending, '').trim());
  for (const form of forms) {
    if (form !== text && !form) continue;
    // A question mark is forgiven only where nothing is changed.
    const found = recogniseExactly(form, slash, known);
    if (found && (!text.endsWith('?') || shows.has(found.command.name))) return found;
  }
  return undefined;
}
