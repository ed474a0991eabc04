import { count } from '@autoencoders/datasets';
import { activeUnits } from '@autoencoders/metrics';
import { concat, tensor2d, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { examples, isCurrent, nextFrame, oncePerScene } from '@autoencoders/app-kit';
import type { App, Scene } from '@autoencoders/app-kit';

/** The posteriors of test examples, q(z | x) = N(μ, σ²). */
export interface Posteriors {
  readonly latents: number;
  /** μ of each example: `[examples × latents]`. */
  readonly means: Float32Array;
  /** KL(N(μⱼ, σⱼ²) ‖ N(0, 1)) of each latent, averaged over the examples, in nats. */
  readonly kl: readonly number[];
  /** The variance of each latent's μ over the examples. */
  readonly variances: Float32Array;
  /** How many of these variances are above 0.01. */
  readonly active: number;
}

/** Test examples, at most, and how many are encoded at once. */
const MOST = 600;
const BATCH = 80;

/** The posteriors of a scene; undefined if its model was replaced in the meantime. */
export type PosteriorsOf = (scene: Scene) => Promise<Posteriors | undefined>;

/** A function that computes the posteriors of a scene once for all views. */
export const posteriorsOf = (app: Pick<App, 'scene'>): PosteriorsOf => oncePerScene((scene) => compute(scene, () => isCurrent(app, scene)));

async function compute({ model, data }: Scene, current: () => boolean): Promise<Posteriors | undefined> {
  const latents = model.codeSize;
  const amount = Math.min(MOST, count(data.test));
  const means = new Float32Array(amount * latents);
  const kl = Array.from({ length: latents }, () => 0);
  for (let from = 0; from < amount; from += BATCH) {
    const both = tidy((): Tensor => {
      const { mean, logVar } = model.encodeWith(examples(data.test, model, from, Math.min(BATCH, amount - from)), { training: false });
      return concat([mean, logVar], 1);
    });
    const values = await both.data<'float32'>();
    both.dispose();
    for (let i = 0; i < values.length / (2 * latents); i++)
      for (let j = 0; j < latents; j++) {
        const [mean, logVar] = [values[2 * i * latents + j]!, values[(2 * i + 1) * latents + j]!];
        means[(from + i) * latents + j] = mean;
        kl[j]! += (mean ** 2 + Math.exp(logVar) - 1 - logVar) / (2 * amount);
      }
    await nextFrame();
    if (!current()) return undefined;
  }
  const codes = tensor2d(means, [amount, latents]);
  try {
    return { latents, means, kl, ...(await activeUnits(codes)) };
  } finally {
    codes.dispose();
  }
}
