import { profile, setBackend, tensor2d } from '@tensorflow/tfjs-core';
import { sumGaussianKl } from '@autoencoders/core/operations';
import { digits, take, toFlat } from '@autoencoders/datasets';
import { chain, dense, sigmoid } from '@autoencoders/layers';
import { binaryCrossEntropy, gaussianKl } from '@autoencoders/losses';
import { autoencoder, gaussian } from '@autoencoders/models';
import { fit } from '@autoencoders/training';
import { setPlainBackend } from 'example-backend';

async function losses(): Promise<readonly number[]> {
  const model = autoencoder({
    input: [64],
    encoder: chain(dense(8)),
    bottleneck: gaussian(2),
    decoder: chain(dense(64)),
    output: sigmoid,
    seed: 1,
  });
  const data = toFlat(take(await digits(), 64));
  const { history } = await fit(model, data, { loss: { binaryCrossEntropy, gaussianKl }, epochs: 3, seed: 1 });
  return history.map(({ loss }) => loss);
}

await setPlainBackend();
const plain = await losses();
const { kernelNames } = await profile(() => sumGaussianKl(tensor2d([[1, 0]]), tensor2d([[0, 0]]), 1));
await setBackend('cpu');
console.log(JSON.stringify({ plain, cpu: await losses(), kernels: kernelNames }));
