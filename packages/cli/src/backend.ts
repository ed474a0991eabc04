import '@tensorflow/tfjs-backend-cpu';
import { enableProdMode, setBackend } from '@tensorflow/tfjs-core';
import { physicalCores, setNodeBackend } from '@autoencoders/backend-node';
import type { NodeInfo } from '@autoencoders/backend-node';

/**
 * What computes. `node` is WebAssembly with the machine's BLAS, `wasm` is WebAssembly alone, `cpu` is plain JavaScript, which is
 * many times slower. `best` is `node` where there is a BLAS, otherwise `wasm`.
 */
export const backends = ['best', 'node', 'wasm', 'cpu'] as const;
export type Backend = (typeof backends)[number];

/**
 * Sets the backend for everything that follows. Gives its name and details for messages: `node (OpenBLAS, 2 threads)`. With several `processes` on
 * this machine, each has its share of the cores.
 */
export async function chooseBackend(name: Backend, processes: number = 1): Promise<string> {
  enableProdMode();
  if (name === 'cpu') {
    await setBackend('cpu');
    return 'cpu';
  }
  const threads = processes > 1 ? { threads: Math.max(1, Math.floor(physicalCores() / processes)) } : {};
  const kind = name === 'wasm' ? { blas: false as const } : name === 'node' ? { require: true } : { onNotice: () => undefined };
  return backendText(await setNodeBackend({ ...kind, ...threads }));
}

const threadsText = (count: number): string => (count === 1 ? 'one thread' : `${count} threads`);

/** The name and details of a backend, for messages. */
export function backendText({ blas, simd, threads }: NodeInfo): string {
  if (blas) return `node (${blas.name}${blas.threads === undefined ? '' : `, ${threadsText(blas.threads)}`})`;
  const registers = { relaxed: 'SIMD with fused multiply-add', plain: 'SIMD', none: 'no SIMD' }[simd];
  return `wasm (${registers}, ${threadsText(threads)})`;
}
