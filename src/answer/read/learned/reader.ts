/** The learned reader of sets: roles of mentions by logistic regression, candidate queries, and a reranker over what they give. */
import { type Day, monthOf } from '../../../knowledge/month.ts';
import type { KnowledgePack } from '../../../model/pack/pack.ts';
import { conjuncts } from '../../query.ts';
import type { Reading, SetReader } from '../reading.ts';
import type { Candidate } from './assemble.ts';
import { analyse } from './features.ts';
import { Gazetteer } from './gazetteer.ts';
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

const latinWord = /[a-z]{3,}/g;
const symbol = /[≠≥≤<>=!+*/^|&%★]+/g;

/** What makes a query deny or leave out something. */
const denying = /"not"|"except"|"is":"(?:no|empty|only|has-none|past|open)"|"atMost"|"below"/;
const exclusion = 'ν';

/** Words that leave something out, in a reading that leaves nothing out. */
function denials(text: string, query: string, { classes }: Gazetteer): string[] {
  if (denying.test(query)) return [];
  const found: string[] = [];
  for (let at = 0; at < text.length; ) {
    const word = classes.at(text, at);
    if (word?.sign === exclusion) found.push(text.slice(at, word.end));
    at = word?.end ?? at + 1;
  }
  return found;
}

/** Mentions that mean something and got no role; operators as symbols where no number or cell is counted. */
function leftOver(text: string, { chosen, query }: Candidate, gazetteer: Gazetteer): string[] {
  const found: string[] = [];
  for (const { mention, role } of chosen) {
    if (role !== 'none' || mention.type === 'period') continue;
    if (mention.type === 'term' && !mention.quoted && gazetteer.text.share(mention.term) === 0) continue;
    found.push(text.slice(mention.start, mention.end));
  }
  found.push(...denials(text, JSON.stringify(query), gazetteer));
  for (const pattern of [latinWord, symbol])
    for (const match of text.matchAll(pattern)) {
      const inside = chosen.some(
        ({ mention }) => mention.start <= match.index && match.index + match[0].length <= mention.end,
      );
      if (!inside && !gazetteer.classes.at(text, match.index)) found.push(match[0]);
    }
  return found;
}

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
    const left = leftOver(text, candidate, this.gazetteer);
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
