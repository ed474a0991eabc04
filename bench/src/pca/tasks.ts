import { writeFileSync } from 'node:fs';
import { digits, take } from '@autoencoders/datasets';
import type { NamedDataset } from '@autoencoders/datasets';
import { normal } from '@autoencoders/core';
import { startFile } from '../steps/files.js';
import type { PcaTask } from '../steps/tasks.js';
import { add, clipByValue, matMul, mul, tensor2d, tidy } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';

/** Data to fit, which `make` makes when it is needed. */
export interface Data extends PcaTask {
  readonly make: () => Promise<Float32Array>;
}

const data = (title: string, [rows, features, components]: readonly [number, number, number], make: Data['make']): Data => ({
  kind: 'pca',
  name: `pca-${rows}-${features}-${components}`,
  title,
  rows,
  features,
  components,
  make,
});

const values = (make: () => Tensor): Float32Array => {
  const made = tidy(make);
  const read = made.dataSync<'float32'>().slice();
  made.dispose();
  return read;
};

/** Colour pictures of `side`, smooth as photographs are: waves whose amplitude falls with their frequency, and some noise. */
const pictures = (rows: number, side: number): Float32Array =>
  values(() => {
    const waves = [...Array(20).keys()].map((f) => [...Array(side).keys()].map((i) => Math.cos((Math.PI * f * (i + 0.5)) / side)));
    const colours = [
      [1, 1, 1],
      [0.3, 0, -0.3],
    ];
    const basis = waves.flatMap((down, f) =>
      waves.flatMap((across, g) =>
        colours.map((colour) => {
          const amplitude = 0.2 / (1 + f * f + g * g) ** 0.7;
          return down.flatMap((a) => across.flatMap((b) => colour.map((share) => amplitude * share * a * b)));
        }),
      ),
    );
    const smooth = matMul(normal<any>([rows, basis.length], 1) as Tensor2D, tensor2d(basis));
    return clipByValue(add(add(smooth, mul(normal([rows, side * side * 3], 2), 0.02)), 0.5), 0, 1);
  });

/** The tasks: small and large, few and many rows, few and many components. `images` are MNIST's, in order. */
export const tasks = (images: NamedDataset): readonly Data[] => [
  data('eight columns around 10,000', [60_000, 8, 8], async () =>
    values(() => add(mul(normal([60_000, 8], 1), tensor2d([[2, 1.75, 1.5, 1.25, 1, 0.75, 0.5, 0.25]])), 1e4)),
  ),
  data('digits of 8×8', [1797, 64, 64], async () => (await digits()).values),
  // The upper and the lower halves of 25.
  data('few pictures of 16×32×3', [50, 1536, 32], async () => pictures(25, 32)),
  data('pictures of 32×32×3', [500, 3072, 10], async () => pictures(500, 32)),
  data('pictures of 32×32×3', [2000, 3072, 32], async () => pictures(2000, 32)),
  data('noise without any direction', [2000, 3072, 32], async () => values(() => normal([2000, 3072], 3))),
  data('MNIST', [10_000, 784, 196], async () => take(images, 10_000).values),
  data('MNIST', [60_000, 784, 32], async () => images.values),
];

/** Writes the data into the file that contenders read. */
export const write = async (folder: string, task: Data): Promise<void> => writeFileSync(startFile(folder, task), await task.make());
