import { mul, tensor } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { addAll, check, checkOptions } from '@autoencoders/core/operations';
import { show, sizeOf } from '@autoencoders/core/internal';
import type { ArrayDataset } from '@autoencoders/core';
import { mixedErrors, squaredErrors } from '../net/contributions.js';
import type { ElementError } from '../net/contributions.js';
import { checkNetFit, fitNet, layoutIn, NET_FIT_OPTIONS } from '../net/fit-net.js';
import type { FittedNet, NetFitOptions } from '../net/fit-net.js';
import { modelState, openModel } from '../net/model-state.js';
import { probed, probesOf } from '../net/probes.js';
import type { Probe, ProbeKind } from '../net/probes.js';
import type { Method, MethodOptions, Scorer, ScorerState } from '../types.js';
import { meanErrors } from './mean-errors.js';
import { restoreInBatches, scoreInBatches } from './score-in-batches.js';
import { arrayOf, wholeOf } from './state.js';

/** Options of `reconstruction`. */
export interface ReconstructionOptions extends NetFitOptions {
  /**
   * Which errors make the score. `'plain'`: those of the example as it is. `'noise'`: their mean under noise of several strengths.
   * `'hidden'`: those of numbers or cells that the net does not see; each is hidden in turn. Default `'plain'`.
   */
  readonly judge?: ProbeKind | undefined;
  /** Whether each number's error is divided by the square root of its mean error on held-out examples. Default true. */
  readonly whiten?: boolean | undefined;
}

const OPTIONS: Readonly<Record<keyof ReconstructionOptions, true>> = { ...NET_FIT_OPTIONS, judge: true, whiten: true };

/**
 * The error with which an autoencoder reconstructs an example: Σ (x − x̂)² over its numbers, and the terms of `mixedLoss` for columns of
 * other kinds. The net learns to restore noisy and hidden numbers of usual examples, so that it cannot simply copy its input. With
 * `noise: 0`, `hide: 0` and a narrow middle of `hidden`, it is the plain autoencoder of Hawkins et al., "Outlier detection using
 * replicator neural networks", 2002.
 */
export function reconstruction(options: ReconstructionOptions = {}): Method {
  checkOptions('reconstruction', options, OPTIONS);
  const { judge = 'plain', whiten = true, ...net } = options;
  checkNetFit('reconstruction', net);
  check(
    ['plain', 'noise', 'hidden'].includes(judge),
    () => `reconstruction: judge must be 'plain', 'noise' or 'hidden', not ${show(judge)}`,
  );
  return {
    kind: 'reconstruction',
    async fit(usual, given: MethodOptions = {}) {
      const { seed = 0, heldOut, encoder } = given;
      const fitted = await fitNet(usual, net, given);
      try {
        const plain = { ...fitted, probes: probesOf(judge, usual.shape, seed, encoder) };
        return reconstructionScorer(whiten ? { ...plain, probes: await whitened(plain, heldOut ?? usual) } : plain);
      } catch (error) {
        fitted.model.dispose();
        throw error;
      }
    },
  };
}

/** What a score is made of. */
interface Reconstruction extends FittedNet {
  readonly probes: readonly Probe[];
}

/**
 * The probes with weights 1 / √v for each number, with v its mean error on some examples. Numbers that are reconstructed all but perfectly
 * count as a tenth of the mean.
 */
async function whitened(plain: Reconstruction, examples: ArrayDataset): Promise<readonly Probe[]> {
  const { contributions } = await reconstructionScorer(plain).score(examples, { contributions: true });
  const size = sizeOf(plain.model.input);
  const means = meanErrors(contributions!, size);
  const least = 0.1 * (means.reduce((a, b) => a + b, 0) / size) || 1;
  return plain.probes.map((probe) => ({
    ...probe,
    weights: probe.weights.map((weight, i) => weight / Math.sqrt(Math.max(means[i]!, least))),
  }));
}

/** A scorer by the errors of a trained model, which it owns. */
function reconstructionScorer({ model, layout, probes, fill }: Reconstruction): Scorer {
  const { input: shape } = model;
  const errors: ElementError = layout ? mixedErrors(layout) : squaredErrors;
  const row = (values: Float32Array): Tensor => tensor(values, [1, ...shape]);
  const contributionsOf = (x: Tensor): Tensor =>
    addAll(probes.map((probe) => mul(errors(model.reconstruct(probed(x, probe, row(fill))), x), row(probe.weights))));
  return {
    kind: 'reconstruction',
    shape,
    score: (examples, options) => scoreInBatches(examples, shape, contributionsOf, options),
    restore: (examples) => restoreInBatches(model, examples, fill),
    async state() {
      const { model: text, arrays } = await modelState(model);
      const probed = probes.flatMap((probe, i) =>
        (['shown', 'noise', 'weights'] as const).flatMap((part) =>
          probe[part] ? [[`probes.${i}.${part}`, { shape, values: probe[part] }]] : [],
        ),
      );
      return {
        kind: 'reconstruction',
        config: { model: text, layout, probes: probes.length },
        arrays: { ...arrays, fill: { shape, values: fill }, ...Object.fromEntries(probed) },
      };
    },
    dispose: () => model.dispose(),
    [Symbol.dispose]: () => model.dispose(),
  };
}

/** Opens a scorer from its state. */
export function openReconstruction(state: ScorerState): Scorer {
  const isOwn = (name: string): boolean => name === 'fill' || name.startsWith('probes.');
  return openModel(state, isOwn, (model) => {
    const { input: shape } = model;
    const layout = layoutIn('reconstruction', state.config, sizeOf(shape));
    const count = wholeOf(state, 'probes', 1, Object.keys(state.arrays).length);
    const part = (i: number, name: string): Float32Array | undefined =>
      Object.hasOwn(state.arrays, `probes.${i}.${name}`) ? arrayOf(state, `probes.${i}.${name}`, shape) : undefined;
    const probes = Array.from({ length: count }, (_, i): Probe => {
      const weights = arrayOf(state, `probes.${i}.weights`, shape);
      return { shown: part(i, 'shown'), noise: part(i, 'noise'), weights };
    });
    return reconstructionScorer({ model, layout, probes, fill: arrayOf(state, 'fill', shape) });
  });
}
