export { evaluate } from './evaluate.js';
export type { EvaluateOptions } from './evaluate.js';
export { fit } from './fit.js';
export type { Progress } from './fit.js';
export type { Losses } from './losses.js';
export type { EarlyStopping, FitOptions } from './options.js';
export type { Evaluation } from './sums.js';
