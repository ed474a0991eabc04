// For the packages of this repository. Anything here may change in any release.
export { precision, readsWait } from './backend.js';
export { periodicYield } from './periodic-yield.js';
export { nameOf } from './chain.js';
export { checkModel, checkTensor } from './checks.js';
export { configReader, configWriter } from './config.js';
export type { ConfigReaderOptions, HasConfig, Json } from './config.js';
export { show } from './errors.js';
export { declareFound, declareLost, whileAlive } from './backend-lost.js';
export { cut, printable } from './printable.js';
export { sizeOf } from './shape.js';
export { bits, normalFromBits, threefry } from './random.js';
