import { customGrad, dispose, tensor, tidy, zeros } from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { adam, seeded, trainable } from '@autoencoders/core';
import { checkOptions } from '@autoencoders/core/operations';
import { checkModel, nameOf } from '@autoencoders/core/internal';
import type { Module, Context, Corruption, Latent, Loss, Model, Shape, Visit, Weights } from '@autoencoders/core';
import { ofTensor, sizeOf } from './examples.js';
import type { Examples, Pairs } from './examples.js';
import { trainedOf } from './freezing.js';
import { termsOf } from './losses.js';
import { notes } from './kernel-needs.js';
import type { Needs, Notes } from './kernel-needs.js';
import type { FitOptions } from './options.js';
import { orElse, record } from './record.js';
import { gradientsOf, tensorsOf } from './step.js';
import type { Run } from './step.js';

/** What `preflight` can be told: what `fit` will be. */
export type PreflightOptions<X extends Tensor, L extends Latent, K extends string> = Pick<
  FitOptions<X, L, K>,
  'loss' | 'corrupt' | 'optimizer' | 'freeze'
>;

/**
 * Which kernels a step of training needs, part by part, and which of them the current backend lacks. Takes one step on
 * two made-up examples and throws its results away: the model stays as it is. Where a kernel is missing, the search
 * goes on as far as it can. Throws an `InputError` for losses that are none and a model that was disposed.
 */
export function preflight<X extends Tensor, L extends Latent, K extends string>(
  model: Model<X, L, Tensor>,
  options: PreflightOptions<X, NoInfer<L>, K>,
): readonly Needs[] {
  checkOptions('preflight', options, { loss: true, corrupt: true, optimizer: true, freeze: true });
  const { loss, corrupt, optimizer = adam(), freeze = [] } = options;
  const terms = termsOf<L, K>('preflight', loss);
  checkModel('preflight', model);
  return needsOf({ model, terms, corrupt, optimizer, trained: trainedOf('preflight', model.weights, freeze) });
}

/** What a run needs, without the checks. */
export function needsOf<X extends Tensor, L extends Latent, K extends string>(
  run: Pick<Run<X, L, K>, 'model' | 'terms' | 'corrupt' | 'optimizer' | 'trained'>,
): readonly Needs[] {
  const found = notes();
  try {
    record(found, () => tidy(() => rehearse({ ...run, ...madeUp<X>(run.model), call: 'preflight', seed: 0 }, found)));
  } catch (error) {
    // Without what a missing kernel would have given, anything may go wrong.
    if (!found.needs().some(({ missing }) => missing.length > 0)) throw error;
  }
  return found.needs();
}

/** Two examples, as batch norm needs more than one; ½ is a number that every output activation and every loss of ours takes. */
function madeUp<X extends Tensor>({ input, output, classes }: Model<X, any, Tensor>): Pairs<X> {
  const filled = (shape: Shape, value: number) => ofTensor(tensor(new Float32Array(2 * sizeOf(shape)).fill(value), [2, ...shape]));
  const target = classes === undefined ? output && filled(output, 0.5) : filled([], 0);
  return { data: filled(input, 0.5) as unknown as Examples<X>, target };
}

/** One step without its end, the new weights; every part is run under its name. */
function rehearse<X extends Tensor, L extends Latent, K extends string>(run: Run<X, L, K>, found: Notes): void {
  const { model, terms, corrupt, optimizer } = run;
  const { input, weights } = model;
  const forward: typeof model.forward = (x, context) =>
    found.within('model', () => {
      const pass = model.forward(x, { ...context, visit: visitor(found) });
      // The model will be asked for its output, even if no loss reads it.
      pass.output();
      return pass;
    });
  const watched: Run<X, L, K> = {
    ...run,
    model: { input, weights, forward },
    terms: terms.map(([name, loss]) => [name, watchedLoss(found, `loss.${name}`, loss)] as const),
    corrupt: corrupt && watchedCorruption(found, corrupt),
  };
  const clock = { step: 0, epoch: 0 };
  const step = gradientsOf(watched, Int32Array.of(0, 1), clock);
  try {
    const { weights } = run.trained;
    found.within('optimizer', () => optimizer.update(step.gradients, optimizer.init(weights), weights, clock));
  } finally {
    dispose([step.values, ...tensorsOf(step)]);
  }
}

/** Applies the parts of what stands at `path`, each under its place and name. */
function visitor(found: Notes, path: string = ''): Visit {
  return <Y>(where: string, part: Module<Y>, weights: Weights, x: Tensor, context: Context): Y => {
    const place = `${path}${where}, `;
    const apply = (): Y => part.apply(weights, x, { ...context, visit: visitor(found, place) });
    const instead = (): Y => standIn([x, ...Object.values(trainable(weights))], [x.shape[0]!, ...shapeAfter(part, x)]) as Y;
    return found.within(place + nameOf(part), () => orElse(apply, instead));
  };
}

/** The shape of an example after `part`; throws what its `init` does, `tied` for one that it stands alone. */
const shapeAfter = (part: Module<unknown>, x: Tensor): Shape => tidy(() => [...part.init(x.shape.slice(1), { seeds: seeded(0) }).shape]);

const watchedLoss =
  <L extends Latent>(found: Notes, where: string, loss: Loss<L>): Loss<L> =>
  (pass) =>
    found.within(where, () =>
      orElse(
        () => loss(pass),
        () => standIn([pass.output()], []) as Scalar,
      ),
    );

const watchedCorruption =
  (found: Notes, corrupt: Corruption): Corruption =>
  (x, seeds) =>
    found.within('corruption', () =>
      orElse(
        () => corrupt(x, seeds),
        () => x,
      ),
    );

/** Zeros that pass for a function of `inputs`, so that the backward pass goes by way of them. */
const standIn = (inputs: readonly Tensor[], shape: Shape): Tensor =>
  customGrad(() => ({ value: zeros([...shape]), gradFunc: () => inputs.map((x) => zeros(x.shape)) }))(...inputs);
