/** The maintainers' desk over the store and the packs: every change is checked before and written into the audit log. */
import { randomUUID } from 'node:crypto';
import { renderText } from '../../../adapters/shared/plain-text.ts';
import { clean } from '../../answer/text/text.ts';
import type { DeliveryContext } from '../../delivery/context.ts';
import { listDeliveries } from '../../delivery/deliveries.ts';
import { CommandError, listSubscriptions, retryDelivery } from '../../delivery/subscriptions.ts';
import {
  contactChange,
  foldedQuestion,
  goldenChange,
  isTarget,
  phrasedAs,
  phrasingChange,
  writeChange,
} from '../../knowledge/pack-changes.ts';
import { nameOf, shorten } from '../../language/format.ts';
import type {
  AdminContact,
  AdminDesk,
  AdminSession,
  Attention,
  QuestionDetail,
  Teaching,
  TeachingPreview,
} from '../../model/admin-desk.ts';
import type { KnowledgePack } from '../../model/pack/pack.ts';
import type { PlanReader } from '../../model/plan-reader.ts';
import type { Language, Text } from '../../model/text.ts';
import { shownLine } from '../../shared/mask.ts';
import { recordAdminAct, sessionUser, signIn, signOut } from '../../store/admin-sessions.ts';
import { findQuestion, groupQuestions } from '../../store/questions.ts';
import type { Health } from '../health.ts';
import type { LivePacks } from '../packs/live-packs.ts';
import { attentionOf, faultsOfPacks } from './attention.ts';
import { adminText } from './messages.ts';
import { previewPhrasing } from './preview.ts';
import { WrongCodes } from './wrong-codes.ts';

const logMs = 30 * 86_400_000;
const questionsShown = 100;
/** Questions of the log that a preview asks. */
const questionsPreviewed = 150;
const deliveriesShown = 200;
const targetsShown = 8;

export interface DeskParts {
  deliveryContext: DeliveryContext;
  live: Pick<LivePacks, 'packs' | 'assistant'>;
  plans: PlanReader;
  knowledge: string;
  health: Health;
  /** Takes over changed packs at once. */
  refresh: () => void;
}

export class StoreDesk implements AdminDesk {
  readonly #parts: DeskParts;
  readonly #wrong = new WrongCodes();

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  get #db() {
    return this.#parts.deliveryContext.db;
  }

  #now(): Date {
    return this.#parts.deliveryContext.now();
  }

  async signIn(code: string, name: string, client: string): Promise<{ token: string } | 'wrong' | 'limited'> {
    const nowMs = this.#now().getTime();
    if (this.#wrong.isFull(client, nowMs)) return 'limited';
    const token = await signIn(this.#db, code.toUpperCase(), name, this.#now());
    if (token) return { token };
    this.#wrong.add(client, nowMs);
    return 'wrong';
  }

  async session(token: string): Promise<AdminSession | undefined> {
    const found = await sessionUser(this.#db, token, this.#now());
    return (
      found && {
        actor: ['web:', found.user, found.name ? ` ${found.name}` : ''].join(''),
        name: found.name ?? found.user,
      }
    );
  }

  signOut(token: string): Promise<void> {
    return signOut(this.#db, token, this.#now());
  }

  async attention(): Promise<Attention[]> {
    const { health, deliveryContext, knowledge } = this.#parts;
    const { store, clock, doors } = await health.read();
    const parts = [['store', store] as const, ...(clock ? [['clock', clock] as const] : []), ...Object.entries(doors)];
    const down = parts.filter(([, { ok }]) => !ok).map(([name, { why }]) => `${name}: ${why ?? ''}`);
    return [
      ...down.map((what) => ({
        what: adminText('serviceDown', { what }),
        remedy: adminText('serviceDownRemedy'),
      })),
      ...(await attentionOf(deliveryContext, knowledge)),
    ];
  }

  async questions(which: 'in-vain' | 'useless') {
    const since = new Date(this.#now().getTime() - logMs);
    const groups = await groupQuestions(this.#db, since, which, questionsShown);
    return groups.map(({ id, count, at, text, outcome, useful, pack: named, records }) => {
      const pack = this.#parts.live.packs.find((one) => one.id === named);
      // A record of an edition that is gone has no place any more.
      const places = records.flatMap((record) => pack?.records.get(record)?.place ?? []);
      return { id, count, at, text, outcome, useful, places };
    });
  }

  #answerNow({ text, at }: { text: string; at: Date }) {
    // A dialogue of its own: looked at again, the question must not be read as going on from the first look.
    const answer = this.#parts.live.assistant.answer({ text, at, conversation: randomUUID(), user: 'desk' });
    return { answer, pack: this.#parts.live.packs.find((one) => one.id === answer.pack)! };
  }

  #understood(pack: KnowledgePack, query: object | undefined): { understood?: Text } {
    if (!query) return {};
    const inWords = (language: Language) => {
      const result = this.#parts.plans.query(pack, query, { language });
      return 'faults' in result ? '' : result.what;
    };
    const understood = { zh: inWords('zh'), en: inWords('en') };
    return understood.zh ? { understood } : {};
  }

  async question(id: number): Promise<QuestionDetail | undefined> {
    const row = await findQuestion(this.#db, id);
    if (!row) return undefined;
    const { text, at } = row;
    const { answer, pack } = this.#answerNow(row);
    const ids = new Set([...answer.records, ...this.#parts.plans.search(pack, clean(text))]);
    const targets = [...ids].slice(0, targetsShown).flatMap((target) => {
      const record = pack.records.get(target);
      return record ? [{ id: target, label: `${record.place} ${shorten(nameOf(record), 40)}` }] : [];
    });
    return {
      ...{ text, at, plan: pack.facts.title, outcome: answer.outcome, trace: answer.trace, targets },
      reply: renderText(answer.card),
      ...this.#understood(pack, answer.query),
    };
  }

  /** The question with its pack, or why nothing can be made of it. */
  async #taught({ question, as, target }: Teaching): Promise<{ pack: KnowledgePack; text: string; at: Date } | Text> {
    const found = await findQuestion(this.#db, question);
    if (!found || !foldedQuestion(found.text)) return adminText('questionGone');
    const { text, at } = found;
    if (/\[(?:电话|证件号|邮箱)\]/.test(text)) return adminText('questionMasked');
    if (!target) return adminText('targetMissing');
    const { pack } = this.#answerNow(found);
    const isRecord = pack.records.has(target) || target === 'outside';
    if (as === 'golden' ? !isRecord : !isTarget(pack, target)) return adminText('targetUnknown', { target });
    const duplicate = as === 'phrasing' ? phrasedAs(pack, text) : undefined;
    if (duplicate !== undefined)
      return duplicate === target ? adminText('phrasingKnown') : adminText('phrasingElsewhere', { target: duplicate });
    return { pack, text, at };
  }

  async preview(teaching: Teaching): Promise<TeachingPreview | Text> {
    const found = await this.#taught(teaching);
    if ('zh' in found) return found;
    const { live } = this.#parts;
    // A golden question changes no answer: it says which one is right.
    const logged = teaching.as === 'golden' ? [] : await this.#logged();
    const change = { ...found, target: teaching.target };
    if (teaching.as === 'phrasing') return previewPhrasing(live.packs, live.assistant, change, logged);
    return { asked: 0, changes: [], after: renderText(this.#answerNow(found).answer.card) };
  }

  async #logged(): Promise<{ text: string; at: Date }[]> {
    const since = new Date(this.#now().getTime() - logMs);
    return groupQuestions(this.#db, since, 'all', questionsPreviewed);
  }

  async teach(teaching: Teaching, session: AdminSession): Promise<Text | undefined> {
    const found = await this.#taught(teaching);
    if ('zh' in found) return found;
    const { pack, text, at } = found;
    const { as, target, question } = teaching;
    if (as === 'phrasing') writeChange(pack, phrasingChange(pack, text, target));
    else {
      const change = goldenChange(pack, { id: String(question), text, at }, { targets: [target], isSet: false });
      if (!change) return adminText('goldenKnown');
      writeChange(pack, change);
    }
    await this.#record(session, `question.${as}`, `${pack.id}/${target}`, { question, text });
    this.#parts.refresh();
    return undefined;
  }

  #record({ actor }: AdminSession, action: string, subject: string, detail?: object): Promise<void> {
    return recordAdminAct(this.#db, this.#now(), { actor, action, subject, detail: detail ?? null });
  }

  async subscriptions() {
    const rows = await listSubscriptions(this.#parts.deliveryContext);
    return rows.map(({ id, door, channel, requestText, state, stateReason, nextAt }) => ({
      ...{ id, requestText, state, nextAt },
      where: shownLine(`${door} ${channel}`),
      reason: stateReason,
    }));
  }

  async deliveries() {
    const any = { state: undefined, subscriptionId: undefined };
    const rows = await listDeliveries(this.#parts.deliveryContext, any, deliveriesShown);
    return rows.map(({ id, slotAt, door, channel, state, reason, attempts, lastError }) => ({
      ...{ id, slotAt, state, reason, attempts },
      where: shownLine(`${door} ${channel}`),
      error: state === 'sent' || !lastError ? null : shownLine(lastError),
      mayRetry: state === 'failed' || state === 'unknown',
    }));
  }

  async retry(delivery: string, { actor }: AdminSession): Promise<Text | undefined> {
    if (!/^[0-9a-f-]{36}$/i.test(delivery)) return adminText('deliveryGone');
    try {
      await retryDelivery(this.#parts.deliveryContext, delivery, actor);
      return undefined;
    } catch (error) {
      if (error instanceof CommandError) return error.text;
      throw error;
    }
  }

  contacts(): AdminContact[] {
    return this.#parts.live.packs.flatMap(({ id: pack, servicePoints, contacts }) =>
      servicePoints.map(({ id, name, runBy, opens }) => {
        const known = contacts.find(({ servicePoint }) => servicePoint === id);
        return {
          ...{ pack, servicePoint: id, name, runBy },
          text: known?.text ?? '',
          confirmedOn: known?.confirmedOn ?? '',
          isMissing: opens === true && !known,
        };
      }),
    );
  }

  async setContact(
    { pack: id, servicePoint, text, confirmedOn }: Pick<AdminContact, 'pack' | 'servicePoint' | 'text' | 'confirmedOn'>,
    session: AdminSession,
  ): Promise<Text | undefined> {
    const pack = this.#parts.live.packs.find((one) => one.id === id);
    if (!pack?.servicePoints.some((point) => point.id === servicePoint)) return adminText('pointUnknown');
    if (text && !isDay(confirmedOn, this.#now())) return adminText('dayWrong');
    writeChange(pack, contactChange(pack, { servicePoint, text, confirmedOn }));
    await this.#record(session, 'contact.set', `${id}/${servicePoint}`, { text, confirmedOn });
    this.#parts.refresh();
    return undefined;
  }

  packFaults(): Text[] {
    return faultsOfPacks(this.#parts.knowledge);
  }

  async reload(session: AdminSession): Promise<void> {
    this.#parts.refresh();
    await this.#record(session, 'packs.reload', 'packs');
  }
}

/** A day of the calendar, today at the latest anywhere on earth. */
export function isDay(text: string, now: Date): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return (
    !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text) && day.getTime() - now.getTime() < 14 * 3_600_000
  );
}
