import '@tensorflow/tfjs-backend-cpu';
import { enableProdMode, setBackend } from '@tensorflow/tfjs-core';
import { useWasm } from '@autoencoders/backend-wasm';

/** What computes: WebAssembly, or plain JavaScript, which is many times slower. */
export const backends = ['wasm', 'cpu'] as const;
export type Backend = (typeof backends)[number];

/** Chooses the backend for everything that follows, and says in a few words what computes. */
export async function useBackend(name: Backend): Promise<string> {
  enableProdMode();
  if (name === 'cpu') {
    await setBackend('cpu');
    return 'cpu';
  }
  const { simd, threads } = await useWasm();
  const registers = { relaxed: 'SIMD with fused multiply-add', plain: 'SIMD', none: 'no SIMD' }[simd];
  return `wasm (${registers}, ${threads === 1 ? 'one thread' : `${threads} threads`})`;
}
