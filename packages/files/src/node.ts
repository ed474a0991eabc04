export { cifar10, cifar10Archive, openCifar10 } from './cifar10.js';
export type { Cifar10Options } from './cifar10.js';
export type { LabelledRows } from './cifar.js';
export { download } from './download-file.js';
export type { DownloadFileOptions } from './download-file.js';
export type { NodeSource } from './file-access.js';
export { openArrow, openParquet } from './open-paths.js';
export { openPictures } from './open-pictures.js';
export type { OpenPicturesOptions } from './open-pictures.js';
