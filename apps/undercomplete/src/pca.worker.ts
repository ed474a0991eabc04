import { setWasmBackend } from '@autoencoders/backend-wasm';
import { pcaErrors } from './pca-errors.js';
import type { Parts } from './pca-errors.js';

/** What the page asks: the error of PCA, fitted to one dataset, on another. */
export interface Question extends Parts {
  readonly paths: Readonly<Record<string, string>>;
}

globalThis.addEventListener('message', async ({ data: { paths, ...parts } }: MessageEvent<Question>) => {
  await setWasmBackend({ paths, threads: 1, fallback: false });
  globalThis.postMessage(await pcaErrors(parts));
});
