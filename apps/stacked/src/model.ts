import { adam, cosineDecay, permutation, parameterGroups, seeded } from '@autoencoders/core';
import type { Corruption, Loss, Optimizer } from '@autoencoders/core';
import type { NamedDataset } from '@autoencoders/datasets';
import { chain, dense, sigmoid } from '@autoencoders/layers';
import { binaryCrossEntropy, softmaxCrossEntropy, sparsityKl, weighted } from '@autoencoders/losses';
import { classifier, stacked } from '@autoencoders/models';
import type { Classifier, Stack } from '@autoencoders/models';
import { maskingNoise } from '@autoencoders/noise';
import type { Tensor2D } from '@tensorflow/tfjs-core';

/*
 * A stacked autoencoder learns in two stages. First its levels are pre-trained, one after the other: each is an
 * autoencoder of the codes of the level before. This needs no labels, and examples without labels are cheap. Then a layer
 * for the classes is put on the encoders, and all weights are fine-tuned on the few examples that have labels.
 *
 * Deep networks of sigmoids learn little from few labels if they start from random weights. Pre-trained weights are a
 * better start.
 *
 * Hinton & Salakhutdinov, "Reducing the dimensionality of data with neural networks", Science 313, 2006.
 * Bengio et al., "Greedy layer-wise training of deep networks", NIPS 2006.
 * Vincent et al., "Stacked denoising autoencoders", JMLR 11, 2010.
 * Erhan et al., "Why does unsupervised pre-training help deep learning?", JMLR 11, 2010.
 */
export function stackOf(features: number, units: readonly number[], seed: number = 1): Stack {
  const reads = [features, ...units];
  return stacked({
    input: [features],
    levels: units.map((size, i) => ({
      encoder: chain(dense(size), sigmoid), // [batch, reads] → [batch, size]
      decoder: dense(reads[i]!), //            [batch, size]  → [batch, reads]
      output: sigmoid, // pixels lie between 0 and 1, and so do the codes of sigmoids
    })),
    seed, // of the first weights
  });
}

/** How the levels are pre-trained: as plain, sparse, or denoising autoencoders. */
export type Kind = 'plain' | 'sparse' | 'denoising';

interface PreTraining {
  readonly loss: { readonly reconstruction: Loss; readonly sparsity?: Loss };
  readonly corrupt?: Corruption;
  readonly optimizer: Optimizer;
  readonly epochs: number;
  readonly batch: number;
  readonly seed: number;
}

/** The options of `pretrain` for a number of examples. */
export function preTraining(kind: Kind, epochs: number, examples: number, seed: number = 1): PreTraining {
  const many = examples > 5000;
  return {
    loss: {
      reconstruction: binaryCrossEntropy,
      // Sparse: the mean activation of each unit should be 0.1.
      ...(kind === 'sparse' && { sparsity: weighted(many ? 1 : 0.3, sparsityKl(0.1)) }),
    },
    // Denoising: a part of the level's input is set to 0. Where there are many examples it may be half.
    ...(kind === 'denoising' && { corrupt: maskingNoise(many ? 0.5 : 0.25) }),
    optimizer: adam({ learningRate: cosineDecay(1e-2, { epochs }) }),
    epochs,
    batch: Math.min(many ? 100 : 32, examples),
    seed,
  };
}

/**
 * A classifier: the encoders with a layer for the classes on top. The encoders are pre-trained, or random. Glorot's random
 * weights are made for tanh; sigmoids need weights four times as large, so a fair comparison uses these.
 */
export function startOf(stack: Stack, classes: number, start: 'pre-trained' | 'random', seed: number): Classifier<Tensor2D> {
  return classifier({ from: stack, classes, seed, ...(start === 'random' && { reinitialize: true, initScale: 4 }) });
}

/** Both classifiers are trained in the same way: 20 rounds of 1,000 labelled examples, which repeat if there are fewer. */
export const perRound = 1000;
export const fineTuning = {
  loss: { crossEntropy: softmaxCrossEntropy },
  // The layer on top is new, so it learns faster than the layers below.
  optimizer: parameterGroups({ head: adam({ learningRate: 1e-2 }) }, adam({ learningRate: 1e-3 })),
  epochs: 20,
  batch: 50,
};

/** The steps of so many rounds. */
export const stepsOf = (rounds: number): number => (rounds * perRound) / fineTuning.batch;

/** A round of examples, `count` of them different, and equally many of each class if possible. `draw` is the seed. */
export function labelled(dataset: NamedDataset, count: number, draw: number): NamedDataset & { readonly labels: Int32Array } {
  const { labels = new Int32Array(0) } = dataset;
  const size = dataset.values.length / labels.length;
  const seen = new Map<number, number>();
  const ranked = Array.from(permutation(labels.length, seeded(draw)()), (row) => {
    const rank = seen.get(labels[row]!) ?? 0;
    seen.set(labels[row]!, rank + 1);
    return { row, rank };
  });
  // The first example of each class, then the second of each class, and so on.
  const rows = ranked.sort((a, b) => a.rank - b.rank).slice(0, count);
  const values = new Float32Array(perRound * size);
  const round = Int32Array.from({ length: perRound }, (_, i) => rows[i % rows.length]!.row);
  round.forEach((row, i) => values.set(dataset.values.subarray(row * size, (row + 1) * size), i * size));
  // A mask is of reconstructions; a classifier has other targets.
  return { ...dataset, values, mask: undefined, labels: round.map((row) => labels[row]!) };
}
