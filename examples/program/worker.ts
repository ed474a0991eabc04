import * as core from '@autoencoders/core';
import * as layers from '@autoencoders/layers';
import * as losses from '@autoencoders/losses';
import * as models from '@autoencoders/models';
import { serveTraining } from '@autoencoders/training/worker';
import { setPlainBackend } from 'example-backend';
import { rounded } from 'example-bottleneck';
import { gated } from 'example-layer';
import { logCosh } from 'example-loss';
import { laplaceNoise } from 'example-noise';

// What the worker must know by name: the packages, and each part of your own.
const own = { gated, laplaceNoise, logCosh, rounded };
serveTraining({ backends: { plain: setPlainBackend }, parts: { ...core, ...layers, ...losses, ...models, ...own } });
