/** 更多 after a digest: the further pages of the one shown last, to each person at their own pace. */
import { and, desc, eq, gte, isNull } from 'drizzle-orm';
import type { DeliveryContext } from '../delivery/context.ts';
import type { Language } from '../language/answer-phrases.ts';
import type { Card } from '../model/card.ts';
import type { Sender } from '../model/command.ts';
import { delivery, dialogue } from '../store/schema.ts';
import { type CommandContext, type CommandReply, cardOf } from './context.ts';
import { tidy } from './parse.ts';
import { commandSpeaker } from './phrases.ts';

/** After so long nobody means that digest any more. */
const livesMs = 3 * 24 * 3_600_000;

/** What one person has been shown in one channel. `delivery`: the digest that the channel got; absent = a preview. */
interface Shelf {
  pages: Card[];
  next: number;
  delivery?: string;
}

const words: Record<Language, RegExp> = {
  zh: /^(?:看|发|要)?(?:更多|剩下的|后面的|其余的|下一页)(?:的)?(?:呢)?$|^还有(?:吗|呢)?\??$/,
  en: /^(?:more|show more|next page|the rest|see more)(?: please)?$/,
};

/** In the table of dialogues, beside the dialogue itself: it lives as long and on every replica. */
const shelfOf = ({ door, channel, user }: Sender) =>
  and(eq(dialogue.door, door), eq(dialogue.conversation, `digest ${channel}`), eq(dialogue.user, user));

async function keep({ db, now }: DeliveryContext, { door, channel, user }: Sender, memory: Shelf): Promise<void> {
  const touchedAt = now();
  await db
    .insert(dialogue)
    .values({ door, conversation: `digest ${channel}`, user, memory, touchedAt })
    .onConflictDoUpdate({
      target: [dialogue.door, dialogue.conversation, dialogue.user],
      set: { memory, touchedAt },
    });
}

/** Pages of a preview: what is shown last is what 更多 goes on with, also where it has none. */
export const keepPages = ({ deliveryContext, sender }: CommandContext, pages: Card[]): Promise<void> =>
  keep(deliveryContext, sender, { pages, next: 0 });

interface Source {
  shelf: Shelf;
  shownAt: Date;
}

/** The digest that this person was shown last here, and when. */
async function newest({ db, now }: DeliveryContext, sender: Sender): Promise<Source | undefined> {
  const since = new Date(now().getTime() - livesMs);
  const here = and(
    eq(delivery.door, sender.door),
    eq(delivery.channel, sender.channel),
    eq(delivery.state, 'sent'),
    isNull(delivery.cause),
  );
  const [sent] = await db
    .select({ id: delivery.id, pages: delivery.pages, at: delivery.settledAt })
    .from(delivery)
    .where(and(here, gte(delivery.settledAt, since)))
    .orderBy(desc(delivery.settledAt))
    .limit(1);
  const [kept] = await db
    .select()
    .from(dialogue)
    .where(and(shelfOf(sender), gte(dialogue.touchedAt, since)));
  const shelf = kept?.memory as Shelf | undefined;
  if (kept && shelf && (!sent?.at || shelf.delivery === sent.id || kept.touchedAt > sent.at))
    return { shelf, shownAt: kept.touchedAt };
  if (!sent?.at) return undefined;
  return { shelf: { pages: (sent.pages as Card[] | null) ?? [], next: 0, delivery: sent.id }, shownAt: sent.at };
}

/** Undefined where the words are no 更多, or mean what the assistant listed. */
export async function more(
  text: string,
  sender: Sender,
  deliveryContext: DeliveryContext,
): Promise<CommandReply | undefined> {
  const said = tidy(text).text;
  const language = (['zh', 'en'] as const).find((one) => words[one].test(said));
  if (!language) return undefined;
  const source = await newest(deliveryContext, sender);
  if (!source?.shelf.pages.length) return undefined;
  const { shelf, shownAt } = source;
  if (sender.lastAnsweredAt && sender.lastAnsweredAt > shownAt) return undefined;
  const page = shelf.pages[shelf.next];
  const outcome = 'command:more';
  if (!page) return { card: cardOf([commandSpeaker(language)('noMore')]), outcome };
  await keep(deliveryContext, sender, { ...shelf, next: shelf.next + 1 });
  return { card: page, outcome };
}
