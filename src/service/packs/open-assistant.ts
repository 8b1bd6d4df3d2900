/** Creates the assistant with packs compiled through the cache on disk, where one is configured. */
import { Assistant } from '../../answer/assistant.ts';
import type { Settings } from '../../config/settings.ts';
import { commonFolder } from '../../knowledge/load-common.ts';
import type { KnowledgePack } from '../../model/pack/pack.ts';
import { cachedCompile } from './compiled-packs.ts';

export function openAssistant(packs: readonly KnowledgePack[], { cache }: Settings): Assistant {
  return new Assistant(packs, cache ? { compile: cachedCompile(cache, commonFolder) } : {});
}
