// tfjs registers no gradients by itself in Node; tfjs-layers brings them.
import '@tensorflow/tfjs-layers';
import { add, div, exp, matMul, mul, randomNormal, relu, softplus, square, sub, sum, train, variable } from '@tensorflow/tfjs-core';
import type { Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { stepByStep } from '../protocol.js';
import type { Job, Peer } from '../protocol.js';
import { BATCH } from '../tasks.js';
import { useBackend } from './backends.js';
import { batchesOf, imagesOf, startOf } from './batches.js';

/** The variational model in plain tfjs operations, since tfjs-layers has none. */
export async function prepare({ task, folder, setting }: Job): Promise<Peer> {
  const version = await useBackend(setting);
  if (task.kind !== 'model' || task.loss !== 'elbo') throw new Error('only the variational model is written out');
  const weights = startOf(folder, task).map((start) => variable(start));
  const layer = (i: number, x: Tensor): Tensor2D => add(matMul(x as Tensor2D, weights[2 * i] as unknown as Tensor2D), weights[2 * i + 1]!);

  const cost = (x: Tensor): Scalar => {
    const hidden = relu(layer(0, x));
    const [mean, logVar] = [layer(1, hidden), layer(2, hidden)];
    const codes = add(mean, mul(exp(mul(logVar, 0.5)), randomNormal(mean.shape)));
    const logits = layer(4, relu(layer(3, codes)));
    // Stable for logits of any size: −x·ln σ(l) − (1 − x)·ln(1 − σ(l)) = softplus(l) − x·l.
    const likelihood = sum(sub(softplus(logits), mul(x, logits)));
    const kl = mul(0.5, sum(sub(add(square(mean), exp(logVar)), add(logVar, 1))));
    return div(add(likelihood, kl), BATCH);
  };

  const optimizer = train.adam(1e-3, 0.9, 0.999, 1e-8);
  const batches = batchesOf(imagesOf(folder, task));
  return stepByStep(version, async () => {
    const x = batches.next();
    const loss = optimizer.minimize(() => cost(x), true)!;
    const [value] = await loss.data();
    x.dispose();
    loss.dispose();
    return value!;
  });
}
