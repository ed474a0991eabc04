export { OutputError, codeOf, reasonOf, unwritable } from './files/failures.js';
export { cannot, endOf, kindOf, nearestThere, targetOf } from './files/target.js';
export type { End, Target } from './files/target.js';
export { makeFolder, prepare, removeEmpty, writeTo, writing } from './files/write.js';
export type { Pieces, Prepared } from './files/write.js';
