export { setWasmBackend } from './set-wasm-backend.js';
export type { WasmInfo, WasmOptions } from './start-backend.js';
