// Draws docs/public/moving-picture.webp: a variational autoencoder with two latents learns MNIST. On the left are the codes of test
// images, coloured by digit; on the right is what each place of the plane decodes to. Run it after a build.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setNodeBackend } from '@autoencoders/backend-node';
import { adam } from '@autoencoders/core';
import { take, toFlat } from '@autoencoders/datasets';
import { mnist } from '@autoencoders/datasets/node';
import { chain, dense, relu, sigmoid } from '@autoencoders/layers';
import { binaryCrossEntropy, gaussianKl } from '@autoencoders/losses';
import { autoencoder, gaussian } from '@autoencoders/models';
import { toPng } from '@autoencoders/report';
import { fit } from '@autoencoders/training';
import { tensor2d } from '@tensorflow/tfjs-core';
import { root } from './packages.mjs';

const sharp = createRequire(join(root, 'packages', 'files', 'package.json'))('sharp');
const SIDE = 15;
const WIDTH = 28 * SIDE;
const EDGE = 3; // the plane goes from −3 to 3
const COLOURS = ['#4e79a7', '#f28e2b', '#e15759', '#76b7b2', '#59a14f', '#edc948', '#b07aa1', '#ff9da7', '#9c755f', '#79706e'];

await setNodeBackend();
const train = await mnist('train');
const shown = take(await mnist('test'), 800);
const x = toFlat(shown);
const model = autoencoder({
  input: [784],
  encoder: chain(dense(512), relu, dense(256), relu),
  bottleneck: gaussian(2),
  decoder: chain(dense(256), relu, dense(512), relu, dense(784)),
  output: sigmoid,
  seed: 2,
});
const steps = Array.from({ length: SIDE }, (_, i) => EDGE * ((2 * i) / (SIDE - 1) - 1));
const plane = tensor2d(steps.toReversed().flatMap((y) => steps.map((across) => [across, y])));

/** One frame as a picture. */
async function frame(share) {
  const codes = model.encode(x);
  const drawn = model.decode(plane);
  const at = await codes.data();
  const png = toPng({ shape: [28, 28, 1], values: await drawn.data() }, { columns: SIDE });
  codes.dispose();
  drawn.dispose();
  const place = (z) => ((z / EDGE + 1) / 2) * WIDTH;
  const dots = Array.from(
    shown.labels,
    (label, i) => `<circle cx="${place(at[2 * i]).toFixed(1)}" cy="${place(-at[2 * i + 1]).toFixed(1)}" r="2.4" fill="${COLOURS[label]}"/>`,
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${2 * WIDTH + 16}" height="${WIDTH + 12}">
    <rect width="100%" height="100%" fill="#fff"/><svg width="${WIDTH}" height="${WIDTH}">${dots.join('')}</svg>
    <rect y="${WIDTH + 6}" width="${share * (2 * WIDTH + 16)}" height="6" fill="#4e79a7"/></svg>`;
  const whole = await sharp(Buffer.from(svg))
    .composite([{ input: Buffer.from(png), left: WIDTH + 16, top: 0 }])
    .png()
    .toBuffer();
  return sharp(whole).resize({ width: 640 }).png().toBuffer();
}

const epochs = 24;
const frames = [await frame(0)];
const delays = [600];
const options = { loss: { binaryCrossEntropy, gaussianKl }, optimizer: adam({ learningRate: 1e-3 }), batch: 128, epochs, seed: 1 };
for await (const { epoch, step, steps: all } of fit(model, train, { ...options, every: 120 })) {
  if (epoch > 2 && step < all) continue;
  frames.push(await frame((epoch - 1 + step / all) / epochs));
  delays.push(120);
}
delays[delays.length - 1] = 4000;
const webp = await sharp(frames, { join: { animated: true } })
  .webp({ quality: 40, effort: 6, loop: 0, delay: delays })
  .toBuffer();
writeFileSync(join(root, 'docs', 'public', 'moving-picture.webp'), webp);
console.log(`${frames.length} frames, ${Math.round(webp.length / 1000)} kB`);
