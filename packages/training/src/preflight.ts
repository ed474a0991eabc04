import { customGrad, dispose, tensor, tidy, zeros } from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { adam, seeded, trainable } from '@autoencoders/core';
import { checkOptions } from '@autoencoders/core/operations';
import { checkModel, kernelNotes, nameOf, traceKernels, unlessMissing, sizeOf } from '@autoencoders/core/internal';
import type { KernelNeeds, KernelNotes } from '@autoencoders/core/internal';
import type { Module, Context, Corruption, Latent, Loss, Model, Shape, Visit, Weights } from '@autoencoders/core';
import { passesOf } from './capturing.js';
import { ofTensor } from './examples.js';
import type { Examples } from './examples.js';
import { trainedOf } from './freezing.js';
import { termsOf } from './losses.js';
import type { FitOptions } from './options.js';
import type { Batch } from './source.js';
import { gradientsOf, tensorsOf } from './step.js';
import type { StepPlan } from './step.js';

/** Options of `preflight`: those of `fit` that decide which kernels a step needs. */
export type PreflightOptions<X extends Tensor, L extends Latent, K extends string> = Pick<
  FitOptions<X, L, K>,
  'loss' | 'corrupt' | 'optimizer' | 'freeze'
>;

/**
 * Finds the backend kernels that a training step needs, part by part, and which of them the current backend lacks. It takes
 * one step on two made-up examples; the model does not change. Where a kernel is missing, the search goes on as far as it
 * can. Throws an `InputError` for options that do not fit, and for a model that was disposed.
 */
export function preflight<X extends Tensor, L extends Latent, K extends string>(
  model: Model<X, L, Tensor>,
  options: PreflightOptions<X, NoInfer<L>, K>,
): readonly KernelNeeds[] {
  return needsOf(rehearsalOf('preflight', model, options));
}

/** What a step needs to know, from checked options. */
function rehearsalOf<X extends Tensor, L extends Latent, K extends string>(
  call: string,
  model: Model<X, L, Tensor>,
  options: PreflightOptions<X, L, K>,
): StepPlan<X, L, K> {
  checkOptions(call, options, { loss: true, corrupt: true, optimizer: true, freeze: true });
  const { loss, corrupt, optimizer = adam(), freeze = [] } = options;
  const terms = termsOf<L, K>(call, loss);
  checkModel(call, model);
  return { call, model, terms, corrupt, optimizer, trained: trainedOf(call, model.weights, freeze), seed: 0 };
}

/** The kernels that a step needs, without checks. */
export function needsOf<X extends Tensor, L extends Latent, K extends string>(
  run: Pick<StepPlan<X, L, K>, 'model' | 'terms' | 'corrupt' | 'optimizer' | 'trained'>,
): readonly KernelNeeds[] {
  const found = kernelNotes();
  try {
    traceKernels(found, () => tidy(() => rehearse({ ...run, call: 'preflight', seed: 0 }, found)));
  } catch (error) {
    // A kernel that is missing may cause any other error.
    if (!found.needs().some(({ missing }) => missing.length > 0)) throw error;
  }
  return found.needs();
}

/**
 * Why the kernels of training steps cannot be captured on the current backend, as a sentence. Undefined if they can. `fit` then captures
 * them, unless its option `capture` is false. It takes three steps on two made-up examples; the model does not change. Throws what `preflight` throws.
 */
export async function captureProblem<X extends Tensor, L extends Latent, K extends string>(
  model: Model<X, L, Tensor>,
  options: PreflightOptions<X, NoInfer<L>, K>,
): Promise<string | undefined> {
  const run = rehearsalOf('captureProblem', model, options);
  const captured = await passesOf(run);
  try {
    for (let step = 0; step < 3 && captured.reason() === undefined; step++) {
      const found = gradientsOf(run, madeUp(model), { step, epoch: step }, { compute: captured.passes });
      dispose([found.values, ...tensorsOf(found)]);
    }
    return captured.reason();
  } finally {
    captured.dispose();
  }
}

/** A batch of two examples, as batch norm needs more than one, of ½, which lies in the range of every output activation and loss. */
function madeUp<X extends Tensor>({ input, output, classes }: Model<X, any, Tensor>): Pick<Batch<X>, 'load'> {
  const filled = <T extends Tensor>(shape: Shape, value: number): Examples<T> =>
    ofTensor(tensor(new Float32Array(2 * sizeOf(shape)).fill(value), [2, ...shape]) as T);
  const [data, target] = [filled<X>(input, 0.5), classes === undefined ? output && filled(output, 0.5) : filled([], 0)];
  const both = Int32Array.of(0, 1);
  return {
    load() {
      const x = data.take(both);
      return { x, target: target?.take(both) ?? x };
    },
  };
}

/** A step that does not update the weights. The kernels of every part are noted under its name. */
function rehearse<X extends Tensor, L extends Latent, K extends string>(run: StepPlan<X, L, K>, found: KernelNotes): void {
  const { model, terms, corrupt, optimizer } = run;
  const { input, weights } = model;
  const forward: typeof model.forward = (x, context) =>
    found.within('model', () => {
      const pass = model.forward(x, { ...context, visit: visitor(found) });
      // The model will be asked for its output, even if no loss reads it.
      pass.output();
      return pass;
    });
  const watched: StepPlan<X, L, K> = {
    ...run,
    model: { input, weights, forward },
    terms: terms.map(([name, loss]) => [name, watchedLoss(found, `loss.${name}`, loss)] as const),
    corrupt: corrupt && watchedCorruption(found, corrupt),
  };
  const clock = { step: 0, epoch: 0 };
  const step = gradientsOf(watched, madeUp(model), clock);
  try {
    const { weights } = run.trained;
    found.within('optimizer', () => optimizer.update(step.gradients, optimizer.init(weights), weights, clock));
  } finally {
    dispose([step.values, ...tensorsOf(step)]);
  }
}

/** Applies the parts of a layer at `path`, and notes the kernels of each under its place and name. */
function visitor(found: KernelNotes, path: string = ''): Visit {
  return <Y>(where: string, part: Module<Y>, weights: Weights, x: Tensor, context: Context): Y => {
    const place = `${path}${where}, `;
    const apply = (): Y => part.apply(weights, x, { ...context, visit: visitor(found, place) });
    const instead = (): Y => standIn([x, ...Object.values(trainable(weights))], [x.shape[0]!, ...shapeAfter(part, x)]) as Y;
    return found.within(place + nameOf(part), () => unlessMissing(apply, instead));
  };
}

/** The shape of an example after `part`. Throws what `init` throws, as `tied` does here. */
const shapeAfter = (part: Module<unknown>, x: Tensor): Shape => tidy(() => [...part.init(x.shape.slice(1), { seeds: seeded(0) }).shape]);

const watchedLoss =
  <L extends Latent>(found: KernelNotes, where: string, loss: Loss<L>): Loss<L> =>
  (pass) =>
    found.within(where, () =>
      unlessMissing(
        () => loss(pass),
        () => standIn([pass.output()], []) as Scalar,
      ),
    );

const watchedCorruption =
  (found: KernelNotes, corrupt: Corruption): Corruption =>
  (x, seeds, clock) =>
    found.within('corruption', () =>
      unlessMissing(
        () => corrupt(x, seeds, clock),
        () => x,
      ),
    );

/** Zeros that depend on `inputs`, so that the backward pass reaches them. */
const standIn = (inputs: readonly Tensor[], shape: Shape): Tensor =>
  customGrad(() => ({ value: zeros([...shape]), gradFunc: () => inputs.map((x) => zeros(x.shape)) }))(...inputs);
