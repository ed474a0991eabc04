import { keep, slice, stack, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { seeded } from '@autoencoders/core';
import { periodicYield } from '@autoencoders/core/internal';
import type { Gaussian, Model, Visit } from '@autoencoders/core';
import { blocks, read } from './blocks.js';

/** How many codes are drawn for how many examples at a time. */
export interface Sampling {
  readonly samples: number;
  readonly batch: number;
  readonly seed: number;
}

/** One forward pass with codes drawn, and the data. */
export interface SampledPass<X extends Tensor> extends Gaussian {
  readonly logits: X;
  readonly output: X;
  readonly target: X;
  /** The first seed that the pass took, if it took one: a Gaussian bottleneck draws its codes by it. */
  readonly seed: number | undefined;
}

/** What was measured of a batch. */
export interface Measured {
  /** Its first example, and how many there are. */
  readonly at: number;
  readonly size: number;
  /** `measure` of each sample. */
  readonly values: readonly Float32Array[];
}

/** Samples that are read back at a time. */
const TOGETHER = 16;

/** `measure` of `samples` forward passes of each batch, outside of training, each with codes of its own. */
export async function* sampled<X extends Tensor>(
  model: Model<X, Gaussian>,
  data: X,
  { samples, batch, seed }: Sampling,
  measure: (pass: SampledPass<X>) => Tensor,
): AsyncGenerator<Measured, void> {
  const breathe = periodicYield();
  for await (const { at, size } of blocks(data.shape[0]!, batch)) {
    const target = tidy(() => slice(data, at, size)) as X;
    const encoder = encodingOnce(target);
    const one = (sample: number): Tensor =>
      tidy(() => {
        const taken: number[] = [];
        const next = seeded(seed, at, sample);
        const seeds = (): number => taken[taken.push(next()) - 1]!;
        const pass = model.forward(target, { training: false, seeds, visit: encoder.visit });
        return measure({ ...pass, target, seed: taken[0] });
      });
    const values: Float32Array[] = [];
    try {
      for (let first = 0; first < samples; first += TOGETHER) {
        const count = Math.min(TOGETHER, samples - first);
        const measured = await read(() => stack(Array.from({ length: count }, (_, i) => one(first + i))));
        const width = measured.length / count;
        for (let i = 0; i < count; i++) values.push(measured.subarray(i * width, (i + 1) * width));
        await breathe();
      }
    } finally {
      encoder.dispose();
      target.dispose();
    }
    yield { at, size, values };
  }
}

/** Keeps what the encoder makes of `batch`, which is the same in every pass: half of the work of most models. */
function encodingOnce(batch: Tensor): { readonly visit: Visit; readonly dispose: () => void } {
  let encoded: unknown;
  // Without `visit` further in, so that chains there may fuse their layers.
  const visit: Visit = (where, part, weights, x, { training, seeds }) => {
    const apply = (): ReturnType<typeof part.apply> => part.apply(weights, x, { training, seeds: seeds! });
    if (where !== 'encoder' || x !== batch) return apply();
    encoded ??= keep(apply() as Tensor);
    return encoded as ReturnType<typeof apply>;
  };
  return { visit, dispose: () => (encoded as Tensor | undefined)?.dispose() };
}
