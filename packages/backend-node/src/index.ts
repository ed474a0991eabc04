export { physicalCores } from './cores.js';
export { setNodeBackend } from './set-node-backend.js';
export type { NodeInfo, NodeOptions } from './set-node-backend.js';
