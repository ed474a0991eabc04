import * as core from '@autoencoders/core';
import * as layers from '@autoencoders/layers';
import * as losses from '@autoencoders/losses';
import * as models from '@autoencoders/models';
import { setWasmBackend } from '@autoencoders/backend-wasm/inline';
import { serveTraining } from '@autoencoders/training/worker';

serveTraining({ backends: { wasm: setWasmBackend }, parts: { ...core, ...layers, ...losses, ...models } });
