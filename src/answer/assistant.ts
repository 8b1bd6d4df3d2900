/** The assistant: a question in, an answer out. Deterministic: the same turns give the same bytes. */

import { loadSpeech } from '../knowledge/load-common.ts';
import { dayAt } from '../knowledge/month.ts';
import type { Phrases } from '../language/answer-phrases.ts';
import { formatterFor } from '../language/format.ts';
import type { Answer, Question } from '../model/answer.ts';
import type { Card } from '../model/card.ts';
import { SetupError } from '../model/fault.ts';
import type { KnowledgePack } from '../model/pack/pack.ts';
import type { CommonSpeech } from '../model/pack/speech.ts';
import { OutsideTopicFinder } from './analyse/outside-topics.ts';
import { parseQuestion } from './analyse/parse-question.ts';
import { answerTurn } from './dialogue/answer-turn.ts';
import { Memory, type Turn, turnAfter } from './dialogue/memory.ts';
import { readTurn, type SavedTurn, saveTurn } from './dialogue/saved-turn.ts';
import { type Compile, Engine } from './engine.ts';
import { toDocument } from './query.ts';
import { readersOf } from './read/readers.ts';
import type { SetReader } from './read/reading.ts';
import { smallTalkIn } from './respond/small-talk.ts';
import { nothingAsked, talk } from './respond/unstated.ts';
import type { AnswerContext, Response } from './response.ts';
import { isRecord, subjectFloor } from './retrieve/thresholds.ts';
import { withoutPlanTitle } from './text/plan-title.ts';
import { clean } from './text/text.ts';

/** A dialogue changes its plan for a subject this much nearer to another one; 什么时候完成 is near to all. */
const firmSubject = 15;

interface Ready {
  engine: Engine;
  outsideTopics: OutsideTopicFinder;
  readers: readonly SetReader[];
}

export class Assistant {
  private readonly ready: Ready[];
  private readonly memory = new Memory();
  private readonly phrases: Phrases | undefined;

  /** @throws {SetupError} without a pack. */
  constructor(
    packs: readonly KnowledgePack[],
    { speech = loadSpeech(), phrases, compile }: { speech?: CommonSpeech; phrases?: Phrases; compile?: Compile } = {},
  ) {
    if (!packs.length) throw new SetupError('There is no pack to answer from.', []);
    this.ready = packs.map((pack) => {
      const engine = new Engine(pack, speech, compile);
      return { engine, outsideTopics: new OutsideTopicFinder(engine), readers: readersOf(engine) };
    });
    this.phrases = phrases;
  }

  answer(question: Question): Answer {
    const trace: Answer['trace'] = [];
    const note = (step: string, detail: string) => trace.push({ step, detail });
    const turn = this.memory.recall(question.conversation, question.user, question.at);
    const cleaned = clean(question.text);
    const ready = this.packFor(cleaned, turn, question.plan);
    const { engine } = ready;
    const text = engine.spelling.correct(withoutPlanTitle(cleaned, engine.pack));
    if (text !== cleaned) note('repaired', text);
    if (this.ready.length > 1) note('plan', engine.pack.id);
    const context = { ...this.contextOf(ready, text, question, note), uncorrected: cleaned };
    const response = this.inPassing(context, cleaned || question.text.toLowerCase(), turn) ?? this.reply(context, turn);
    this.remember(question, engine.pack.id, response, turn, text);
    const { outcome, records, readings, list } = response;
    const card = this.withSuccessor(response.card, ready, context);
    return {
      outcome,
      pack: engine.pack.id,
      records,
      card,
      trace,
      ...(readings ? { readings } : {}),
      ...(list ? { query: toDocument(list.query) } : {}),
    };
  }

  /** Words in passing; a refusal after an answer asks for the next one instead. */
  private inPassing(context: AnswerContext, text: string, turn: Turn | undefined): Response | undefined {
    const act = smallTalkIn(text);
    return act && !(act === 'refused' && turn) ? talk(context, act, act === 'greeting') : undefined;
  }

  private reply(context: AnswerContext, turn: Turn | undefined): Response {
    return /[\u3400-\u9fffa-z0-9★]/.test(context.asked.text)
      ? answerTurn(context, turn?.pack === context.engine.pack.id ? turn : undefined)
      : nothingAsked(context);
  }

  /** Ids of the records of a pack that the words are nearest to, best first: what a question that was not answered may have meant. */
  nearest(packId: string, text: string, count: number): string[] {
    const engine = this.ready.find((ready) => ready.engine.pack.id === packId)?.engine;
    const hits = engine?.rank(clean(text), isRecord).hits ?? [];
    const least = Math.max(subjectFloor, (hits[0]?.score ?? 0) / 2);
    return hits
      .filter(({ score }) => score >= least)
      .slice(0, count)
      .map(({ id }) => id);
  }

  /** What a dialogue leans on, as JSON, for whoever goes on with it; undefined where there is nothing. */
  turnOf(conversation: string, user: string, at: Date): SavedTurn | undefined {
    const turn = this.memory.recall(conversation, user, at);
    const pack = this.ready.find(({ engine }) => engine.pack.id === turn?.pack)?.engine.pack;
    return turn && pack && saveTurn(turn, pack);
  }

  /** Goes on from what `turnOf` gave, perhaps in another process; from nothing where the pack that it leans on has changed. */
  resume(conversation: string, user: string, saved: unknown): void {
    const turn = readTurn(
      saved,
      this.ready.map(({ engine }) => engine.pack),
    );
    if (turn) this.memory.keep(conversation, user, turn);
    else this.memory.forget(conversation, user);
  }

  private contextOf(
    { engine, outsideTopics, readers }: Ready,
    text: string,
    question: Question,
    trace: AnswerContext['trace'],
  ): Omit<AnswerContext, 'uncorrected'> {
    const now = dayAt(question.at, engine.pack.facts.timeZone);
    const asked = parseQuestion(text, now, engine.vocabulary);
    return {
      engine,
      outsideTopics,
      readers,
      asked,
      trace,
      formatter: formatterFor(engine.pack, now, asked.english ? 'en' : 'zh', this.phrases),
    };
  }

  /**
   * The plan that the question names, else that of the turn before or the asker's own, else the one whose records are
   * nearest. One that was replaced is reached by its name, and stayed with in a dialogue.
   */
  private packFor(text: string, turn: Turn | undefined, own: string | undefined): Ready {
    const [only] = this.ready;
    if (this.ready.length === 1) return only!;
    const named = this.named(text);
    if (named) return named;
    const before =
      turn?.own === own || own === undefined
        ? this.ready.find(({ engine }) => engine.pack.id === turn?.pack)
        : undefined;
    const usual = this.ready.find(({ engine }) => engine.pack.id === own);
    const current = this.ready.filter((ready) => ready === before || !this.successorOf(ready));
    const open = usual ? [usual, ...(before && before !== usual ? [before] : [])] : current;
    const scored = open.map((ready) => ({ ready, score: nearness(ready.engine, text) }));
    const best = scored.reduce((a, b) => (b.score > a.score ? b : a));
    const earlier = scored.find(({ ready }) => ready === before);
    if (earlier && best.score < earlier.score * 1.5 + firmSubject) return earlier.ready;
    return best.ready;
  }

  /** The one plan that the text names. A name inside a longer one that is said is not said; of one name for two plans the current one is meant. */
  private named(text: string): Ready | undefined {
    const namedPlans = this.ready.flatMap((ready) =>
      ready.engine.pack.facts.names
        .map(clean)
        .filter((name) => text.includes(name))
        .map((name) => ({ ready, name })),
    );
    const whole = namedPlans.filter(
      ({ name }) => !namedPlans.some((other) => other.name !== name && other.name.includes(name)),
    );
    const naming = [...new Set(whole.map(({ ready }) => ready))];
    const current = naming.filter((ready) => !this.successorOf(ready));
    const found = current.length ? current : naming;
    return found.length === 1 ? found[0] : undefined;
  }

  /** The pack of the plan that replaced this one. */
  private successorOf({ engine }: Ready): KnowledgePack | undefined {
    const { successor } = engine.pack.facts;
    return this.ready.find((other) => other.engine.pack.id === successor)?.engine.pack;
  }

  /** A reply from a plan that was replaced says so. */
  private withSuccessor(card: Card, ready: Ready, context: Pick<AnswerContext, 'formatter'>): Card {
    const successor = this.successorOf(ready);
    if (!successor) return card;
    const text = context.formatter.say('replaced', { title: ready.engine.pack.facts.title, by: successor.facts.title });
    return { ...card, blocks: [...card.blocks, { type: 'text', text }] };
  }

  private remember(question: Question, pack: string, response: Response, turn: Turn | undefined, text: string): void {
    const { conversation, user, at } = question;
    const next = turnAfter(response, { text, at, pack }, turn);
    const own = question.plan === undefined ? {} : { own: question.plan };
    if (next) this.memory.keep(conversation, user, { ...next, ...own });
  }
}

function nearness(engine: Engine, text: string): number {
  const { hits } = engine.rank(text, isRecord);
  const units = engine.vocabulary.keywords.read(text).filter((token) => token.tag === 'unit').length;
  return (hits[0]?.score ?? 0) + units * 10;
}
