export type { Method, MethodOptions, ScoreOptions, Scorer, ScorerState, Scores } from './types.js';
export { nearestNeighbours } from './methods/nearest-neighbours.js';
export type { NearestNeighboursOptions } from './methods/nearest-neighbours.js';
export { openScorer } from './methods/open-scorer.js';
export { isolationForest } from './methods/isolation-forest.js';
export type { IsolationForestOptions } from './methods/isolation-forest.js';
export { pca } from './methods/pca.js';
export type { PcaOptions } from './methods/pca.js';
