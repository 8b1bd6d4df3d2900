/** The suite itself: a door that meets all requirements passes, and each one that is broken is noticed by its own test. */
import { describe, expect, it } from 'vitest';
import { type Flaw, openPretend } from './pretend.ts';
import { checkRequirement, requirementNames } from './requirements.ts';
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
  files: ['drops-files', 'silent-without-file'],
  feedback: ['judges-from-memory', 'judges-upside-down'],
};

describe.each(requirementNames)('%s', (requirement) => {
  it('is met by a door without flaws', () => checkRequirement(requirement, openPretend()));

  it.each(flaws[requirement])('notices a door that has the flaw: %s', async (flaw) => {
    // Far less than a true door is given: what is waited for never comes.
    await expect(checkRequirement(requirement, openPretend(flaw), 300)).rejects.toThrow();
  });
});

it('notices a rejection that nobody handles', async () => {
  // Vitest listens too, and would fail the whole run.
  const others = process.listeners('unhandledRejection');
  process.removeAllListeners('unhandledRejection');
  try {
    await expect(checkRequirement('failing-handler', openPretend('rejects-unhandled'))).rejects.toThrow(
      'unhandled rejections',
    );
  } finally {
    for (const other of others) process.on('unhandledRejection', other);
  }
});
