import '@tensorflow/tfjs-backend-cpu';
import { enableProdMode, setBackend } from '@tensorflow/tfjs-core';
import { useWasm } from '@autoencoders/backend-wasm';

/** What computes: WebAssembly, or plain JavaScript, which is many times slower. */
export const backends = ['wasm', 'cpu'] as const;
export type Backend = (typeof backends)[number];

/** Chooses the backend for everything that follows. */
export async function useBackend(name: Backend): Promise<void> {
  enableProdMode();
  if (name === 'wasm') await useWasm();
  else await setBackend('cpu');
}
