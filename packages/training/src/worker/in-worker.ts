import type { Tensor } from '@tensorflow/tfjs-core';
import { InputError } from '@autoencoders/core';
import { checkNumber, checkOptions } from '@autoencoders/core/operations';
import type { Latent, Model } from '@autoencoders/core';
import { FIT_OPTIONS, HINTS } from '../options.js';
import type { FitOptions } from '../options.js';
import type { Target } from '../pairs.js';
import { PRETRAIN_OPTIONS, earlyStoppingOf } from '../pretrain.js';
import type { LevelProgress, Pretrainable, PretrainOptions } from '../pretrain.js';
import { resultOf, resultsOfLevels } from '../result.js';
import type { TrainingResult } from '../result.js';
import type { Progress } from '../train.js';
import { trainingRun } from '../training-run.js';
import type { TrainingRun } from '../training-run.js';
import { asker } from './ask.js';
import type { Ask } from './ask.js';
import { orderOf } from './order.js';
import type { Order, WorkerLike } from './protocol.js';
import { remoteSteps } from './remote-steps.js';

/** What a worker is asked for when it starts. */
export interface InWorkerOptions {
  /** One of the backends that the worker serves. */
  readonly backend: string;
  /** What that backend is told, such as where its files are. */
  readonly options?: unknown;
  /** Milliseconds to wait for the worker to start and its backend to be ready; 30,000 by default. */
  readonly timeout?: number;
}

/** Data that lie in plain arrays: nothing of them need ever lie on this thread's backend. Shared memory is not copied. */
export interface ArrayData {
  /** `[examples, …input]`. */
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** A worker that trains. */
export interface WorkerTrainer {
  /** What the backend said when it started. */
  readonly info: any;
  /** `fit` in the worker, with the same call. After every epoch and at the end, `model` has the weights reached. */
  readonly fit: <X extends Tensor, L extends Latent, K extends string>(
    model: Model<X, L, Tensor>,
    data: X | ArrayData,
    options: RemoteFitOptions<X, NoInfer<L>, K>,
  ) => TrainingRun<Progress<K>>;
  /** `pretrain` in the worker. */
  readonly pretrain: <X extends Tensor>(
    stack: Pretrainable<X> & Pick<Model<X>, 'weights' | 'config'>,
    data: X | ArrayData,
    options: RemotePretrainOptions<X>,
  ) => TrainingRun<LevelProgress, readonly TrainingResult<LevelProgress>[]>;
  /** Ends the worker, and whatever it trains. */
  readonly terminate: () => void;
}

/** What trainings in a worker can be told besides. */
export interface RemoteOptions {
  /** Told in a sentence when a device was lost and training went on from the last epoch's weights. */
  readonly onNotice?: (notice: string) => void;
  /** When `model` gets the weights reached: after every epoch, unless told, or with every progress. */
  readonly weightsWith?: 'epoch' | 'progress';
}

/** What `pretrain` can be told, in a worker: data to judge by may lie in plain arrays, too. */
export interface RemotePretrainOptions<X extends Tensor> extends Omit<PretrainOptions<X>, 'validation'>, RemoteOptions {
  readonly validation?: number | X | ArrayData | undefined;
}

/** What `fit` can be told, in a worker: data to judge by may lie in plain arrays, too. */
export interface RemoteFitOptions<X extends Tensor, L extends Latent, K extends string>
  extends Omit<FitOptions<X, L, K>, 'validation'>, RemoteOptions {
  readonly validation?: number | X | ArrayData | { readonly data: X | ArrayData; readonly target: Target } | undefined;
}

/**
 * Makes a worker whose script calls `serve` ready to train. Functions cannot be sent, so models, losses, corruptions and
 * optimizers go over as their configs: those of these packages have one, and so has what `withConfig` gave one. Data
 * are copied once, or handed over, or shared where they lie in shared memory; weights come back after every epoch.
 * Throws when the worker does not start, does not answer in time, or lacks the backend.
 *
 * ```ts
 * const worker = new Worker(new URL('train.worker.ts', import.meta.url), { type: 'module' });
 * const trainer = await inWorker(worker, { backend: 'wasm' });
 * const { history } = await trainer.fit(model, images, { loss: { squaredError }, epochs: 20 });
 * ```
 */
export async function inWorker(worker: WorkerLike, given: InWorkerOptions): Promise<WorkerTrainer> {
  checkOptions('inWorker', given, { backend: true, options: true, timeout: true });
  const { backend, options, timeout = 30_000 } = given;
  checkNumber('inWorker', 'timeout', timeout, 0);
  const { ask, terminate } = asker(worker);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new InputError(`inWorker: the worker did not answer within ${timeout / 1000} s`)), timeout);
  });
  try {
    const info = await Promise.race([ask({ say: 'use', backend, options }), late]);
    return { info, terminate, ...trainingsIn(ask) };
  } catch (error) {
    terminate();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

const REMOTE_OPTIONS: Readonly<Record<keyof RemoteOptions, true>> = { onNotice: true, weightsWith: true };

/** `fit` and `pretrain` in the worker that is asked. What is wrong with their arguments is said when they begin. */
function trainingsIn(ask: Ask): Pick<WorkerTrainer, 'fit' | 'pretrain'> {
  async function* steps<P>(call: Order['call'], model: Trainable, data: Tensor | ArrayData, options: RemoteOptions): AsyncGenerator<P> {
    checkOptions(call, options, { ...(call === 'fit' ? FIT_OPTIONS : PRETRAIN_OPTIONS), ...REMOTE_OPTIONS }, HINTS);
    yield* remoteSteps(ask, await orderOf(call, model, data, options), model.weights, options.onNotice) as AsyncGenerator<P>;
  }
  return {
    fit: (model, data, options) =>
      trainingRun('fit', steps('fit', model, data, options), (outcome) => resultOf(outcome, options.earlyStopping)),
    pretrain: (stack, data, options) =>
      trainingRun('pretrain', steps<LevelProgress>('pretrain', stack, data, options), (outcome) =>
        resultsOfLevels(outcome, earlyStoppingOf(options, stack.levels.length)),
      ),
  };
}

/** What can be sent to a worker. */
type Trainable = Pick<Model<any, any, any>, 'weights' | 'config'>;
