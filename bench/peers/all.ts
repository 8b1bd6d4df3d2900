/** Every peer, as it is set up here. */
import type { Peer } from '../contender.ts';
import { flexsearch } from './flexsearch.ts';
import { fuse } from './fuse.ts';
import { minisearch } from './minisearch.ts';
import { orama } from './orama.ts';

export const peers: readonly Peer[] = [...fuse, ...minisearch, ...orama, ...flexsearch];
