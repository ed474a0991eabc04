export { OutputError, codeOf, reasonOf, unwritable } from './files/failures.js';
export { cannot, endOf, kindOf, nearestThere, writeTargetOf } from './files/target.js';
export type { End, WriteTarget } from './files/target.js';
export { makeFolder, prepare, removeEmpty, writeTo, writing } from './files/write.js';
export type { Pieces, Prepared } from './files/write.js';
export { cut, printable } from './printable.js';
