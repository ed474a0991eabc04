import '@tensorflow/tfjs-backend-cpu';
import { enableProdMode, setBackend } from '@tensorflow/tfjs-core';
import { setNodeBackend } from '@autoencoders/backend-node';
import type { NodeInfo } from '@autoencoders/backend-node';

/**
 * What computes: the machine's BLAS where there is one (`best`, or `node`, which insists on it), WebAssembly alone, or plain
 * JavaScript, which is many times slower.
 */
export const backends = ['best', 'node', 'wasm', 'cpu'] as const;
export type Backend = (typeof backends)[number];

/** Chooses the backend for everything that follows, and says in a few words what computes. */
export async function useBackend(name: Backend): Promise<string> {
  enableProdMode();
  if (name === 'cpu') {
    await setBackend('cpu');
    return 'cpu';
  }
  const quietly = { onNotice: () => undefined };
  return wordsFor(await setNodeBackend(name === 'wasm' ? { blas: false } : name === 'node' ? { require: true } : quietly));
}

const threadsIn = (count: number): string => (count === 1 ? 'one thread' : `${count} threads`);

/** What computes, in a few words. */
export function wordsFor({ blas, simd, threads }: NodeInfo): string {
  if (blas) return `node (${blas.name}${blas.threads === undefined ? '' : `, ${threadsIn(blas.threads)}`})`;
  const registers = { relaxed: 'SIMD with fused multiply-add', plain: 'SIMD', none: 'no SIMD' }[simd];
  return `wasm (${registers}, ${threadsIn(threads)})`;
}
