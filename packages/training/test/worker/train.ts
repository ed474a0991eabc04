import '@tensorflow/tfjs-backend-cpu';
import { memory, setBackend } from '@tensorflow/tfjs-core';
import * as core from '@autoencoders/core';
import * as layers from '@autoencoders/layers';
import * as losses from '@autoencoders/losses';
import * as models from '@autoencoders/models';
import * as noise from '@autoencoders/noise';
import { serveTraining } from '../../src/worker/index.js';

const cpu = async (options?: unknown): Promise<unknown> => {
  await setBackend('cpu');
  return { heard: options, tensors: memory().numTensors };
};
serveTraining({ backends: { cpu }, parts: { ...core, ...layers, ...losses, ...models, ...noise } });
