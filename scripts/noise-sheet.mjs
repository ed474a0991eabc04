// Draws packages/noise/sheet.png: the same digits in each row, under the corruption of that row. Run it after a build.
import '@tensorflow/tfjs-backend-cpu';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seeded } from '@autoencoders/core';
import { take, toImages } from '@autoencoders/datasets';
import { mnist } from '@autoencoders/datasets/node';
import * as noise from '@autoencoders/noise';
import { toPng } from '@autoencoders/report';
import { setBackend } from '@tensorflow/tfjs-core';
import { root } from './packages.mjs';

const { clip, compose, withShape } = noise;
/** One corruption a row, in the order of the README. */
const rows = [
  compose(),
  compose(noise.gaussianNoise(0.3), clip(0, 1)),
  compose(noise.uniformNoise(0.5), clip(0, 1)),
  compose(noise.speckleNoise(0.5), clip(0, 1)),
  compose(noise.poissonNoise(5), clip(0, 1)),
  noise.maskingNoise(0.5),
  noise.saltAndPepper(0.2),
  noise.swapNoise(0.3),
  noise.rowMasking(0.3),
  noise.columnMasking(0.3),
  noise.patchMasking(0.5, 4),
  withShape([784, 1], noise.timeMasking(0.3, 40)),
  noise.gaussianBlur(1.5),
  noise.downsampling(4),
  noise.jpegCompression(3),
  noise.randomShift(5),
  noise.randomFlip(),
  noise.randomResizedCrop([0.4, 0.8]),
];

await setBackend('cpu');
const digits = toImages(take(await mnist('train'), 12));
const values = rows.flatMap((corrupt) => [...corrupt(digits, seeded(1)).dataSync()]);
const png = toPng({ shape: [28, 28, 1], values: Float32Array.from(values) }, { columns: 12, gap: 2 });
writeFileSync(join(root, 'packages', 'noise', 'sheet.png'), png);
