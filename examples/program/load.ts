import { readFileSync } from 'node:fs';
import { tensor2d } from '@tensorflow/tfjs-core';
import { load } from '@autoencoders/models';
import { setPlainBackend } from 'example-backend';
import { rounded } from 'example-bottleneck';
import { gated } from 'example-layer';

await setPlainBackend();
const model = load(readFileSync('model.safetensors'), { kind: 'autoencoder', layers: { gated, rounded } });
const x = tensor2d([Array.from({ length: 64 }, (_, i) => (i % 9) / 9)]);
const codes = model.encode(x);
console.log(JSON.stringify({ codes: codes.arraySync()[0], reconstruction: model.reconstruct(x).arraySync()[0] }));
