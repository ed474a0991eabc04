export { eventFile, tensorboard } from './tensorboard/event-file.js';
export type { EventFile, EventFileOptions } from './tensorboard/event-file.js';
export { fromHuggingFace } from './hugging-face/from-folder.js';
