import { check } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import type { Scorer, ScorerState } from '../types.js';
import { openCodeNeighbours } from './code-neighbours.js';
import { openIsolationForest } from './isolation-forest.js';
import { openNearestNeighbours } from './nearest-neighbours.js';
import { openReconstruction } from './reconstruction.js';
import { openVariational } from './variational.js';
import { openCenterWindows } from './center-windows.js';
import { openWeighted } from './combine.js';
import { openPca } from './pca.js';

/** Opens a scorer; `open` opens one that it owns. */
type Open = (state: ScorerState, open: (state: ScorerState) => Promise<Scorer>) => Scorer | Promise<Scorer>;

/** How the state of each kind of scorer is opened. */
const kinds: Readonly<Record<string, Open>> = {
  averaged: openWeighted,
  centerWindows: openCenterWindows,
  codeNeighbours: openCodeNeighbours,
  combined: openWeighted,
  nearestNeighbours: openNearestNeighbours,
  reconstruction: openReconstruction,
  variational: openVariational,
  isolationForest: openIsolationForest,
  pca: openPca,
};

/** How many scorers may own each other. */
const DEEPEST = 16;

/** The scorer that a state was taken of. It gives the same scores to the last bit. Throws for an unknown kind, and for a state that is damaged. */
export const openScorer = (state: ScorerState): Promise<Scorer> => openWithin(state, 0);

async function openWithin(state: ScorerState, depth: number): Promise<Scorer> {
  const kind: unknown = state?.kind;
  check(
    typeof kind === 'string' && Object.hasOwn(kinds, kind),
    () => `openScorer: there is no kind of scorer ${show(kind)}; there are ${Object.keys(kinds).join(', ')}`,
  );
  check(depth < DEEPEST, () => `openScorer: more than ${DEEPEST} scorers own each other; the file is damaged`);
  return kinds[kind]!(state, (part) => openWithin(part, depth + 1));
}
