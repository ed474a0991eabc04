export { physicalCores } from './cores.js';
export { useNode } from './use-node.js';
export type { NodeInfo, NodeOptions } from './use-node.js';
