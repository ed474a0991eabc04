export { eventFile, tensorboard } from './tensorboard/event-file.js';
export type { EventFile } from './tensorboard/event-file.js';
