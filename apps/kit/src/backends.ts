import simd from '@autoencoders/backend-wasm/small/tfjs-backend-wasm-simd.wasm?url';
import threads from '@autoencoders/backend-wasm/small/tfjs-backend-wasm-threaded-simd.wasm?url';
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import { enableProdMode } from '@tensorflow/tfjs-core';

/** An address that is the same in a worker. */
const absolute = (address: string): string => new URL(address, globalThis.location.href).href;

/** The addresses of tfjs's WebAssembly files. Those with SIMD are small builds: they have the kernels that models need. */
export const wasmPaths: Readonly<Record<string, string>> = {
  'tfjs-backend-wasm.wasm': absolute(plain),
  'tfjs-backend-wasm-simd.wasm': absolute(simd),
  'tfjs-backend-wasm-threaded-simd.wasm': absolute(threads),
};

/** The backends that can train. The page itself always computes on WASM. */
export const backendNames = {
  best: 'The fastest (by a short trial)',
  wasm: 'WebAssembly',
  webgl: 'WebGL',
  webgpu: 'WebGPU',
  cpu: 'Plain JavaScript',
} as const;
export type BackendName = keyof typeof backendNames;

/** Starts the backend of the page: WASM on one thread, since the worker uses the others. What apps compute needs no kernels of the CPU backend. */
export async function startPageBackend(): Promise<void> {
  enableProdMode();
  // It is half of the scripts: the page shows itself before it comes.
  const { setWasmBackend } = await import('@autoencoders/backend-wasm');
  await setWasmBackend({ paths: wasmPaths, threads: 1, fallback: false });
}

/** The backend that a worker started, in a few words; `info` is what its start function returned. */
export function describeBackend(name: BackendName, info: any): string {
  if (name === 'best') return `${backendNames[info.name as BackendName] ?? info.name} (${info.reason})`;
  if (name === 'wasm') {
    const count = info.threads === 1 ? 'one thread' : `${info.threads} threads`;
    return `WebAssembly, ${count}${info.simd === 'none' ? ', no SIMD' : ''}`;
  }
  if (name === 'webgl') return `WebGL${info.renderer ? `, ${info.renderer}` : ''}${info.precision === 16 ? ', half precision' : ''}`;
  if (name === 'webgpu') return `WebGPU${info.adapter ? `, ${info.adapter}` : ''}`;
  return 'plain JavaScript';
}
