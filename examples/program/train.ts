import { writeFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { digits, take, toFlat } from '@autoencoders/datasets';
import { toOnnx, toPytorch } from '@autoencoders/exchange';
import { chain, dense, sigmoid } from '@autoencoders/layers';
import { autoencoder, save } from '@autoencoders/models';
import { fit, workerTrainer } from '@autoencoders/training';
import { setPlainBackend } from 'example-backend';
import { rounded, roundedToOnnx } from 'example-bottleneck';
import { gated, gatedToOnnx } from 'example-layer';
import { logCosh } from 'example-loss';
import { laplaceNoise } from 'example-noise';

await setPlainBackend();
const data = toFlat(take(await digits(), 256));
const fresh = () =>
  autoencoder({
    input: [64],
    encoder: chain(gated(24), dense(8)),
    bottleneck: rounded(6),
    decoder: chain(gated(24), dense(64)),
    output: sigmoid,
    seed: 1,
  });
const options = { loss: { logCosh: logCosh(0.5) }, corrupt: laplaceNoise(0.05), epochs: 12, batch: 32, seed: 1 };

const model = fresh();
const here = await fit(model, data, options);

const trainer = await workerTrainer(new Worker(new URL('worker.js', import.meta.url)), { backend: 'plain' });
const inWorker = await trainer.fit(fresh(), data, options);
trainer.terminate();

writeFileSync('model.safetensors', await save(model));
writeFileSync('model.onnx', await toOnnx(model, { layers: { gated: gatedToOnnx, rounded: roundedToOnnx } }));
const refusal = async (write: Promise<unknown>) => write.then(String, (error: Error) => error.message);
console.log(
  JSON.stringify({
    losses: here.history.map(({ loss }) => loss),
    inWorker: inWorker.history.map(({ loss }) => loss),
    withoutHook: await refusal(toOnnx(model)),
    toPytorch: await refusal(toPytorch(model)),
  }),
);
