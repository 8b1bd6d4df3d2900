/** What else would be answered differently with one more phrasing: golden questions and the log asked before and after. */
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { renderText } from '../../../adapters/shared/plain-text.ts';
import { Assistant } from '../../answer/assistant.ts';
import { readGolden } from '../../knowledge/golden.ts';
import { byTarget } from '../../knowledge/phrasings.ts';
import type { TeachingPreview } from '../../model/admin-desk.ts';
import type { KnowledgePack } from '../../model/pack/pack.ts';

interface Asked {
  text: string;
  at: Date;
}

/** Between two of these the service answers others. */
const askedAtOnce = 10;
const changesShown = 30;

/** The single questions of a pack's golden cases. */
function goldenOf({ dir, facts }: KnowledgePack): Asked[] {
  const folder = join(dir, 'golden');
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.jsonl')) : [];
  return files.flatMap((name) =>
    readGolden(join(folder, name), facts.timeZone, []).map(({ question: { text, at } }) => ({ text, at })),
  );
}

export async function previewPhrasing(
  packs: readonly KnowledgePack[],
  current: Assistant,
  { pack, text, target, at }: { pack: KnowledgePack; text: string; target: string; at: Date },
  logged: readonly Asked[],
): Promise<TeachingPreview> {
  const phrasings = [...pack.phrasings, { target, text }].sort(byTarget);
  // Not through the cache on disk, whose key is the files of the pack.
  const changed = new Assistant(packs.map((one) => (one === pack ? { ...pack, phrasings } : one)));
  const asked = new Map([...goldenOf(pack), ...logged].map((one) => [one.text, one]));
  asked.delete(text);
  const reply = (assistant: Assistant, one: Asked) =>
    // The assistant in force keeps dialogues: a second preview must not go on with those of the first.
    renderText(assistant.answer({ ...one, conversation: randomUUID(), user: 'preview' }).card);
  const changes: TeachingPreview['changes'][number][] = [];
  let count = 0;
  for (const one of asked.values()) {
    if (++count % askedAtOnce === 0) await nextTurn();
    const [before, after] = [reply(current, one), reply(changed, one)];
    if (before !== after && changes.length < changesShown) changes.push({ question: one.text, before, after });
  }
  return { asked: asked.size, changes, after: reply(changed, { text, at }) };
}
