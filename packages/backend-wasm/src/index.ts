export { useWasm } from './use-wasm.js';
export type { WasmInfo, WasmOptions } from './use-wasm.js';
