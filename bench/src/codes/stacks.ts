import { adam, cosineDecay } from '@autoencoders/core';
import type { Corruption, Latent, Loss } from '@autoencoders/core';
import { binaryCrossEntropy, sparsityKl } from '@autoencoders/losses';
import type { Stack } from '@autoencoders/models';
import { maskingNoise } from '@autoencoders/noise';
import { pretrain } from '@autoencoders/training';
import type { Tensor2D } from '@tensorflow/tfjs-core';

/** How to pre-train the levels of a stack: the loss, and what is added to it. */
export interface Method {
  readonly name: 'plain' | 'sparse' | 'denoising';
  readonly loss: Readonly<Record<string, Loss<Latent>>>;
  readonly corrupt?: Corruption;
  /** Whether the learning rate falls to 0 along a cosine, which helps only some methods. */
  readonly decays?: boolean;
}

export const methods: readonly Method[] = [
  { name: 'plain', loss: { binaryCrossEntropy }, decays: true },
  { name: 'sparse', loss: { binaryCrossEntropy, sparsity: sparsityKl(0.05) }, decays: true },
  { name: 'denoising', loss: { binaryCrossEntropy }, corrupt: maskingNoise(0.25) },
];

/** Pre-trains a stack level by level, with Adam 1e-3. Returns the seconds it took. */
export async function pretrained(
  stack: Stack,
  data: Tensor2D,
  { loss, corrupt, decays = false }: Omit<Method, 'name'>,
  epochs: number,
): Promise<number> {
  const seconds: number[] = [];
  const optimizer = adam({ learningRate: decays ? cosineDecay(1e-3, { epochs }) : 1e-3 });
  for await (const progress of pretrain(stack, data, { loss, corrupt, optimizer, epochs, batch: 100, seed: 1 })) {
    seconds[progress.level] = progress.elapsedSeconds;
    console.error(
      `  level ${progress.level}, epoch ${progress.epoch}: loss ${progress.loss.toFixed(3)}, ${progress.elapsedSeconds.toFixed(0)} s`,
    );
  }
  return seconds.reduce((a, b) => a + b, 0);
}
