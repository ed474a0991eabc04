export { setWebglBackend } from './set-webgl-backend.js';
export type { WebglInfo, WebglOptions } from './set-webgl-backend.js';
