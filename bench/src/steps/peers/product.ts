import { abs, matMul, randomUniform, slice, sum, tidy } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { Job, Peer } from '../protocol.js';
import { useBackend } from './backends.js';

/** Operations in one measurement, because a clock cannot measure one small product. */
const AT_ONCE = 2e7;

/** Products by `tf.matMul`, with its work in JavaScript. A step is one product. */
export async function prepare({ task, setting }: Job): Promise<Peer> {
  if (task.kind !== 'product') throw new Error('only products can be multiplied');
  const version = await useBackend(setting);
  const { n, transposed } = task;
  const [a, b] = [1, 2].map((seed) => randomUniform([n, n], -1, 1, 'float32', seed)) as [Tensor2D, Tensor2D];
  const product = (): Tensor2D => matMul(a, b, transposed === 'tn', transposed === 'nt');
  // Used as the loss: this number differs when another factor is transposed.
  const check = tidy(() => sum(abs(slice(product(), 0, [1, n]))).dataSync()[0]!);
  const times = Math.ceil(AT_ONCE / (2 * n ** 3));
  return {
    version,
    async steps(count) {
      const ms: number[] = [];
      for (let i = 0; i < count; i++) {
        const start = performance.now();
        for (let time = 0; time < times; time++) product().dispose();
        ms.push((performance.now() - start) / times);
      }
      return { ms, losses: ms.map(() => check) };
    },
  };
}
