export type { Method, MethodOptions, ScoreOptions, Scorer, ScorerState, Scores } from './types.js';
