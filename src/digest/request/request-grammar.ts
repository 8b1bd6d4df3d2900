/** Grammar of a request for a digest: patterns for content, scope and options, and what each sets. */

import type { Language } from '../../language/answer-phrases.ts';
import { type DurationUnit, durationUnit } from '../../language/duration.ts';
import { numbersIn, numeral, readNumber } from '../../language/number.ts';
import type { Due, Lead, Schedule, Scope, Timing } from '../../model/subscription.ts';
import { isZone } from '../../shared/zone.ts';

/** What the words said, and nothing that they did not. */
export interface ParsedRequest {
  scope?: Partial<Scope>;
  content?: { due?: Due[]; leads?: Lead[]; overdue?: true; duties?: true; phases?: true; report?: true };
  schedule?: Schedule;
  zone?: string;
  dayOff?: Timing['dayOff'];
  quiet?: { from: string; to: string };
  late?: { policy: 'latest'; withinHours?: number } | { policy: 'all' | 'none' };
  whenNothing?: 'line' | 'silence';
  done?: 'omit' | 'tick';
  language?: Language;
  attach?: 'xlsx' | 'none';
  /** Subscribe although every deadline has passed. */
  anyway?: true;
}

export type Role = Scope['units'][number]['role'];
export interface UnitMention {
  units: readonly string[];
  role: Role | undefined;
  start: number;
  end: number;
}

export interface RequestDraft {
  request: ParsedRequest;
  /** How many things were read. */
  understood: number;
  units: UnitMention[];
  /** 到期前7个工作日: the schedule where there is no other, else reminders. */
  leads: { leads: Lead[]; reminder: boolean }[];
}

export interface RequestParse {
  request: ParsedRequest;
  /** What was decided for want of words. */
  notes: string[];
  /** Words that mean nothing here. */
  unread: string[];
  /** Why what was said can't be a schedule. */
  problem: string | undefined;
  /** How many things were read; names of plans, which are in every question, do not count. */
  understood: number;
}

/** A request while it is read. */
export type Reading = RequestDraft & RequestParse;

/** False = not this after all. */
type Take = (groups: RegExpExecArray, draft: RequestDraft) => unknown;

const list = `${numeral}(?:\\s*(?:个?工作日|天|日|周|个?星期|个月)?\\s*(?:、|,|和|及|与|and|&)+\\s*${numeral})*`;
/** A month counts as 30 days here: so far ahead nobody means a day exactly. */
const daysIn: Record<DurationUnit, number> = { workday: 1, day: 1, week: 7, month: 30, year: 365 };
const countUnit = (unit: string) => (durationUnit(unit) === 'workday' ? ('workday' as const) : ('day' as const));

function within(count: string | undefined, unit: string, draft: RequestDraft): boolean {
  const days = (readNumber(count ?? '') ?? 1) * daysIn[durationUnit(unit)];
  if (!(days >= 1 && days <= 400)) return false;
  addDue(draft, { within: Math.round(days), unit: countUnit(unit) });
  return true;
}

export const content = ({ request: wanted }: RequestDraft) => {
  wanted.content ??= {};
  return wanted.content;
};
function addDue(draft: RequestDraft, due: Due): void {
  const { due: known = [] } = content(draft);
  content(draft).due = known.some((one) => JSON.stringify(one) === JSON.stringify(due)) ? known : [...known, due];
}

function leads(counts: string, unit: string, reminder: boolean, draft: RequestDraft): boolean {
  // 3天和一周: not two counts of one thing.
  const others = counts.match(/工作日|天|日|周|星期|月/g) ?? [];
  if (others.some((other) => !unit.includes(other))) return false;
  const numbers = [...new Set(numbersIn(counts).filter((number) => number > 0))];
  const values = numbers.map((number) => number * daysIn[durationUnit(unit)]).sort((a, b) => b - a);
  if (!values.length || values[0]! > 400) return false;
  const of = countUnit(unit);
  draft.leads.push({ leads: values.map((count) => ({ count, unit: of })), reminder });
  return true;
}

const clock = '(\\d{1,2})(?:[:点时](\\d{2})?)?';
const twoDigits = (hour: string, minute = '00') => `${hour.padStart(2, '0')}:${minute}`;
export const scope = ({ request: wanted }: RequestDraft) => {
  wanted.scope ??= {};
  return wanted.scope;
};

/** 到期, 要交: that something is due. */
const isDue = '(?:要?到期|截止|要?交(?:的)?(?:了)?|要报(?:的)?|要?完成(?:时限)?(?:到)?|该完成|该交)';
/** Soon, where nobody says how soon: two weeks of work. */
const soon: Due = { within: 10, unit: 'workday' };

/** In this order at every place of the text: what begins like another thing goes before it. */
const says =
  (part: Partial<ParsedRequest>): Take =>
  (_, { request: wanted }) =>
    Object.assign(wanted, part);
const asks =
  (part: ParsedRequest['content']): Take =>
  (_, draft) =>
    Object.assign(content(draft), part);

const takers: [string, Take][] = [
  [
    `(?:免打扰|静默|勿扰|夜间不发|不打扰|quiet(?: hours)?)\\s*(?:from\\s*)?${clock}\\s*(?:到|至|-|—|~|to|until)\\s*(?:次日|第二天)?${clock}`,
    ([, fromHour, fromMinute, toHour, toMinute], { request: wanted }) => {
      const [from, to] = [twoDigits(fromHour!, fromMinute), twoDigits(toHour!, toMinute)];
      if (from === to || ![from, to].every((time) => /^([01]\d|2[0-3]):[0-5]\d$/.test(time))) return false;
      wanted.quiet = { from, to };
    },
  ],
  [
    '(?:时区|(?:in the )?time zone|zone)\\s*:?\\s*([a-z_]+(?:/[a-z0-9_+-]+){0,2})',
    ([, zone], { request: wanted }) => {
      if (!isZone(zone!)) return false;
      wanted.zone = new Intl.DateTimeFormat('en', { timeZone: zone! }).resolvedOptions().timeZone;
    },
  ],
  [
    `(?:在)?(?:到期|截止|时限)(?:日|时间)?之?前(?:第)?\\s*(${list})\\s*((?:个)?\\s*(?:工作日|上班日|星期|礼拜|月)|周|天|日)(?:\\s*(提醒))?|提前\\s*(${list})\\s*((?:个)?\\s*(?:工作日|上班日|星期|礼拜|月)|周|天|日)(?:\\s*(提醒))?`,
    (m, draft) => leads(m[1] ?? m[4]!, m[2] ?? m[5]!, Boolean(m[3] ?? m[6]), draft),
  ],
  [
    `(reminders? )?((?:\\d{1,3}(?:\\s*(?:,|and|&)+\\s*)?)+)\\s*((?:working |work |business )?days?|weeks?|months?) before (?:the |a |any |each |every )?(?:deadlines?|due(?: date)?s?)`,
    (m, draft) => leads(m[2]!, m[3]!, Boolean(m[1]), draft),
  ],
  [
    `(?:未来|接下来|今后|近|最近)?\\s*(半|${numeral})\\s*(个?工作日|天|日|个?(?:周|星期|礼拜)|个月)\\s*(?:内|以内|之内)(?:要?到期)?`,
    (m, draft) => within(m[1], m[2]!, draft),
  ],
  [
    '(?:due )?(?:with)?in (?:the next )?(\\d{1,3}|a) (working days?|work days?|business days?|days?|weeks?|months?)',
    (m, draft) => within(m[1], m[2]!, draft),
  ],
  [
    `(?:本|这个?|当)月(?:底|内)?(?:之?前)?${isDue}?(?:的)?|月(?:底|末)(?:之?前)?${isDue}(?:的)?|(?:due )?this month`,
    (_, draft) => addDue(draft, 'this-month'),
  ],
  [`(?:下个?|次)月${isDue}?(?:的)?|(?:due )?next month`, (_, draft) => addDue(draft, 'next-month')],
  [
    `(?:本|这个?|一)(?:周|星期|礼拜)(?:之?内)?${isDue}(?:的)?|due (?:this|within the) week`,
    (_, draft) => addDue(draft, { within: 7, unit: 'day' }),
  ],
  [`下个?(?:周|星期|礼拜)${isDue}(?:的)?|due next week`, (_, draft) => addDue(draft, { within: 14, unit: 'day' })],
  [
    `(?:快要?|马上要?|即将|临近|将要)(?:到期|截止|到时限)(?:了|的)*|(?:最近|近期|近来|眼下|近日)${isDue}(?:的)?|due soon|(?:coming|soon) due`,
    (_, draft) => addDue(draft, soon),
  ],
  [
    '(?:已经?)?(?:逾期|超期|过期|超时)(?:了?的)?|(?:完成)?时限已过(?:的)?|过了(?:完成)?时限(?:的)?|(?:deadlines? passed|overdue|past due)',
    asks({ overdue: true }),
  ],
  [
    '(?:例行|经常性|常规|定期)(?:的)?(?:职责|工作|事项|任务)|职责|(?:recurring |regular )?dut(?:y|ies)',
    asks({ duties: true }),
  ],
  ['(?:收官|结题|总结|完成情况)(?:的)?(?:报告|汇总|总结)|到期汇总|(?:closing|final) report', asks({ report: true })],
  [
    '(?:实施|工作)?阶段(?:起止|开始和结束|开始结束|节点|变化)?|(?:phases?|stages?)(?: that)?(?: begin(?:ning)?(?: or |/)end(?:ing)?)?',
    asks({ phases: true }),
  ],
  [
    '(?:没有?到?期?(?:的|事|任务|内容)?(?:就|时|则)?不(?:发|用发|推)|无事(?:就|则|时)?(?:不发|静默|免发)|有事(?:才|再)发|有到期(?:的)?(?:才|再)发|没事(?:就|则)?(?:不发|别发)|(?:silent|silence|nothing) (?:when|if) (?:there is )?(?:nothing|none)(?: is)?(?: due)?|only (?:when|if) (?:something|anything)(?: is)?(?: due)?)',
    says({ whenNothing: 'silence' }),
  ],
  [
    '(?:无事|没事|没有(?:到期)?)(?:也|时|则|就)?(?:发?一行|说一声|发一句|报平安|也发)|(?:a |one )?line (?:when|if) (?:there is )?nothing(?: is)?(?: due)?',
    says({ whenNothing: 'line' }),
  ],
  [
    '(?:不列|不含|不看|去掉|隐藏)(?:本群登记)?已?完成(?:的)?|已?完成的?(?:就)?(?:不列|不显示|不发|隐藏)|(?:omit|hide|leave out|without) (?:what is )?done',
    says({ done: 'omit' }),
  ],
  ['已?完成的?打勾|tick (?:what is )?done', says({ done: 'tick' })],
  [
    '(?:逢|遇)?(?:节假日|休息日|放假|假日|周末)(?:也|照常|照)发|send (?:also )?on days off|(?:also )?on days off too',
    says({ dayOff: 'send' }),
  ],
  [
    '(?:逢|遇)(?:节假日|休息日|放假|假日)(?:就|则)?(?:顺延|推迟|延后)|(?:on days off )?(?:move to )?(?:the )?next working day(?: instead)?',
    says({ dayOff: 'next' }),
  ],
  [
    '(?:逢|遇)(?:节假日|休息日|放假|假日)(?:就|则)?提前|(?:on days off )?(?:move to )?(?:the )?previous working day(?: instead)?',
    says({ dayOff: 'previous' }),
  ],
  [
    '(?:错过(?:了)?的?)?(\\d{1,3})(?:个)?小时(?:内|以内)补发|late within (\\d{1,3}) hours?',
    (m, { request: wanted }) => {
      const hours = Number(m[1] ?? m[2]);
      if (!(hours > 0 && hours <= 24 * 31)) return false;
      wanted.late = { policy: 'latest', withinHours: hours };
    },
  ],
  ['错过(?:了)?的?(?:就|都)?不补(?:发)?|过时不补(?:发)?|no late ones', says({ late: { policy: 'none' } })],
  ['(?:错过(?:了)?的?)?(?:全部|都要?)补发|all late ones', says({ late: { policy: 'all' } })],
  ['(?:不附|不带)(?:表格|附件|excel|xlsx)|without (?:a |the )?(?:spreadsheet|attachment)', says({ attach: 'none' })],
  [
    '(?:并|同时)?(?:附上?|带上?|附带)(?:上|一份|一个)?(?:excel|xlsx)?(?:表格|附件|excel|xlsx)(?:表|文件)?|(?:with|attach(?:ing)?) (?:an? |the )?(?:spreadsheet|xlsx|excel)(?: file| attached)?',
    says({ attach: 'xlsx' }),
  ],
  ['(?:用|发)?英[文语](?:版|发)?|in english', says({ language: 'en' })],
  ['(?:用|发)?中文(?:版|发)?|in chinese', says({ language: 'zh' })],
  [
    '(?:只看|只要|仅|仅看|标)?(?:★|星标|带星|打星|加星|特色重点任务|重点任务|特色任务)(?:的)?(?:任务|事项|项)?|(?:only )?(?:★|starred|key)(?: tasks?)?(?: only)?',
    (_, draft) => Object.assign(scope(draft), { starredOnly: true }),
  ],
  [
    `第?\\s*[(]?(${numeral})[)]?\\s*(?:大?组|大?板块|大块|方面)(?:措施)?|group (\\d{1,2})`,
    (m, draft) => {
      const number = readNumber(m[1] ?? m[2]!);
      if (number === undefined || !/第|[(]|group|组/.test(m[0])) return false;
      scope(draft).groups = [...new Set([...(scope(draft).groups ?? []), number])];
    },
  ],
  ['照订|仍然?要?订阅?|照样订阅?|anyway', says({ anyway: true })],
  ['全部任务|所有任务|all tasks', () => {}],
  // 发一次到期的任务: what is due, as every digest says where nothing else is named.
  [
    '(?:要|该)?到期(?![前当之日时后没吗])(?:了的|的)?(?:任务|事项|内容|提醒|摘要)?|(?:what is |tasks )due(?! (?:date|in|with|this|next|soon))',
    () => {},
  ],
];
export const meanings = takers.map(([pattern, take]) => ({
  pattern: new RegExp(pattern, 'y'),
  take,
}));

export const roleWords: [Role, RegExp][] = [
  [
    'any',
    /\s*(?:牵头(?:或者?|和|及|、)配合|配合(?:或者?|和|及|、)牵头|参与|相关|有关|\(?(?:lead or cooperating|in any role)\)?)的?/y,
  ],
  ['responsible', /\s*(?:牵头|负责|主责|主办|作为责任单位|\(?(?:as )?(?:leads?|leading|responsible)\)?(?![a-z]))的?/y],
  [
    'cooperating',
    /\s*(?:配合|协办|协助|作为配合单位|\(?(?:as )?(?:cooperating|cooperates?|helping|helps)\)?(?![a-z]))的?/y,
  ],
];
