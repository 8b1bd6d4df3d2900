/** Four plans in one service, of which one has replaced another. */
import { resolve } from 'node:path';
import { loadPack } from '../../../src/knowledge/load.ts';
import type { KnowledgePack } from '../../../src/model/pack/pack.ts';
import { loadLanqiao, loadXian } from '../ask.ts';

const yunling = loadPack(resolve(import.meta.dirname, '../../fixtures/yunling'));
const replaced: KnowledgePack = { ...yunling, facts: { ...yunling.facts, successor: 'yunling-2027' } };
const newer: KnowledgePack = {
  ...yunling,
  id: 'yunling-2027',
  facts: {
    ...yunling.facts,
    id: 'yunling-2027',
    names: ['云岭', '云岭市', '养老服务新方案', '居家社区养老服务方案（2027年）'],
    title: '云岭市居家社区养老服务提升行动方案',
    edition: '2027年修订版',
  },
};

export const fourPacks: readonly KnowledgePack[] = [loadXian(), loadLanqiao(), replaced, newer];
