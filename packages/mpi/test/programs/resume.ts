import { existsSync, writeFileSync } from 'node:fs';
import { slice } from '@tensorflow/tfjs-core';
import { setWasmBackend } from '@autoencoders/backend-wasm';
import { adam } from '@autoencoders/core';
import type { Group } from '@autoencoders/core';
import { batchNorm, chain, dense, dropout, relu, sigmoid } from '@autoencoders/layers';
import { binaryCrossEntropy, gaussianKl, squaredError } from '@autoencoders/losses';
import { autoencoder, gaussian, stacked } from '@autoencoders/models';
import { gaussianNoise } from '@autoencoders/noise';
import { digitsLike } from '@autoencoders/testing';
import { fit, pretrain } from '@autoencoders/training';
import { folderStore } from '@autoencoders/training/node';
import { localGroup, mpiGroup } from '../../src/index.js';

/*
 * Trains with checkpoints, and writes the losses of all epochs as JSON. Arguments: the group (`mpi`, or a number of processes), the file, the folder of the
 * checkpoints, `fit`, `pretrain` or `sharded`, the steps after which the training is left, 0 for none. Goes on from a checkpoint that is there.
 */
const [kind, file, folder, call, steps] = process.argv.slice(2) as [string, string, string, string, string];
const group: Group = kind === 'mpi' ? mpiGroup() : await localGroup(Number(kind));
await setWasmBackend({ threads: 1 });

const data = digitsLike(50);
const last = Number(steps);
const sharded = call === 'sharded';
// Each rank has more examples than the rank before.
const first = (rank: number): number => Math.floor(50 * (rank / group.size) ** 2);
const own = sharded ? slice(data, [first(group.rank), 0], [first(group.rank + 1) - first(group.rank), 64]) : data;
// Only rank 0 has the checkpoints: the others get a folder that is not there.
const store = folderStore(group.rank === 0 ? folder : `${folder}-of-nobody`);
const common = { batch: 16, every: 1, epochs: 4, seed: 5, optimizer: adam({ learningRate: 3e-3 }), group, sharded };
const checkpoints = { checkpoint: { store, everySteps: 1, everySeconds: 1e6 }, resume: true };

const variational = () =>
  fit(
    autoencoder({
      input: [64],
      encoder: chain(dense(32, { useBias: false }), batchNorm(), relu, dropout(0.2)),
      bottleneck: gaussian(3),
      decoder: chain(dense(32), relu, dense(64)),
      output: sigmoid,
      seed: 1,
    }),
    own,
    {
      ...common,
      ...checkpoints,
      loss: { binaryCrossEntropy, gaussianKl },
      corrupt: gaussianNoise(0.2),
      validation: 0.2,
      earlyStopping: { patience: 3 },
    },
  );
const level = { encoder: chain(dense(32), sigmoid), output: sigmoid };
const levels = () =>
  pretrain(
    stacked({
      input: [64],
      levels: [
        { ...level, decoder: dense(64) },
        { ...level, decoder: dense(32) },
      ],
      seed: 1,
    }),
    data,
    { ...common, ...checkpoints, loss: { squaredError } },
  );

const run = call === 'pretrain' ? levels() : variational();
let made = 0;
for await (const _ of run) if (++made === last) break;
if (existsSync(`${folder}-of-nobody`)) throw new Error('a rank that is not rank 0 took checkpoints');
const results = [await run].flat();
if (group.rank === 0)
  writeFileSync(
    file,
    JSON.stringify(
      results.flatMap(({ history }) => history.flatMap(({ loss, validation }) => [loss, ...(validation ? [validation.loss] : [])])),
    ),
  );
group.close();
