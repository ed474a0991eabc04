import { pca } from '@autoencoders/models';
import { setWasmBackend } from '@autoencoders/backend-wasm';
import type { NamedDataset } from '@autoencoders/datasets';
import { toFlat } from '@autoencoders/datasets';
import { mean, square, sub, sum, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';

/** What the page asks: the error of PCA, fitted to one dataset, on another. */
export interface Question {
  readonly training: NamedDataset;
  readonly test: NamedDataset;
  /** The most components to try. */
  readonly most: number;
  readonly paths: Readonly<Record<string, string>>;
}

/**
 * The mean of ‖x − x̂‖² with 1, 2, … components. Components are orthonormal: each takes the mean square of its code away
 * from the mean of ‖x − mean‖².
 */
async function errorsOf({ training, test, most, paths }: Question): Promise<readonly number[]> {
  await setWasmBackend({ paths, threads: 1, fallback: false });
  const x = toFlat(training);
  const judged = toFlat(test);
  using components = await pca(x, Math.min(most, ...x.shape));
  const read = (f: () => Tensor): Float32Array => tidy(() => f().dataSync<'float32'>());
  const [whole = 0] = read(() => mean(sum(square(sub(judged, components.mean)), 1)));
  const along = read(() => mean(square(components.encode(judged)), 0));
  let left = whole;
  return Array.from(along, (part) => (left -= part));
}

globalThis.addEventListener('message', async ({ data }: MessageEvent<Question>) => globalThis.postMessage(await errorsOf(data)));
