export { useWasm } from './use-wasm.js';
export type { WasmOptions } from './use-wasm.js';
