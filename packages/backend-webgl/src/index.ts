export { useWebgl } from './use-webgl.js';
export type { WebglInfo, WebglOptions } from './use-webgl.js';
