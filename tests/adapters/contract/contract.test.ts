/** The suite itself: a door that keeps all promises passes, and each broken promise is noticed by the test of that promise. */
import { describe, expect, it } from 'vitest';
import { type Flaw, openPretend } from './pretend.ts';
import { keep, promiseNames } from './promises.ts';
import type { Requirement } from './rig.ts';

const flaws: Record<Requirement, Flaw[]> = {
  'hears-direct': ['drops-messages', 'hears-twice', 'keeps-entities', 'posts-twice'],
  'hears-group-mention': ['keeps-mention', 'mention-only-in-front', 'hears-twice'],
  'ignores-group-without-mention': ['hears-the-whole-group'],
  'follows-thread': ['forgets-threads', 'leaves-thread'],
  'never-hears-itself': ['hears-itself'],
  'shows-everything': ['drops-sources', 'drops-facts'],
  renders: ['renders-in-part'],
  'stays-silent': ['never-silent'],
  'splits-long': ['truncates', 'cuts-anywhere', 'repeats-at-seams', 'posts-too-long'],
  'no-ping': ['posts-markup'],
  sends: ['posts-twice', 'drops-sends', 'sends-elsewhere'],
  'send-gone': ['takes-gone-for-refused', 'tries-again-itself'],
  'send-slow-down': ['forgets-the-wait', 'takes-refused-for-gone', 'tries-again-itself'],
  'send-refused': ['takes-refused-for-gone', 'tries-again-itself'],
  'send-no-answer': ['takes-silence-for-refused', 'tries-again-itself'],
  'same-id': ['ids-at-random', 'ids-count-from-one'],
  'acknowledges-first': ['works-before-acknowledging'],
  'silent-after-stop': ['hears-after-stop', 'never-stops'],
  'starts-again': ['never-starts-again'],
  'failing-handler': ['dies-of-a-failure', 'works-before-acknowledging'],
  'drops-old': ['hears-old'],
  'bad-input': ['passes-bad-times'],
  choices: ['hears-the-label'],
  feedback: ['judges-from-memory', 'judges-upside-down'],
};

describe.each(promiseNames)('%s', (promise) => {
  it('is kept by a door that keeps it', () => keep(promise, openPretend()));

  it.each(flaws[promise])('notices a door that has the flaw: %s', async (flaw) => {
    // Far less than a true door is given: what is waited for never comes.
    await expect(keep(promise, openPretend(flaw), 300)).rejects.toThrow();
  });
});

it('notices a rejection that nobody handles', async () => {
  // Vitest listens too, and would fail the whole run.
  const others = process.listeners('unhandledRejection');
  process.removeAllListeners('unhandledRejection');
  try {
    await expect(keep('failing-handler', openPretend('rejects-unhandled'))).rejects.toThrow('unhandled rejections');
  } finally {
    for (const other of others) process.on('unhandledRejection', other);
  }
});
