/** Chat commands that take a list away: 日历 (the address of a calendar) and 导出 (a spreadsheet of the list shown last). */
import type { Language } from '../language/answer-phrases.ts';
import type { Block, Card, CardFile, Choice } from '../model/card.ts';
import type { Sender } from '../model/command.ts';
import type { Message } from '../model/message.ts';
import type { KnowledgePack } from '../model/pack/pack.ts';
import type { DownloadFormat, PlanReader, QueryResult } from '../model/plan-reader.ts';
import { listFilePath } from '../shared/list-address.ts';
import { sentence } from './cards.ts';
import { plain } from './intents.ts';
import { say } from './phrases.ts';
import type { Reply } from './reply.ts';

export interface DownloadParts {
  plans: PlanReader;
  /** Address at which people open the page, without a slash at its end; undefined = nobody said that it can be reached. */
  publicUrl: string | undefined;
  /** Whether a door shows the file of a card. */
  takesFiles: (to: Pick<Message, 'door' | 'channel'>) => boolean;
  /** What the digest listed that this person was shown here after the last answer, a query for each plan. */
  shownDigest?: (sender: Sender) => Promise<readonly ShownList[] | undefined>;
}

/** What was shown last: a typed query as plain JSON. */
export interface ShownList {
  pack: string;
  query: object;
}

export type DownloadRequest =
  | { what: 'calendar'; language: Language }
  | { what: 'list'; format: DownloadFormat; language: Language };

const calendarWords: Record<Language, RegExp> = {
  zh: /^(?:(?:请?给我|发我?|看看?|要|打开|订阅|加入|添加到?)(?:一下|一个)?)?(?:日历|日程)(?:的?(?:链接|地址|网址|订阅))?$/,
  en: /^(?:(?:show|open|give me|get) )?(?:the )?calendar(?: (?:link|address|url))?$/,
};

const listWords: Record<Language, RegExp> = {
  zh: /^(?:请|帮我)?(?:把|将)?(?:这个|这些|上面的?|刚才的?|以上)?(?:清单|列表|表格?|任务)?(?:导出|下载)(?:来|一下)?(?:这个|这些|上面的?|刚才的?)?(?:清单|列表|任务)?(?:[成为到])?(?<format>excel|xlsx|csv|表格|电子表格|表|日历)?(?:文件)?(?:吧)?$/,
  en: /^(?:please )?(?:export|download)(?: (?:it|this|that|(?:the|this) list))?(?: (?:as|to) (?:an? )?(?<format>excel|xlsx|csv|calendar|spreadsheet))?(?: file)?(?: please)?$/,
};

/** Undefined where the words are a question, or anything else. */
export function readDownloadRequest(text: string): DownloadRequest | undefined {
  const words = plain(text);
  for (const language of ['zh', 'en'] as const) {
    if (calendarWords[language].test(words)) return { what: 'calendar', language };
    const match = listWords[language].exec(words);
    if (!match) continue;
    const format = match.groups?.format;
    if (format === 'csv') return { what: 'list', format, language };
    return { what: 'list', format: format === '日历' || format === 'calendar' ? 'ics' : 'xlsx', language };
  }
  return undefined;
}

type Found = QueryResult & { pack: KnowledgePack };

export class Downloads {
  readonly #parts: DownloadParts;

  constructor(parts: DownloadParts) {
    this.#parts = parts;
  }

  shownDigest(sender: Sender): Promise<readonly ShownList[] | undefined> {
    return this.#parts.shownDigest?.(sender) ?? Promise.resolve(undefined);
  }

  /** @param plans that are meant: the channel's own, or all that are current */
  calendar(
    { pageAt }: Message,
    language: Language,
    plans: readonly KnowledgePack[],
    shown: readonly ShownList[],
  ): Reply {
    const site = this.#parts.publicUrl ?? pageAt;
    const outcome = 'command:calendar';
    if (site === undefined) return { card: sentence(language, 'calendarNowhere'), outcome: 'refused:calendar' };
    const links = plans.map(({ id, facts }): Block => {
      const label = say(language, 'calendarOf', { title: facts.title });
      return { type: 'link', label, url: `${site}${listFilePath(id, 'ics')}` };
    });
    const lists = this.#find(shown, language).flatMap(({ records: [first], what, pack, query }): Block[] => {
      if (first?.kind !== 'task' || !what) return [];
      const label = say(language, 'calendarOfList', { what });
      return [{ type: 'link', label, url: `${site}${listFilePath(pack.id, 'ics', query)}` }];
    });
    return {
      card: { blocks: [...sentence(language, 'calendarHow').blocks, ...lists, ...links], choices: [], sources: [] },
      outcome,
    };
  }

  /** A file where the door takes files, else the address of one, else what to do. */
  async list(
    message: Message,
    { format, language }: { format: DownloadFormat; language: Language },
    shown: readonly ShownList[],
    examples: readonly Choice[],
  ): Promise<Reply> {
    const found = this.#find(shown, language);
    if (!found.length)
      return { card: { ...sentence(language, 'exportNothing'), choices: [...examples] }, outcome: 'refused:export' };
    const { publicUrl, takesFiles } = this.#parts;
    const site = publicUrl ?? message.pageAt;
    const [first] = found;
    const count = found.reduce((sum, { records }) => sum + records.length, 0);
    const names = found.map(({ pack, what }) =>
      found.length > 1 ? `《${pack.facts.title}》` : what || pack.facts.title,
    );
    const slots = { count, what: names.join('') };
    const outcome = 'command:export';
    const links = site === undefined ? [] : found.map((each) => linkTo(each, { site, format, language, found }));
    if (takesFiles(message)) {
      const title =
        found.length > 1 ? say(language, 'exportSeveral') : `${first!.pack.facts.title} ${first!.what}`.trim();
      const instead = links.length
        ? say(language, 'fileAt', { url: links.map(({ url }) => url).join('\n') })
        : say(language, 'fileMissing');
      const file = { ...(await this.#fileOf(found, { format, language, title, site })), instead };
      return { card: { ...sentence(language, 'exported', { ...slots, name: file.name }), file }, outcome };
    }
    if (site === undefined) return { card: sentence(language, 'exportNowhere', slots), outcome: 'refused:export' };
    const card: Card = sentence(language, 'exportAt', slots);
    card.blocks.push(...links);
    return { card, outcome };
  }

  async #fileOf(
    found: readonly Found[],
    { format, language, title, site }: FileRequest,
  ): Promise<Omit<CardFile, 'instead'>> {
    const parts = found.map(({ pack, records }) => ({
      pack,
      records,
      ...(site === undefined ? {} : { recordsAt: `${site}/plans/${pack.id}/records/` }),
    }));
    const { name, type, body } = await this.#parts.plans.download(parts, format, { language, title });
    return { name, type, data: Buffer.from(body).toString('base64') };
  }

  /** Without what is gone: plans that are no longer there, and lists without rows. */
  #find(shown: readonly ShownList[], language: Language): Found[] {
    const { plans } = this.#parts;
    return shown.flatMap(({ pack: id, query }) => {
      const pack = plans.packs().find((each) => each.id === id);
      const result = pack && plans.query(pack, query, { language });
      return result && !('faults' in result) && result.records.length ? [{ ...result, pack: pack! }] : [];
    });
  }
}

interface FileRequest {
  format: DownloadFormat;
  language: Language;
  title: string;
  site: string | undefined;
}

interface LinkRequest {
  site: string;
  format: DownloadFormat;
  language: Language;
  found: readonly Found[];
}

/** Named by its plan where there are several. */
function linkTo({ pack, query }: Found, { site, format, language, found }: LinkRequest) {
  const label = found.length > 1 ? `《${pack.facts.title}》` : say(language, 'exportLink');
  return { type: 'link' as const, label, url: `${site}${listFilePath(pack.id, format, query)}` };
}
