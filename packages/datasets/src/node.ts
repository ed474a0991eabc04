export { fromFolder } from './folder.js';
export type { DatasetPart, FolderOptions } from './folder.js';
export { datasetNames, load } from './load.js';
export { fashionMnist, mnist } from './mnist.js';
export type { WhereOptions } from './mnist.js';
