export { serveTraining } from './serve-training.js';
export type { ServeTrainingOptions } from './serve-training.js';
