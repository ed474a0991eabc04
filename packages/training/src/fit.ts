import { Tensor } from '@tensorflow/tfjs-core';
import { check, checkOptions } from '@autoencoders/core/operations';
import { isArrayDataset } from '@autoencoders/core/internal';
import type { Dataset, Latent, Model } from '@autoencoders/core';
import { runCheckpoints } from './checkpoints/run-checkpoints.js';
import { settingsOf } from './checkpoints/settings.js';
import { FIT_OPTIONS, HINTS } from './option-names.js';
import { planOf } from './plan.js';
import type { FitOptions } from './options.js';
import { alone } from './in-training.js';
import { ARGUMENT_NAMES, sourceFor } from './pairs.js';
import type { ValidationData } from './pairs.js';
import { resultOf } from './result.js';
import { isSharded } from './ranks.js';
import type { Source } from './source.js';
import { train } from './train.js';
import type { Progress } from './progress.js';
import { trainingRun } from './training-run.js';
import type { TrainingRun } from './training-run.js';

/**
 * Trains `model` on `data`, `[examples, …input]`, in place. An autoencoder learns to reconstruct its input, a model with a
 * head to give the `target`. `data` is a tensor or a dataset: in memory, read by rows, or a stream. `await` the run for its
 * result, or loop over it for its progress after every epoch. Training begins only then; leaving the loop stops it and frees what it held.
 * The same seed gives the same weights. With `checkpoint` it takes checkpoints. With `resume` it goes on from one, and the weights are the
 * same, to the last bit, as without an interruption.
 *
 * Throws an `InputError` at the call for options and shapes that do not fit. The run fails with an `InputError` before the
 * first step for data that are not finite or outside of the range of the output activation or of a loss. So it does for
 * labels that are no classes or all the same, and in the first step when the backend lacks a kernel. The model is then
 * unchanged. Data outside of memory are checked while they are read; the model then keeps the steps before. The run fails with a
 * `DivergenceError` when a loss, a gradient or a weight is not finite. It names this, the first layer whose output is not finite, and what may help.
 * The model then has the last weights that gave a finite loss, or the best with early stopping. `nonFinite` and `spikes` let training go on.
 *
 * Only one run at a time can train a model: a second one, also of a model that shares its weights, fails with an `InputError`. So does a run
 * whose model or data are disposed, or whose backend is switched, before it has ended.
 *
 * ```ts
 * const { history, best, stopped } = await fit(model, images, { loss: { squaredError }, epochs: 20, validation: 0.1 });
 *
 * for await (const { epoch, loss, terms } of fit(model, images, { loss: { squaredError }, epochs: 20 })) {
 *   console.log(epoch, loss, terms.squaredError);
 * }
 * ```
 */
export function fit<X extends Tensor, L extends Latent, K extends string>(
  model: Model<X, L, Tensor>,
  data: X | Dataset,
  options: FitOptions<X, NoInfer<L>, K>,
): TrainingRun<Progress<K>> {
  checkOptions('fit', options, FIT_OPTIONS, HINTS);
  const { target, validation, checkpoint, resume, checkData, group, sharded: given, ...rest } = options;
  const sharded = isSharded('fit', given, group);
  const names = ARGUMENT_NAMES;
  const source = sourceFor({ call: 'fit', names: names.training, mayBeEmpty: sharded }, model, data, target);
  const held = validationOf(model, { target, validation, mayBeEmpty: sharded });
  const plan = planOf<X, L, K>('fit', model, { source, validation: held, names, group, sharded }, rest);
  const run = { call: 'fit', plans: [plan], weights: model.weights, model, settings: () => settingsOf(plan) };
  const checkpoints = runCheckpoints(run, { checkpoint, resume, checkData });
  const steps = alone('fit', model.weights, train(plan, checkpoints.level(1)));
  return trainingRun('fit', steps, (outcome) => resultOf(checkpoints.whole(outcome), plan.earlyStopping));
}

/** Data to judge by. */
function validationOf<X extends Tensor>(
  model: Model<X, any, Tensor>,
  { target, validation, mayBeEmpty }: Pick<FitOptions<X, any, any>, 'target' | 'validation'> & { readonly mayBeEmpty: boolean },
): number | Source<X> | undefined {
  if (typeof validation !== 'object' || validation === null) return validation;
  const naming = { call: 'fit', names: ARGUMENT_NAMES.validation, mayBeEmpty };
  if (hasTarget(validation)) return sourceFor(naming, model, validation.data, validation.target);
  const bringsOwn =
    !(validation instanceof Tensor) && (!isArrayDataset(validation) || validation.targets !== undefined || validation.labels !== undefined);
  check(target === undefined || bringsOwn, 'fit: there are targets to train on, so validation needs some, too: { data, target }');
  return sourceFor(naming, model, validation, undefined);
}

const hasTarget = <X extends Tensor>(validation: X | Dataset | ValidationData<X>): validation is ValidationData<X> =>
  'target' in validation;
