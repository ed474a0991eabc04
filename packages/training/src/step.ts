import { keep, Tensor, tidy } from '@tensorflow/tfjs-core';
import type { Variable } from '@tensorflow/tfjs-core';
import { seeded } from '@autoencoders/core';
import { readsWait, updateInPlace } from '@autoencoders/core/internal';
import type {
  Augmentation,
  Clock,
  Corruption,
  Group,
  Latent,
  Leaves,
  Loss,
  Model,
  Optimizer,
  OptimizerUpdate,
  Weights,
} from '@autoencoders/core';
import type { FaultPlan } from './faults.js';
import type { TrainedPart } from './freezing.js';
import { rowsOf } from './group.js';
import { weightsOf } from './losses.js';
import { passes } from './passes.js';
import type { Gradients, PassInputs, Passes } from './passes.js';
import type { ComposedSteps } from './composing.js';
import { SEED_STREAMS } from './seed-streams.js';
import type { Batch } from './source.js';
import { areFinite } from './checkpoints/checkpoint.js';

/** What all steps of a training share. */
export interface StepPlan<X extends Tensor, L extends Latent, K extends string> {
  /** The name that errors begin with: `fit`. */
  readonly call: string;
  readonly model: Model<X, L, Tensor>;
  readonly trained: TrainedPart;
  readonly terms: readonly (readonly [K, Loss<L>])[];
  readonly augment?: Augmentation | undefined;
  readonly corrupt: Corruption | undefined;
  readonly optimizer: Optimizer;
  readonly seed: number;
  /** Whether its kernels are captured where the backend can. Default true. */
  readonly capture?: boolean;
  /** The processes that train together, if there are several. */
  readonly group?: Group | undefined;
  /** How steps compute, where they have several batches or several processes. */
  readonly composed?: ComposedSteps<X> | undefined;
}

/** The same, and what training does after faults. */
export interface GuardedPlan<X extends Tensor, L extends Latent, K extends string> extends StepPlan<X, L, K> {
  readonly faults: FaultPlan;
}

/** What a pass needs of a batch. */
export type Loadable<X extends Tensor> = Pick<Batch<X>, 'load' | 'seed'>;

/** The rows that this process computes, by default all; how, by default by layers and losses; and what sums the gradients meanwhile. */
export interface GradientOptions<X extends Tensor> extends Pick<PassInputs<X>, 'shard' | 'openSums'> {
  readonly compute?: Passes<X> | undefined;
}

/**
 * The forward and the backward pass of one batch, or of the rows of it that this process has. The model does not change. By default, layers and
 * losses compute them.
 */
export function gradientsOf<X extends Tensor, L extends Latent, K extends string>(
  run: StepPlan<X, L, K>,
  { load, seed = run.seed }: Loadable<X>,
  clock: Clock,
  { shard, openSums, compute = (inputs) => passes(run, inputs) }: GradientOptions<X> = {},
): Gradients {
  const seeds = seeded(seed, SEED_STREAMS.step, clock.step);
  let found: Gradients | undefined;
  tidy(() => {
    // What is changed or corrupted is the whole batch, so that each row gets the same random numbers on any number of ranks.
    const isWhole = run.augment !== undefined || run.corrupt !== undefined;
    const { x: loaded, target: own, mask } = load(isWhole ? undefined : shard);
    const clean = run.augment ? run.augment(loaded, seeded(seed, SEED_STREAMS.augmentation, clock.step), clock) : loaded;
    const target = own === loaded ? clean : own;
    const x = run.corrupt ? run.corrupt(clean, seeds, clock) : clean;
    const part = shard && isWhole ? rowsOf({ x, target, mask }, shard) : { x, target, mask };
    found = compute({ part, clock, weights: weightsOf(run.terms, clock), seeds, shard, openSums });
    return found.gradients;
  });
  return found!;
}

/** The next state of the optimizer, and whether all weights that it updated are finite. */
export interface Applied {
  readonly state: Weights;
  readonly areFinite: boolean;
}

/**
 * Updates the weights of the model, and gives the next state of the optimizer. Averages both over the ranks at the end of a round. Frees the old
 * state and the gradients, but not the loss terms. Weights are looked at unless reading them waits.
 */
export function applyGradients<X extends Tensor, L extends Latent, K extends string>(
  run: StepPlan<X, L, K>,
  found: Gradients,
  state: Weights,
  clock: Clock,
  endsRound: boolean = true,
): Applied {
  const { weights } = run.trained;
  const next = updateOf(run, found, state, clock);
  const assign = (weight: Tensor, value: Tensor): void => void (value !== weight && (weight as Variable).assign(value));
  for (const path in weights) assign(weights[path]!, next.weights[path]!);
  for (const [statistic, value] of found.statistics) assign(statistic, value);
  const finite = readsWait() || isFiniteUpdate(next.weightSums, weights);
  // An optimizer may give back its own arguments, such as a gradient as its state. These stay.
  const used = new Set([...Object.values(weights), ...tensorsIn(next.state)]);
  for (const tensor of [...tensorsIn(state), ...Object.values(next.weights), ...tensorsOf(found)]) if (!used.has(tensor)) tensor.dispose();
  next.weightSums?.dispose();
  const rounds = endsRound ? run.composed?.rounds : undefined;
  return rounds?.average(next.state) ?? { state: next.state, areFinite: finite };
}

/** The update of the optimizer. tfjs would look for tensors in what a `tidy` gives, and that takes longer than keeping them. */
function updateOf(
  { optimizer, trained: { weights } }: Pick<StepPlan<any, any, string>, 'optimizer' | 'trained'>,
  { gradients }: Gradients,
  state: Weights,
  clock: Clock,
): OptimizerUpdate {
  let next: OptimizerUpdate | undefined;
  tidy(() => {
    next = updateInPlace(() => optimizer.update(gradients, state, weights, clock));
    for (const tensor of tensorsIn({ weights: next.weights, state: next.state })) keep(tensor);
    if (next.weightSums) keep(next.weightSums);
  });
  return next!;
}

/** All tensors of a tree, without their paths, which take time to make. */
export function tensorsIn(tree: Weights, found: Tensor[] = []): readonly Tensor[] {
  for (const node of Object.values(tree))
    if (node instanceof Tensor) found.push(node);
    else tensorsIn(node, found);
  return found;
}

/**
 * Whether all weights are finite. Where the optimizer gives no sums, the backend is the CPU, which gives its own memory, or an optimizer is no
 * kernel of ours.
 */
const isFiniteUpdate = (sums: Tensor | undefined, weights: Leaves): boolean =>
  (sums !== undefined && isFiniteTensor(sums)) || Object.values(weights).every(isFiniteTensor);

const isFiniteTensor = (tensor: Tensor): boolean => areFinite(tensor.dataSync<'float32'>());

/** All tensors that `gradientsOf` gave, except for the loss terms. */
export function tensorsOf({ gradients, statistics }: Gradients): readonly Tensor[] {
  return [...Object.values(gradients), ...statistics.map(([, next]) => next)];
}
