import '@tensorflow/tfjs-backend-cpu';
import { setBackend } from '@tensorflow/tfjs-core';
import * as core from '@autoencoders/core';
import * as layers from '@autoencoders/layers';
import * as losses from '@autoencoders/losses';
import * as models from '@autoencoders/models';
import { serveTraining } from '@autoencoders/training/worker';

serveTraining({ backends: { cpu: () => setBackend('cpu') }, parts: { ...core, ...layers, ...losses, ...models } });
