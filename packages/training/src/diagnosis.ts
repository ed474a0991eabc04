import { Tensor, clone, dispose, keep } from '@tensorflow/tfjs-core';
import { leaves } from '@autoencoders/core';
import { nameOf } from '@autoencoders/core/internal';
import type { Clock, Corruption, FaultOrigin, Latent, Module, Visit, Weights, Context } from '@autoencoders/core';
import { gradientsOf, tensorsOf } from './step.js';
import type { Loadable, StepPlan } from './step.js';

/** Where a step goes wrong first. */
export interface Finding {
  readonly origin: FaultOrigin;
  /** What has the number: `data`, `corrupt`, a layer by place and name, or the path of a weight. */
  readonly where: string;
  /** The number: NaN, Infinity or -Infinity. */
  readonly value: number;
}

/** What was found when a step was taken again. */
export interface Diagnosis {
  /** The first number that is not finite, if there is one. */
  readonly first: Finding | undefined;
  /** The batch as it was loaded. */
  readonly batch: { readonly values: ArrayLike<number>; readonly features: number };
  /** Whether the bottleneck gives ln σ², whose exponential may overflow. */
  readonly hasLogVar: boolean;
}

interface Seen extends Pick<Finding, 'origin' | 'where'> {
  readonly tensor: Tensor;
}

/** Takes a step again without changing the model, and finds the first number that is not finite, in the order of computation. */
export async function diagnosed<X extends Tensor, L extends Latent, K extends string>(
  run: StepPlan<X, L, K>,
  { load, seed }: Loadable<X>,
  clock: Clock,
): Promise<Diagnosis> {
  const seen: Seen[] = [];
  let hasLogVar = false;
  const see = (origin: FaultOrigin, where: string, tensor: Tensor): void => void seen.push({ origin, where, tensor: keep(clone(tensor)) });
  const watched: StepPlan<X, L, K> = {
    ...run,
    model: {
      input: run.model.input,
      weights: run.model.weights,
      forward(x, context) {
        const pass = run.model.forward(x, { ...context, visit: visitor((where, y) => see('loss', where, y)) });
        hasLogVar = 'logVar' in pass;
        return pass;
      },
    },
    augment: run.augment && watchedCorruption(run.augment, (x) => see('data', 'augment', x)),
    corrupt: run.corrupt && watchedCorruption(run.corrupt, (x) => see('data', 'corrupt', x)),
  };
  const loaded: typeof load = () => {
    const tensors = load();
    see('data', 'data', tensors.x);
    if (tensors.target !== tensors.x) see('data', 'target', tensors.target);
    return tensors;
  };
  try {
    const step = gradientsOf(watched, { load: loaded, seed }, clock);
    for (const [path, gradient] of Object.entries(step.gradients)) see('gradient', path, gradient);
    dispose([step.values, ...tensorsOf(step)]);
    const { tensor: x } = seen[0]!;
    const batch = { values: await x.data(), features: x.size / x.shape[0]! };
    return { first: await firstNonFinite(seen), batch, hasLogVar };
  } finally {
    dispose(seen.map(({ tensor }) => tensor));
  }
}

async function firstNonFinite(seen: readonly Seen[]): Promise<Finding | undefined> {
  for (const { origin, where, tensor } of seen) {
    const value = (await tensor.data<'float32'>()).find((number) => !Number.isFinite(number));
    if (value !== undefined) return { origin, where, value };
  }
  return undefined;
}

/** The path of the first weight that is not finite. */
export const firstBadWeight = async (weights: Weights): Promise<string | undefined> =>
  (await firstNonFinite(Object.entries(leaves(weights)).map(([where, tensor]) => ({ origin: 'weights', where, tensor }))))?.where;

/** Applies the parts of a model, and passes the output of each to `see`. A part comes after the parts within it. */
const visitor =
  (see: (where: string, y: Tensor) => void, path: string = ''): Visit =>
  <Y>(where: string, part: Module<Y>, weights: Weights, x: Tensor, context: Context): Y => {
    const place = `${path}${where}, `;
    const y = part.apply(weights, x, { ...context, visit: visitor(see, place) });
    for (const tensor of y instanceof Tensor ? [y] : Object.values(y as object))
      if (tensor instanceof Tensor) see(place + nameOf(part), tensor);
    return y;
  };

const watchedCorruption =
  (corrupt: Corruption, see: (x: Tensor) => void): Corruption =>
  (x, seeds, clock) => {
    const y = corrupt(x, seeds, clock);
    see(y);
    return y;
  };
