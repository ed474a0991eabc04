import { adam, cosineDecay } from '@autoencoders/core';
import type { Loss, TopK } from '@autoencoders/core';
import { toFlat } from '@autoencoders/datasets';
import { fashionMnist } from '@autoencoders/datasets/node';
import { center, chain, dense, dictionary, uncenter } from '@autoencoders/layers';
import { auxK, squaredError, weighted } from '@autoencoders/losses';
import { activationDensity, mean, deadShare, squaredErrorPerExample } from '@autoencoders/metrics';
import { autoencoder, batchTopK, pca, topK } from '@autoencoders/models';
import { evaluate, fit } from '@autoencoders/training';
import { dispose } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';

/** The results of one bottleneck. */
export interface TopKRow {
  readonly bottleneck: 'topK' | 'batchTopK';
  /** Whether the loss had the auxiliary term. */
  readonly auxiliary: boolean;
  /** In percent: units that fire for none of the 60,000 training images, and for none of the 10,000 test images. */
  readonly dead: readonly [training: number, test: number];
  /** Squared error per test image. */
  readonly error: number;
  /** Units that fire for a test image, on average. */
  readonly firing: number;
}

export interface TopKResults {
  readonly rows: readonly TopKRow[];
  readonly units: number;
  readonly k: number;
  readonly epochs: number;
  /** PCA with k components on the same images. */
  readonly pca: number;
}

const units = 2 * 784;
const k = 32;

/** Fashion-MNIST, 784-1568-784 with 32 units firing: with and without the loss that revives dead units. */
export async function sparseUnits(epochs = 5): Promise<TopKResults> {
  const [train, test] = [toFlat(await fashionMnist('train')), toFlat(await fashionMnist('test'))];
  const rows: TopKRow[] = [];
  for (const bottleneck of ['topK', 'batchTopK'] as const)
    for (const auxiliary of [true, false]) rows.push(await trained(bottleneck, auxiliary, train, test, epochs));
  using linear = await pca(train, k);
  const rebuilt = linear.reconstruct(test);
  const error = mean(await squaredErrorPerExample(test, rebuilt));
  dispose([train, test, rebuilt]);
  return { rows, units, k, epochs, pca: error };
}

async function trained(
  bottleneck: TopKRow['bottleneck'],
  auxiliary: boolean,
  train: Tensor2D,
  test: Tensor2D,
  epochs: number,
): Promise<TopKRow> {
  const [middle, hidden] = [center(), dense(units)];
  using model = autoencoder({
    input: [784],
    encoder: chain(middle, hidden),
    bottleneck: { topK, batchTopK }[bottleneck](k),
    decoder: chain(dictionary(784, hidden), uncenter(middle)),
    seed: 1,
  });
  const loss: Record<string, Loss<TopK>> = { squaredError, ...(auxiliary && { revival: weighted(1 / 16, auxK) }) };
  const optimizer = adam({ learningRate: cosineDecay(1e-3, { epochs }) });
  let seconds = 0;
  for await (const progress of fit(model, train, { loss, optimizer, epochs, batch: 128, seed: 1 })) {
    seconds = progress.elapsedSeconds;
    console.error(
      `  ${bottleneck}${auxiliary ? ' with auxK' : ''}, epoch ${progress.epoch}: loss ${progress.loss.toFixed(2)}, ${seconds.toFixed(0)} s`,
    );
  }
  const { loss: error } = await evaluate(model, test, { loss: { squaredError } });
  const [inTraining, inTest] = [model.encode(train), model.encode(test)];
  const row: TopKRow = {
    bottleneck,
    auxiliary,
    dead: [100 * (await deadShare(inTraining)), 100 * (await deadShare(inTest))],
    error,
    firing: units * mean(await activationDensity(inTest)),
  };
  dispose([inTraining, inTest]);
  console.error(
    `  dead ${row.dead.map((share) => share.toFixed(2)).join(' / ')} %, error ${error.toFixed(2)}, firing ${row.firing.toFixed(1)}`,
  );
  return row;
}
