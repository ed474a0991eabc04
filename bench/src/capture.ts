// What captured kernels save of a training step: `npm run bench:capture`. Results go to bench/results/capture.json and capture.md.
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { setNodeBackend } from '@autoencoders/backend-node';
import { meanSquaredError } from '@autoencoders/losses';
import { fit } from '@autoencoders/training';
import type { Progress } from '@autoencoders/training';
import { variants } from '@autoencoders/variants';
import type { Variant } from '@autoencoders/variants';
import { dispose, randomUniform, reshape } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { markdown } from './capture/markdown.js';
import type { Row } from './capture/markdown.js';
import { dense784 } from './models.js';
import { median } from './steps/statistics.js';

const BATCH = 128;
const EXAMPLES = 10 * BATCH;
/** Seconds of measuring for each model. */
const SECONDS = 8;

const dense = (...sizes: readonly number[]): Variant => dense784(sizes, { codeActivation: 'relu' });
const variant = (name: string): Variant => variants.find((each) => each.name === name)!;

interface Case {
  readonly model: string;
  readonly variant: Variant;
  readonly shape: readonly [number, number, number];
  /** Its own loss, or the mean squared error. */
  readonly isOwn: boolean;
}

const image = [28, 28, 1] as const;
const cases: readonly Case[] = [
  { model: 'dense 4-4-2-4-4', variant: dense(4, 2), shape: [2, 2, 1], isOwn: false },
  { model: 'dense 784-128-32-128-784', variant: dense(128, 32), shape: image, isOwn: false },
  { model: 'dense 784-512-256-64-256-512-784', variant: dense(512, 256, 64), shape: image, isOwn: false },
  { model: 'dense 784-1000-500-250-30-250-500-1000-784', variant: dense(1000, 500, 250, 30), shape: image, isOwn: false },
  ...['variational', 'convolutional', 'denoising'].map((name) => ({ model: name, variant: variant(name), shape: image, isOwn: true })),
];

/** Two trainings of one model, without and with captured kernels. */
function trainings({ variant, shape, isOwn }: Case, x: Tensor): readonly AsyncGenerator<Progress, void>[] {
  const settings = variant.settings(shape);
  return [false, true].map((capture) =>
    fit(variant.model(shape, settings) as never, x, {
      loss: (isOwn ? variant.loss(settings) : { meanSquaredError }) as never,
      corrupt: variant.corrupt?.(settings),
      epochs: 1e9,
      batch: BATCH,
      shuffle: false,
      every: 1,
      capture,
    }),
  );
}

async function measured(backend: string, one: Case): Promise<Row> {
  const { shape, variant, model } = one;
  const flat = randomUniform([EXAMPLES, shape[0] * shape[1]]);
  const x = variant.images ? reshape(flat, [EXAMPLES, ...shape]) : flat;
  const both = trainings(one, x);
  const times: [number, number][] = [];
  const took = async (training: (typeof both)[number]): Promise<number> => {
    const start = performance.now();
    await training.next();
    return performance.now() - start;
  };
  for (let step = 0; step < 20; step++) for (const training of both) await training.next();
  const end = performance.now() + 1000 * SECONDS;
  while (performance.now() < end) times.push([await took(both[0]!), await took(both[1]!)]);
  for (const training of both) await training.return();
  dispose([flat, x]);
  const of = (which: 0 | 1): number => median(times.map((pair) => pair[which]));
  const row = { backend, model, usual: of(0), captured: of(1), ratio: median(times.map(([usual, captured]) => captured / usual)) };
  console.error(`${backend}, ${model}: ${row.usual.toFixed(2)} → ${row.captured.toFixed(2)} ms, ${row.ratio.toFixed(2)}`);
  return row;
}

const rows: Row[] = [];
for (const [backend, options] of [
  ['BLAS', { threads: 1, onNotice: console.error }],
  ['WASM', { threads: 1, blas: false }],
] as const) {
  await setNodeBackend(options);
  for (const one of cases) rows.push(await measured(backend, one));
}
const machine = `${cpus()[0]!.model.trim()}, ${cpus().length} processors, Node ${process.versions.node}`;
const results = { machine, date: new Date().toISOString().slice(0, 10), rows };
const file = join(import.meta.dirname, '..', 'results', 'capture');
writeFileSync(`${file}.json`, `${JSON.stringify(results, null, 2)}\n`);
writeFileSync(`${file}.md`, markdown(results));
console.log(markdown(results));
