import type { backend_util, TensorInfo } from '@tensorflow/tfjs-core';
import { valuesOf } from './zeros.js';
import { shaped } from './composed-kernel.js';
import type { Runner } from './composed-kernel.js';

/*
 * A patch is what a filter covers at one place: rows · columns · channels numbers. Chellapilla, Puri & Simard, "High
 * performance convolutional neural networks for document processing", 2006, make convolutions matrix products with them.
 */

type Info = backend_util.Conv2DInfo;

/** At most as many numbers stand in patches at once: 32 MB. */
const MOST = 2 ** 23;

/** As many examples at a time as have room, `size` numbers for each, with the number of the first; frees what it cut. */
export function* examples(
  { run, free }: Runner,
  tensors: readonly TensorInfo[],
  size: number,
): Generator<{ first: number; parts: TensorInfo[] }> {
  const batch = tensors[0]!.shape[0]!;
  const count = Math.max(1, Math.floor(MOST / size));
  if (batch <= count) return yield { first: 0, parts: [...tensors] };
  for (let first = 0; first < batch; first += count) {
    const cut = (x: TensorInfo): TensorInfo =>
      run(
        'Slice',
        { x },
        { begin: x.shape.map((_, axis) => (axis === 0 ? first : 0)), size: [Math.min(count, batch - first), ...x.shape.slice(1)] },
      );
    const parts = tensors.map(cut);
    yield { first, parts };
    free(...parts);
  }
}

/** x [n, h, w, c] → [rows · columns · c, p · q · n]: with the batch last, a patch is made of runs as long as the batch. */
export function patches(runner: Runner, x: TensorInfo, info: Info): TensorInfo {
  const { backend, run, free } = runner;
  const { batchSize, inHeight, inWidth, inChannels, filterHeight, filterWidth, outHeight, outWidth, strideHeight, strideWidth, padInfo } =
    info;
  const turned = run('Transpose', { x: shaped(x, [batchSize, inHeight * inWidth * inChannels]) }, { perm: [1, 0] });
  const out = backend.makeOutput([filterHeight * filterWidth * inChannels, outHeight * outWidth * batchSize], 'float32');
  const [from, to] = [valuesOf(runner, turned).byteOffset / 4, valuesOf(runner, out).byteOffset / 4];
  const heap = new Float32Array(valuesOf(runner, out).buffer);
  let at = to;
  for (let i = 0; i < filterHeight; i++)
    for (let j = 0; j < filterWidth; j++)
      for (let c = 0; c < inChannels; c++)
        for (let p = 0; p < outHeight; p++)
          for (let q = 0; q < outWidth; q++, at += batchSize) {
            const [h, w] = [p * strideHeight + i - padInfo.top, q * strideWidth + j - padInfo.left];
            const start = from + ((h * inWidth + w) * inChannels + c) * batchSize;
            if (h >= 0 && h < inHeight && w >= 0 && w < inWidth) heap.copyWithin(at, start, start + batchSize);
            else heap.fill(0, at, at + batchSize);
          }
  free(turned);
  return out;
}

/** Adds patches [n · p · q, rows · columns · c] up where they lie in an image [n, h, w, c]; `dx` starts at the first. */
export function addPatches(dx: Float32Array, found: Float32Array, info: Info): void {
  const { batchSize, inHeight, inWidth, inChannels, filterHeight, filterWidth, outHeight, outWidth, strideHeight, strideWidth, padInfo } =
    info;
  let patch = 0;
  for (let n = 0; n < batchSize; n++)
    for (let p = 0; p < outHeight; p++)
      for (let q = 0; q < outWidth; q++, patch += filterHeight * filterWidth * inChannels) {
        const left = q * strideWidth - padInfo.left;
        const [first, end] = [Math.max(0, -left), Math.min(filterWidth, inWidth - left)];
        for (let i = 0; i < filterHeight; i++) {
          const h = p * strideHeight + i - padInfo.top;
          if (h < 0 || h >= inHeight) continue;
          // The taps of one row lie side by side in the image, as they do in the patch.
          let to = ((n * inHeight + h) * inWidth + left + first) * inChannels;
          for (let from = patch + (i * filterWidth + first) * inChannels; from < patch + (i * filterWidth + end) * inChannels;)
            dx[to++]! += found[from++]!;
        }
      }
}
