export { fromFolder } from './folder.js';
export type { DatasetPart, FolderOptions } from './folder.js';
export { datasetNames, loadDataset, openDataset } from './load-dataset.js';
export type { DatasetSource, LoadDatasetOptions } from './load-dataset.js';
export { fashionMnist, mnist } from './mnist.js';
export type { MnistOptions } from './mnist.js';
export type { OpenDataset } from './open.js';
