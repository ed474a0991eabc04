import { decode } from 'fast-png';
import {
  activationHistogram,
  comparison,
  confusionTable,
  curves,
  dictionaryEntries,
  interpolations,
  latentGrid,
  latentGridCodes,
  latentMap,
  reconstructions,
  samples,
  traversals,
} from '../src/index.js';
import type { EpochFigures, Html, Images, Report } from '../src/index.js';

/** Numbers from 0 to 1 that look random: the fractional parts of multiples of the golden ratio, stirred. */
export function noise(i: number): number {
  return Math.abs(Math.sin(i * 12.9898) * 43758.5453) % 1;
}

const side = 12;

/** Discs, squares and crosses, one after the other, the `i`-th grown by `grow(i)`. */
export function shapes(count: number, grow: (i: number) => number = (i) => noise(i)): Images {
  const values = Float32Array.from({ length: count * side * side }, (_, at) => {
    const i = Math.floor(at / (side * side));
    const [x, y] = [Math.abs((at % side) - 5.5), Math.abs((Math.floor(at / side) % side) - 5.5)];
    const distance = [Math.hypot(x, y), Math.max(x, y), Math.min(x, y) + 2][i % 3]!;
    return Math.min(1, Math.max(0, 3 + 2 * grow(i) - distance));
  });
  return { shape: [side, side, 1], values };
}

export function noisy({ shape, values }: Images, strength: number = 0.4): Images {
  return { shape, values: values.map((value, i) => value + strength * (noise(i) - 0.5)) };
}

/** A run whose validation loss turns upwards, and whose training loss is missing in epoch 5. */
export function history(epochs: number = 20): readonly EpochFigures[] {
  return Array.from({ length: epochs }, (_, i) => {
    const terms = { reconstruction: 90 + 100 * Math.exp(-i / 4), kl: 12 * (1 - Math.exp(-i / 3)) + 1 };
    const validation = { ...terms, reconstruction: terms.reconstruction + i / 4 };
    const loss = (of: typeof terms): number => of.reconstruction + of.kl;
    return {
      epoch: i + 1,
      loss: i === 4 ? NaN : loss(terms),
      terms,
      validation: { loss: loss(validation), terms: validation },
      epochSeconds: 1.5,
      examplesPerSecond: 10_000,
    };
  });
}

/** A report with every section. */
export function fullReport(): Report {
  const originals = shapes(13);
  const codes = Array.from({ length: 600 }, (_, i): [number, number] => [
    3 * Math.cos((i % 3) * 2) + noise(i),
    3 * Math.sin((i % 3) * 2) + noise(i + 999),
  ]);
  const range = [-2, 2] as const;
  const plane = latentGridCodes({ columns: 8, range });
  return {
    title: 'Variational autoencoder of shapes',
    subtitle: 'Discs, squares and crosses',
    summary: 'dense(64)    [64]    9,280\ngaussian(2)  [2]       260',
    parameterCount: 19_108,
    settings: {
      Settings: { seed: 1, 'learning rate': 0.001, shuffle: true },
      Timings: { training: '30.0 s' },
      Versions: { Node: '20.20.2' },
    },
    history: history(),
    lossUnit: 'nats',
    baseline: { name: 'PCA with 2 numbers', value: 12, about: 'the best linear code of as many numbers.', term: 'kl' },
    findings: [
      { grade: 'good', brief: '40 % less error than PCA', text: 'The squared error is 3.25, and that of PCA is 5.4.' },
      { grade: 'fair', brief: '1 of 2 latents used', text: 'One latent is the same for all examples.', advice: 'Try a lower beta.' },
      { grade: 'bad', brief: 'overfitted', text: 'The test loss rose.', advice: 'Stop earlier.' },
      { grade: 'note', text: 'The loss still fell at the end.' },
    ],
    results: {
      'test loss': '104.2 nats',
      'squared error': { value: 3.25, about: 'The squared differences of an example, summed.', better: 'lower' },
    },
    sections: [
      reconstructions({
        rows: [
          { label: 'original', images: originals },
          { label: 'reconstruction', images: noisy(originals, 0.1) },
        ],
        baseline: { label: 'PCA', images: noisy(originals, 0.2) },
      }),
      reconstructions({
        title: 'Denoising',
        rows: [
          { label: 'clean', images: originals },
          { label: 'noisy', images: noisy(originals) },
          { label: 'restored', images: noisy(originals, 0.1) },
        ],
      }),
      latentMap({ points: codes, labels: codes.map((_, i) => i % 3), classes: ['disc', 'square', 'cross'], images: shapes(600) }),
      latentGrid({ images: shapes(64, (i) => plane[2 * i]! + plane[2 * i + 1]!), columns: 8, range }),
      samples({ images: shapes(36) }),
      interpolations({ rows: [shapes(9), shapes(9), shapes(9)] }),
      dictionaryEntries({ filters: noisy(shapes(25), 2) }),
      traversals({
        rows: [0, 1].map((latent) => ({ label: `latent ${latent + 1}`, images: shapes(9, (i) => i / 4 - 1 - latent) })),
        range: [-3, 3],
      }),
      comparison({
        series: [
          { name: 'plain', measures: { 'test error, %': [9, 8, 8.5], 'accuracy, %': [91, 92, 91.5] } },
          { name: 'sparse', measures: { 'test error, %': [7, 7.5, 7.25], 'accuracy, %': [93, 92.5, 92.75], 'dead units, %': [3] } },
        ],
        higherIsBetter: ['accuracy, %'],
      }),
      curves({
        label: 'validation loss, nats',
        rows: ['plain', 'sparse'].map((name, i) => ({ name, epochs: [1, 2, 3], values: [3 - i, 2 - i / 2, 1.5] })),
      }),
      confusionTable({
        counts: [
          [5, 1, 0],
          [0, 6, 0],
          [2, 0, 4],
        ],
        classes: ['disc', 'square', 'cross'],
      }),
      activationHistogram({ meanActivations: Float32Array.from({ length: 200 }, (_, i) => 0.1 * noise(i)), target: 0.05 }),
    ],
  };
}

export interface Decoded {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue and opacity of the pixel in column `x` of row `y`. */
  readonly at: (x: number, y: number) => readonly number[];
}

/** Every PNG in a piece of HTML, decoded. */
export function picturesIn({ markup }: Html): readonly Decoded[] {
  return [...markup.matchAll(/data:image\/png;base64,[\w+/=]+/g)].map(([source]) => decoded(source));
}

export function decoded(source: string): Decoded {
  const { width, height, data, palette, channels } = decode(Buffer.from(source.split(',')[1]!, 'base64'));
  const at = (x: number, y: number): readonly number[] =>
    palette ? palette[data[y * width + x]!]! : Array.from(data.slice((y * width + x) * channels, (y * width + x + 1) * channels));
  return { width, height, at };
}
