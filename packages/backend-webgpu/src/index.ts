export { useWebgpu } from './use-webgpu.js';
export type { WebgpuInfo, WebgpuOptions } from './use-webgpu.js';
