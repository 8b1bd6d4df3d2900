/** The learned reader of sets: roles of mentions by logistic regression, candidate queries, and a reranker over what they give. */
import { type Day, monthOf } from '../../../knowledge/month.ts';
import type { KnowledgePack } from '../../../model/pack.ts';
import { conjuncts } from '../../query.ts';
import type { Reading, SetReader } from '../reading.ts';
import type { Candidate } from './assemble.ts';
import { analyse } from './features.ts';
import { Gazetteer } from './gazetteer.ts';
import { leftOver } from './left-over.ts';
import { findMentions } from './mentions.ts';
import { committedModel, type Model } from './model.ts';
import { rank, weigh } from './rank.ts';
import { Scores } from './scores.ts';

/** Longer texts are no question for a set, and would cost time. */
const maxLength = 200;
const maxReadings = 6;
/** Below this share of the probability a reading is not worth proposing. */
const least = 0.005;
/** The words ask for no set: the classifier of kinds is this sure. */
const surelyNone = 0.97;

export class LearnedReader implements SetReader {
  readonly name = 'learned';
  private readonly gazetteer: Gazetteer;
  private readonly model: Model;

  constructor(pack: KnowledgePack, model: Model = committedModel()) {
    this.gazetteer = new Gazetteer(pack);
    this.model = model;
  }

  /** `score` is the log of the posterior: 0 is certain. */
  read(text: string, now: Day): Reading[] {
    if (!text || text.length > maxLength) return [];
    const current = monthOf(now.year, now.month);
    const mentions = findMentions(text, now, this.gazetteer);
    const analysis = analyse(text, current, mentions, this.gazetteer);
    const scores = new Scores(analysis, this.gazetteer, this.model);
    const none = Math.exp(scores.of('kind').get('none') ?? Number.NEGATIVE_INFINITY);
    if (none > surelyNone) return [];
    return rank(weigh(scores, this.gazetteer, current), this.model.rerank)
      .slice(0, maxReadings)
      .filter(({ posterior }) => posterior > least)
      .map(({ best, posterior }) => this.reading(best, posterior * (1 - none), text));
  }

  private reading(candidate: Candidate, posterior: number, text: string): Reading {
    const { query, chosen, picks } = candidate;
    const left = leftOver(text, chosen, this.gazetteer);
    return {
      query,
      score: Math.log(posterior),
      unexplained: left.length,
      left,
      conditions: conjuncts(query.where).length,
      trace: [
        ...picks.filter(({ slot }) => !slot).map(({ id, label }) => `${id}=${label}`),
        ...chosen.map(({ mention, role }) => `${text.slice(mention.start, mention.end)}=${role}`),
      ].join(' '),
    };
  }
}
