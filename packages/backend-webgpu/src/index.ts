export { setWebgpuBackend } from './set-webgpu-backend.js';
export type { WebgpuInfo, WebgpuOptions } from './set-webgpu-backend.js';
