import { add, clone, dispose, exp, mul, slice, stack, tidy } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { normal, seeded } from '@autoencoders/core';
import { periodicYield } from '@autoencoders/core/internal';
import type { Context, Decoded, EncoderDecoder, Gaussian } from '@autoencoders/core';
import { blocks, read } from './blocks.js';

/** How many codes are drawn for each example, how many examples form a batch, and the seed. */
export interface Sampling {
  readonly samples: number;
  readonly batch: number;
  readonly seed: number;
}

/** The forward pass of one sample: `codes` are `mean` + exp(`logVar` / 2)·`noise`. */
export interface SampledPass<X extends Tensor> extends Gaussian, Decoded<X> {
  readonly noise: Tensor2D;
  readonly target: X;
}

/** The measurements of a batch. */
export interface Measured {
  /** Its first example, and how many there are. */
  readonly at: number;
  readonly size: number;
  /** `measure` of each sample. */
  readonly values: readonly Float32Array[];
}

/** Samples that are read back at a time. */
const TOGETHER = 16;

const inference: Context = { training: false };

/** Draws `samples` codes from N(mean, exp(logVar)) for each batch and applies `measure` to each. Encodes every batch once. */
export async function* sampled<X extends Tensor>(
  model: EncoderDecoder<X, Gaussian>,
  data: X,
  { samples, batch, seed }: Sampling,
  measure: (pass: SampledPass<X>) => Tensor,
): AsyncGenerator<Measured, void> {
  const breathe = periodicYield();
  for await (const { at, size } of blocks(data.shape[0]!, batch)) {
    const target = tidy(() => slice(data, at, size)) as X;
    const posterior = posteriorOf(model, target);
    const one = (sample: number): Tensor =>
      tidy(() => {
        const { mean, logVar } = posterior;
        const noise: Tensor2D = normal(mean.shape, seeded(seed, at, sample)());
        const codes: Tensor2D = add(mean, mul(exp(mul(logVar, 0.5)), noise));
        return measure({ codes, mean, logVar, noise, target, ...model.decodeWith(codes, inference) });
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
      dispose([target, posterior.mean, posterior.logVar]);
    }
    yield { at, size, values };
  }
}

/** Mean and logVar of a batch, which are the caller's to dispose. */
function posteriorOf<X extends Tensor>(model: EncoderDecoder<X, Gaussian>, batch: X): Pick<Gaussian, 'mean' | 'logVar'> {
  return tidy(() => {
    const { mean, logVar } = model.encodeWith(batch, inference);
    return { mean: clone(mean), logVar: clone(logVar) };
  });
}
