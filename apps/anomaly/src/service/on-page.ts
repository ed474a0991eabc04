import { setWasmBackend } from '@autoencoders/backend-wasm';
import { enableProdMode } from '@tensorflow/tfjs-core';
import { service } from './service.js';
import type { Answers } from './service.js';

/** The service in this page. A file of its own, so that a page whose worker starts does not load it. */
export async function serviceOnPage(paths: Readonly<Record<string, string>>, told: (share: number) => void): Promise<Answers> {
  enableProdMode();
  await setWasmBackend({ paths, threads: 1 });
  return service(told);
}
