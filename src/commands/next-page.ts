/** 更多 after a digest: the next page of the digest shown last, counted per person. */
import type { DeliveryContext } from '../delivery/context.ts';
import { lastSentDigest, loadPagePosition, savePagePosition } from '../delivery/deliveries.ts';
import type { Language } from '../language/answer-phrases.ts';
import type { Card, ListedRows } from '../model/card.ts';
import type { Sender } from '../model/command.ts';
import { type CommandContext, type CommandReply, cardOf } from './context.ts';
import { tidy } from './parse.ts';
import { commandSpeaker } from './phrases/phrases.ts';

/** 更多 no longer refers to a digest older than this. */
const livesMs = 3 * 24 * 3_600_000;

/** What one person has been shown in one channel. `delivery`: the digest that the channel got; absent = a preview. */
interface ShownPages {
  pages: Card[];
  next: number;
  delivery?: string;
  /** All that the digest lists, by plan. */
  lists?: readonly ListedRows[];
}

const words: Record<Language, RegExp> = {
  zh: /^(?:看|发|要)?(?:更多|剩下的|后面的|其余的|下一页)(?:的)?(?:呢)?$|^还有(?:吗|呢)?\??$/,
  en: /^(?:more|show more|next page|the rest|see more)(?: please)?$/,
};

const listsOf = ({ lists, subject }: Card): readonly ListedRows[] => lists ?? (subject ? [subject] : []);

const save = (deliveryContext: DeliveryContext, sender: Sender, shown: ShownPages): Promise<void> =>
  savePagePosition(deliveryContext, sender, shown, deliveryContext.now());

/** Pages of a preview: what is shown last is what 更多 goes on with, also where it has none. */
export const keepPages = ({ deliveryContext, sender }: CommandContext, pages: Card[], first: Card): Promise<void> =>
  save(deliveryContext, sender, { pages, next: 0, lists: listsOf(first) });

interface Source {
  shown: ShownPages;
  shownAt: Date;
}

/** The digest that this person was shown last here, and when. */
async function newest(deliveryContext: DeliveryContext, sender: Sender): Promise<Source | undefined> {
  const since = new Date(deliveryContext.now().getTime() - livesMs);
  const sent = await lastSentDigest(deliveryContext, sender.door, sender.channel, since);
  const saved = await loadPagePosition(deliveryContext, sender, since);
  const shown = saved?.position as ShownPages | undefined;
  if (saved && shown && (!sent?.at || shown.delivery === sent.id || saved.at > sent.at))
    return { shown, shownAt: saved.at };
  if (!sent?.at) return undefined;
  const first = sent.card as Card | null;
  const pages = (sent.pages as Card[] | null) ?? [];
  return { shown: { pages, next: 0, delivery: sent.id, lists: first ? listsOf(first) : [] }, shownAt: sent.at };
}

/** What the digest lists that this person was shown here last, a query for each plan; undefined where an answer came after it. */
export async function shownDigest(
  deliveryContext: DeliveryContext,
  sender: Sender,
): Promise<{ pack: string; query: object }[] | undefined> {
  const source = await newest(deliveryContext, sender);
  const lists = source?.shown.lists ?? [];
  if (!source || !lists.length) return undefined;
  if (sender.lastAnsweredAt && sender.lastAnsweredAt > source.shownAt) return undefined;
  return lists.map(({ pack, records }) => ({
    pack,
    query: { ask: 'select', kind: 'task', as: 'list', where: { ids: records } },
  }));
}

/** Undefined where the words are no 更多, or mean what the assistant listed. */
export async function more(
  text: string,
  sender: Sender,
  deliveryContext: DeliveryContext,
): Promise<CommandReply | undefined> {
  const request = tidy(text).text;
  const language = (['zh', 'en'] as const).find((one) => words[one].test(request));
  if (!language) return undefined;
  const source = await newest(deliveryContext, sender);
  if (!source?.shown.pages.length) return undefined;
  const { shown, shownAt } = source;
  if (sender.lastAnsweredAt && sender.lastAnsweredAt > shownAt) return undefined;
  const page = shown.pages[shown.next];
  const outcome = 'command:more';
  if (!page) return { card: cardOf([commandSpeaker(language)('noMore')]), outcome };
  await save(deliveryContext, sender, { ...shown, next: shown.next + 1 });
  return { card: page, outcome };
}
