/** Answers about the document itself: number, date, issuer, receivers, annexes, aims. */
import { documentCard } from '../compose/others.ts';
import type { DocumentFact } from '../query.ts';
import { type AnswerContext, type Response, respondWith } from '../response.ts';
import { decline } from './unstated.ts';

const documentTags: Record<string, DocumentFact> = {
  'doc.number': 'number',
  'doc.issued': 'issued',
  'doc.issuer': 'issuer',
  'doc.copied': 'copied',
  'doc.title': 'title',
  'doc.basis': 'basis',
  'doc.public': 'public',
  'doc.addressees': 'addressees',
  'doc.annexes': 'annexes',
  'doc.aim': 'aim',
  'doc.goal': 'goal',
  'doc.star': 'star',
};

export function answerDocument(context: AnswerContext): Response | undefined {
  const { formatter, asked, trace } = context;
  const wanted = [...new Set(asked.tokens.map((token) => documentTags[token.tag]).filter((one) => one !== undefined))];
  const card = wanted.length ? documentCard(formatter, wanted) : undefined;
  // This plan prints no such thing (a number, a list of receivers).
  if (!card) return wanted.length ? decline(context, {}, `the document prints no ${wanted.join(', ')}`) : undefined;
  trace('document', wanted.join(' '));
  return respondWith(asked, 'answer', card, []);
}
