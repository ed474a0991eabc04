import { check } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import type { Scorer, ScorerState } from '../types.js';
import { openIsolationForest } from './isolation-forest.js';
import { openNearestNeighbours } from './nearest-neighbours.js';
import { openPca } from './pca.js';
import { openReconstruction } from './reconstruction.js';
import { openVariational } from './variational.js';
import { openWeighted } from './combine.js';

type Open = (state: ScorerState) => Scorer | Promise<Scorer>;

/** How the state of each kind of scorer is opened. */
const kinds: Readonly<Record<string, Open>> = {
  averaged: (state) => openWeighted(state, openScorer),
  combined: (state) => openWeighted(state, openScorer),
  isolationForest: openIsolationForest,
  nearestNeighbours: openNearestNeighbours,
  pca: openPca,
  reconstruction: openReconstruction,
  variational: openVariational,
};

/** The scorer that a state was taken of. It gives the same scores to the last bit. Throws for an unknown kind, and for a state that is damaged. */
export async function openScorer(state: ScorerState): Promise<Scorer> {
  const kind: unknown = state?.kind;
  check(
    typeof kind === 'string' && Object.hasOwn(kinds, kind),
    () => `openScorer: there is no kind of scorer ${show(kind)}; there are ${Object.keys(kinds).join(', ')}`,
  );
  return kinds[kind]!(state);
}
