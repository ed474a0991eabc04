export { fromFolder } from './folder.js';
export type { DatasetPart, FolderOptions } from './folder.js';
export { datasetNames, load, openDataset } from './load.js';
export type { LoadOptions } from './load.js';
export { fashionMnist, mnist } from './mnist.js';
export type { WhereOptions } from './mnist.js';
export type { OpenDataset } from './open.js';
