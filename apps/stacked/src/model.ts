import { adam, cosineDecay, permutation, parameterGroups, seeded } from '@autoencoders/core';
import type { Corruption, Loss, Optimizer } from '@autoencoders/core';
import type { Dataset } from '@autoencoders/datasets';
import { chain, dense, sigmoid } from '@autoencoders/layers';
import { binaryCrossEntropy, softmaxCrossEntropy, sparsityKl, weighted } from '@autoencoders/losses';
import { classifier, stacked } from '@autoencoders/models';
import type { Classifier, Stack } from '@autoencoders/models';
import { maskingNoise } from '@autoencoders/noise';
import type { Tensor2D } from '@tensorflow/tfjs-core';

/*
 * A stacked autoencoder learns in two stages. First one level after the other, each as an autoencoder of what the level
 * before makes of the data; no labels are needed for that, and examples without them are cheap. Then a layer for the
 * classes is put on top of the encoders, and all weights are trained on the few examples that do have labels.
 *
 * Deep networks of sigmoids learn little from few labels when they start at random. What the levels have seen of the
 * data is a better start.
 *
 * Hinton & Salakhutdinov, "Reducing the dimensionality of data with neural networks", Science 313, 2006.
 * Bengio et al., "Greedy layer-wise training of deep networks", NIPS 2006.
 * Vincent et al., "Stacked denoising autoencoders", JMLR 11, 2010.
 * Erhan et al., "Why does unsupervised pre-training help deep learning?", JMLR 11, 2010.
 */
export function stackOf(features: number, units: readonly number[]): Stack {
  const reads = [features, ...units];
  return stacked({
    input: [features],
    levels: units.map((size, i) => ({
      encoder: chain(dense(size), sigmoid), // [batch, reads] → [batch, size]
      decoder: dense(reads[i]!), //            [batch, size]  → [batch, reads]
      output: sigmoid, // pixels lie between 0 and 1, and so do the codes of sigmoids
    })),
    seed: 1,
  });
}

/** What a level has to do besides giving back what it reads: nothing, keep its units quiet, or fill in what is missing. */
export type Kind = 'plain' | 'sparse' | 'denoising';

interface PreTraining {
  readonly loss: { readonly reconstruction: Loss; readonly sparsity?: Loss };
  readonly corrupt?: Corruption;
  readonly optimizer: Optimizer;
  readonly epochs: number;
  readonly batch: number;
  readonly seed: number;
}

/** How every level is trained on so many examples without labels. */
export function preTraining(kind: Kind, epochs: number, examples: number): PreTraining {
  const many = examples > 5000;
  const rate = many ? (kind === 'sparse' ? 3e-3 : 1e-3) : 1e-2;
  return {
    loss: {
      reconstruction: binaryCrossEntropy,
      // Sparse: each unit is to be active a tenth of the time, a twentieth where there is more to tell apart.
      ...(kind === 'sparse' && { sparsity: many ? sparsityKl(0.05) : weighted(0.3, sparsityKl(0.1)) }),
    },
    // Denoising: a quarter of what the level reads is set to 0.
    ...(kind === 'denoising' && { corrupt: maskingNoise(0.25) }),
    optimizer: adam({ learningRate: cosineDecay(rate, { epochs }) }),
    epochs,
    batch: Math.min(many ? 100 : 32, examples),
    seed: 1,
  };
}

/**
 * The encoders with a layer for the classes on top: as pre-training left them, or drawn at random. Glorot's random weights
 * are made for tanh; before sigmoids they have to be four times as large, or the random start would be a straw man.
 */
export function startOf(stack: Stack, classes: number, start: 'pre-trained' | 'random', seed: number): Classifier<Tensor2D> {
  return classifier({ from: stack, classes, seed, ...(start === 'random' && { reinitialize: true, initScale: 4 }) });
}

/** Both starts are trained alike: 20 rounds of 1,000 labelled examples, the same ones over again where there are fewer. */
export const perRound = 1000;
export const fineTuning = {
  loss: { crossEntropy: softmaxCrossEntropy },
  // The layer on top is new and learns faster than what lies below.
  optimizer: parameterGroups({ head: adam({ learningRate: 1e-2 }) }, adam({ learningRate: 1e-3 })),
  epochs: 20,
  batch: 50,
};

/** A round of examples with `count` different ones, as many of each class as there can be; `draw` decides which. */
export function labelled(dataset: Dataset, count: number, draw: number): Dataset & { readonly labels: Int32Array } {
  const { labels = new Int32Array(0), shape } = dataset;
  const size = shape.reduce((a, b) => a * b, 1);
  const seen = new Map<number, number>();
  const ranked = Array.from(permutation(labels.length, seeded(draw)()), (row) => {
    const rank = seen.get(labels[row]!) ?? 0;
    seen.set(labels[row]!, rank + 1);
    return { row, rank };
  });
  // The first of each class, the second of each class, and so on.
  const rows = ranked.sort((a, b) => a.rank - b.rank).slice(0, count);
  const values = new Float32Array(perRound * size);
  const round = Int32Array.from({ length: perRound }, (_, i) => rows[i % rows.length]!.row);
  round.forEach((row, i) => values.set(dataset.values.subarray(row * size, (row + 1) * size), i * size));
  return { ...dataset, values, labels: round.map((row) => labels[row]!) };
}
