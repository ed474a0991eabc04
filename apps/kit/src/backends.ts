import { setWasmBackend } from '@autoencoders/backend-wasm';
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threads from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import { enableProdMode } from '@tensorflow/tfjs-core';

/** Where tfjs's WebAssembly is, as an address that a worker understands, too. */
const absolute = (address: string): string => new URL(address, globalThis.location.href).href;
export const wasmPaths: Readonly<Record<string, string>> = {
  'tfjs-backend-wasm.wasm': absolute(plain),
  'tfjs-backend-wasm-simd.wasm': absolute(simd),
  'tfjs-backend-wasm-threaded-simd.wasm': absolute(threads),
};

/** What can train, by name; the page itself always computes on WASM. */
export const backendNames = {
  best: 'The fastest here (tried out)',
  wasm: 'WebAssembly',
  webgl: 'WebGL',
  webgpu: 'WebGPU',
  cpu: 'Plain JavaScript',
} as const;
export type BackendName = keyof typeof backendNames;

/** Starts what the page draws with: WASM on one thread, since the worker has the others. */
export async function startPage(): Promise<void> {
  enableProdMode();
  await setWasmBackend({ paths: wasmPaths, threads: 1 });
}

/** What a worker said when its backend started, in a few words. */
export function wordsFor(name: BackendName, info: any): string {
  if (name === 'best') return `${backendNames[info.name as BackendName] ?? info.name} (${info.reason})`;
  if (name === 'wasm') {
    const count = info.threads === 1 ? 'one thread' : `${info.threads} threads`;
    return `WebAssembly, ${count}${info.simd === 'none' ? ', no SIMD' : ''}`;
  }
  if (name === 'webgl') return `WebGL${info.renderer ? `, ${info.renderer}` : ''}${info.precision === 16 ? ', half precision' : ''}`;
  if (name === 'webgpu') return `WebGPU${info.adapter ? `, ${info.adapter}` : ''}`;
  return 'plain JavaScript';
}
