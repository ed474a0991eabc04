export { setWasmBackend } from './set-wasm-backend.js';
export type { WasmInfo, WasmOptions } from './set-wasm-backend.js';
