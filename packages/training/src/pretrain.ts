import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { check, checkNumber, checkOptions } from '@autoencoders/core/operations';
import { checkModel, show, sizeOf } from '@autoencoders/core/internal';
import type { Dataset, Group, Latent, Model } from '@autoencoders/core';
import { runCheckpoints } from './checkpoints/run-checkpoints.js';
import type { RunCheckpoints } from './checkpoints/run-checkpoints.js';
import { settingsOfLevels } from './checkpoints/settings.js';
import type { ResumeOptions } from './checkpoints/store.js';
import { HINTS, LEVEL_OPTIONS, PRETRAIN_OPTIONS, earlyStoppingOf } from './option-names.js';
import { planOf } from './plan.js';
import type { LevelFitOptions } from './options.js';
import type { Plan } from './plan.js';
import { alone } from './in-training.js';
import { ARGUMENT_NAMES, sourceFor } from './pairs.js';
import type { ArgumentNames } from './pairs.js';
import { resultsOfLevels } from './result.js';
import type { TrainingResult } from './result.js';
import { isSharded } from './ranks.js';
import { mapped, stored } from './source.js';
import type { Source } from './source.js';
import { stopwatch } from './stopwatch.js';
import { train } from './train.js';
import type { Progress } from './progress.js';
import { trainingRun } from './training-run.js';
import type { TrainingRun } from './training-run.js';

/** A model that encodes: `[batch, …input] → [batch, codeSize]`. */
export interface EncodingModel<X extends Tensor> extends Model<X, Latent> {
  readonly codeSize: number;
  /** The codes of a batch. The caller frees them. */
  readonly encode: (x: X) => Tensor2D;
}

/** Levels to train one after the other. The first reads the data, the others the codes of the level before. */
export interface Pretrainable<X extends Tensor> {
  readonly levels: readonly [EncodingModel<X>, ...EncodingModel<Tensor2D>[]];
}

/** Options of one level: those of `fit` without data. Validation data are the same for all levels. */
export type LevelOptions = LevelFitOptions<Tensor2D, Latent, string>;

/** Options of `pretrain`: those of `fit` for all levels, and options for single levels. */
export interface PretrainOptions<X extends Tensor> extends Partial<LevelOptions>, ResumeOptions {
  /** Options for single levels, in their order. They take the place of those for all levels. */
  readonly levels?: readonly Partial<LevelOptions>[];
  /** A share of the data to set aside, the same examples for every level, or other data. Default: none. */
  readonly validation?: number | X | Dataset | undefined;
  /** Bytes that the codes of earlier levels may take. Codes that need more are computed batch by batch. Default 2²⁸. */
  readonly memory?: number;
  /** The processes that train together, as for `fit`. Default: this process alone. */
  readonly group?: Group | undefined;
  /** Whether the data are only the part of this rank, as for `fit`. Default false. */
  readonly sharded?: boolean | undefined;
}

/**
 * The progress of one level. `elapsedSeconds` counts from the beginning of the level. Encoding the data for the level is part
 * of it, and of the `epochSeconds` of the first epoch.
 */
export interface LevelProgress extends Progress {
  /** The level, from 1. */
  readonly level: number;
  /** How many levels there are. */
  readonly levels: number;
}

const BYTES = 4;

/**
 * Greedy layer-wise pre-training. Trains the first level of `stack` as an autoencoder of `data`, a tensor `[examples, …input]` or a dataset, the
 * second as an autoencoder of the codes that the first then gives, and so on. Each level is trained as by `fit`, with
 * options of its own: sparse by its loss, denoising by `corrupt`. `await` the run for the result of each level, or loop
 * over it for the progress of `fit` with the level. Hinton & Salakhutdinov 2006; Bengio et al., "Greedy layer-wise
 * training of deep networks", NIPS 2006; with noise, Vincent et al. 2010.
 *
 * The codes that a level reads are kept in plain arrays where they fit into `memory`, and their number is known. Otherwise they are encoded again for
 * every batch. Both give the same weights, to rounding. Throws what `fit` throws; the options of all levels are checked at
 * the call.
 *
 * ```ts
 * const levels = await pretrain(stack, images, { loss: { squaredError }, epochs: 10, batch: 128 });
 * console.log(levels.map(({ history }) => history.at(-1)?.loss));
 * ```
 */
export function pretrain<X extends Tensor>(
  stack: Pretrainable<X>,
  data: X | Dataset,
  options: PretrainOptions<X>,
): TrainingRun<LevelProgress, readonly TrainingResult<LevelProgress>[]> {
  checkOptions('pretrain', options, PRETRAIN_OPTIONS, HINTS);
  const { levels: own, validation, memory = 2 ** 28, checkpoint, resume, checkData, group, sharded: given, ...common } = options;
  const sharded = isSharded('pretrain', given, group);
  check(Array.isArray(stack?.levels), () => `pretrain: the model must be a stack, such as stacked({ … }) gives, not ${show(stack)}`);
  const { levels } = stack;
  checkModel('pretrain', levels[0]);
  checkNumber('pretrain', 'memory', memory, 0);
  check(
    own === undefined || (Array.isArray(own) && own.length === levels.length),
    () => `pretrain: there are ${levels.length} levels, but options for ${Array.isArray(own) ? own.length : show(own)}`,
  );
  for (const [i, given] of (own ?? []).entries()) checkOptions(`pretrain, level ${i + 1}`, given, LEVEL_OPTIONS, HINTS);
  const source = sourceFor({ call: 'pretrain', names: ARGUMENT_NAMES.training, mayBeEmpty: sharded }, levels[0], data, undefined);
  const judged =
    typeof validation === 'object'
      ? sourceFor({ call: 'pretrain', names: ARGUMENT_NAMES.validation, mayBeEmpty: sharded }, levels[0], validation, undefined)
      : validation;
  const plans = levels.map((level, i) => {
    const held = typeof judged === 'object' ? codesAfter(levels.slice(0, i), judged) : judged;
    const options = { ...common, ...own?.[i] } as LevelOptions;
    return planOf(
      `pretrain, level ${i + 1}`,
      level as EncodingModel<any>,
      { source: codesAfter(levels.slice(0, i), source), validation: held, names: namesAt(i), group, sharded },
      options,
    );
  });
  const weights = Object.fromEntries(levels.map((level, i) => [i + 1, level.weights]));
  const checkpoints = runCheckpoints(
    {
      call: 'pretrain',
      plans,
      weights,
      settings: () => settingsOfLevels(plans, memory),
    },
    { checkpoint, resume, checkData },
  );
  return trainingRun('pretrain', alone('pretrain', weights, trainAll(levels, plans, memory, checkpoints)), (outcome) =>
    resultsOfLevels(checkpoints.whole(outcome), earlyStoppingOf(options, levels.length)),
  );
}

/** What errors call the data that the level at place `i` reads. */
const namesAt = (i: number): typeof ARGUMENT_NAMES => {
  if (i === 0) return ARGUMENT_NAMES;
  const made = (names: ArgumentNames): ArgumentNames => ({ ...names, data: `what level ${i} gives for ${names.data}` });
  return { training: made(ARGUMENT_NAMES.training), validation: made(ARGUMENT_NAMES.validation) };
};

/** The codes that the last of `levels` gives for examples of the first, computed whenever a batch is taken. */
const codesAfter = (levels: readonly EncodingModel<any>[], source: Source<any>): Source =>
  levels.reduce((before, { codeSize, encode }) => mapped(before, [codeSize], encode), source);

async function* trainAll(
  levels: readonly EncodingModel<any>[],
  given: readonly Plan<Tensor, Latent, string>[],
  memory: number,
  checkpoints: RunCheckpoints,
): AsyncGenerator<LevelProgress, void, void> {
  let kept: Source | undefined;
  const plans: Plan<Tensor, Latent, string>[] = [];
  // One after the other: all ranks open their parts in the same order.
  for (const plan of given) plans.push((await plan.open?.()) ?? plan);
  const begin = await checkpoints.begin();
  for (const [i, plan] of plans.entries()) {
    const { timed, seconds } = stopwatch();
    if (i > 0) {
      const own = plan.source.own ?? plan.source;
      const bytes = bytesOf(own);
      const both = kept !== undefined && bytesOf(kept) + bytes <= memory;
      const codes = both ? codesAfter([levels[i - 1]!], kept!) : own;
      // First, as memory may not have room for the codes of two levels.
      kept = undefined;
      if (bytes <= memory) kept = await timed(() => stored(codes, codes.count!));
    }
    const level = i + 1;
    // The codes of a level that was trained before are needed for those of the next.
    if (level < begin) continue;
    const reported = (progress: Progress): LevelProgress => {
      const epochSeconds = progress.epochSeconds + (progress.epoch === 1 ? seconds() : 0);
      return { ...progress, elapsedSeconds: progress.elapsedSeconds + seconds(), epochSeconds, level, levels: plans.length };
    };
    const source = kept ? (plan.ranks?.whole(kept, plan.names.training.data) ?? kept) : plan.source;
    const training = train({ ...plan, source }, checkpoints.level(level, reported));
    for await (const progress of training) yield reported(progress);
  }
}

/** The codes of a stream of unknown length are never kept. */
const bytesOf = ({ count = Infinity, shape }: Source): number => count * sizeOf(shape) * BYTES;
