import type { Tensor } from '@tensorflow/tfjs-core';
import { checkNumber, checkOptions } from '@autoencoders/core/operations';
import { workerClient } from '@autoencoders/core/internal';
import type { ArrayDataset, Latent, Model } from '@autoencoders/core';
import type { WorkerLike } from '@autoencoders/core/internal';
import { EPOCHS, FIT_OPTIONS, HINTS, PRETRAIN_OPTIONS, earlyStoppingOf } from '../option-names.js';
import type { FitOptions } from '../options.js';
import type { Target } from '../pairs.js';
import type { LevelProgress, Pretrainable, PretrainOptions } from '../pretrain.js';
import { resultOf, resultsOfLevels } from '../result.js';
import type { TrainingResult } from '../result.js';
import type { Progress } from '../progress.js';
import { trainingRun } from '../training-run.js';
import type { Outcome, TrainingRun } from '../training-run.js';
import { readCheckpoint } from '../checkpoints/checkpoint.js';
import { pastOf, withPast } from '../checkpoints/past.js';
import { checkedResume } from '../checkpoints/store.js';
import type { ResumeOptions } from '../checkpoints/store.js';
import { alone } from '../in-training.js';
import { trainingRequest } from './training-request.js';
import type { Connection, Report, Request, TrainingRequest } from './protocol.js';
import { remoteSteps } from './remote-steps.js';

/** Options of `workerTrainer`. */
export interface WorkerTrainerOptions {
  /** The backend to train on, one of those that the worker serves. */
  readonly backend: string;
  /** Options for the function that sets the backend, such as where its files are. */
  readonly options?: unknown;
  /** Milliseconds to wait until the worker has started and set its backend. Default 30,000. */
  readonly timeout?: number;
}

/** Trains in a worker. */
export interface WorkerTrainer {
  /** What the function that sets the backend gave in the worker. */
  readonly info: any;
  /** `fit` in the worker, with the same arguments; data must be in memory. An array in shared memory is not copied. `model` gets the new weights after every epoch and at the end. */
  readonly fit: <X extends Tensor, L extends Latent, K extends string>(
    model: Model<X, L, Tensor>,
    data: X | ArrayDataset,
    options: RemoteFitOptions<X, NoInfer<L>, K>,
  ) => TrainingRun<Progress<K>>;
  /** `pretrain` in the worker, with the same arguments. `stack` gets the new weights after every epoch and at the end. */
  readonly pretrain: <X extends Tensor>(
    stack: Pretrainable<X> & Pick<Model<X>, 'weights' | 'config'>,
    data: X | ArrayDataset,
    options: RemotePretrainOptions<X>,
  ) => TrainingRun<LevelProgress, readonly TrainingResult<LevelProgress>[]>;
  /** Ends the worker. A run that has not ended fails with an `InputError`. */
  readonly terminate: () => void;
}

/** Options that `fit` and `pretrain` have in a worker only. */
export interface RemoteOptions {
  /** Called with a sentence when a device was lost and training went on from the weights of the last epoch. */
  readonly onNotice?: (notice: string) => void;
  /** When `model` gets the new weights: after every epoch, or with every progress. Default `'epoch'`. */
  readonly weightsWith?: 'epoch' | 'progress';
}

/** Options of `pretrain` in a worker. Validation data must be in memory. */
export interface RemotePretrainOptions<X extends Tensor>
  extends Omit<PretrainOptions<X>, 'validation' | 'group' | 'sharded'>, RemoteOptions {
  readonly validation?: number | X | ArrayDataset | undefined;
}

/** Options of `fit` in a worker. Validation data must be in memory. */
export interface RemoteFitOptions<X extends Tensor, L extends Latent, K extends string>
  extends Omit<FitOptions<X, L, K>, 'validation' | 'group' | 'sharded'>, RemoteOptions {
  readonly validation?: number | X | ArrayDataset | { readonly data: X | ArrayDataset; readonly target: Target } | undefined;
}

/**
 * Starts a trainer in a worker. The script of the worker must call `serveTraining`. Models, losses, corruptions and optimizers are
 * sent as configs, since functions cannot be sent: those of these packages have a config, and `withConfig` gives one to
 * others. Data are copied once, unless they lie in shared memory. The weights come back after every epoch.
 *
 * Throws an `InputError` when the worker does not start, does not answer in time, or does not serve the backend.
 *
 * ```ts
 * const worker = new Worker(new URL('train.worker.ts', import.meta.url), { type: 'module' });
 * const trainer = await workerTrainer(worker, { backend: 'wasm' });
 * const { history } = await trainer.fit(model, images, { loss: { squaredError }, epochs: 20 });
 * ```
 *
 * @param given The worker, or how to start it.
 */
export async function workerTrainer(worker: WorkerLike, given: WorkerTrainerOptions): Promise<WorkerTrainer> {
  checkOptions('workerTrainer', given, { backend: true, options: true, timeout: true });
  const { backend, options, timeout = 30_000 } = given;
  checkNumber('workerTrainer', 'timeout', timeout, 0);
  const listeners = new Map<number, (report: Report) => void>();
  const { ask, begin, terminate } = workerClient<Request>('workerTrainer', worker, (message) => {
    listeners.get(Object(message).training)?.(message as Report);
  });
  const listen: Connection['listen'] = (training, listener) => {
    listeners.set(training, listener);
    return () => void listeners.delete(training);
  };
  const info: unknown = await begin({ type: 'setBackend', backend, options }, timeout);
  return { info, terminate, ...trainingsIn({ ask, listen }) };
}

const REMOTE_OPTIONS: Readonly<Record<keyof RemoteOptions, true>> = { onNotice: true, weightsWith: true };

/** `fit` and `pretrain` in a worker. Their arguments are checked when the run begins. */
function trainingsIn(connection: Connection): Pick<WorkerTrainer, 'fit' | 'pretrain'> {
  return {
    fit(model, data, options) {
      const { steps, whole } = trainingIn(connection, 'fit', { model, data, options, epochsOf: () => options.epochs ?? EPOCHS });
      return trainingRun('fit', steps, (outcome) => resultOf(whole(outcome), options.earlyStopping));
    },
    pretrain(stack, data, options) {
      const epochsOf = (level: number): number => options.levels?.[level - 1]?.epochs ?? options.epochs ?? EPOCHS;
      const { steps, whole } = trainingIn<LevelProgress>(connection, 'pretrain', { model: stack, data, options, epochsOf });
      return trainingRun('pretrain', steps, (outcome) => resultsOfLevels(whole(outcome), earlyStoppingOf(options, stack.levels.length)));
    },
  };
}

/** A model or a stack, as it is sent to a worker. */
type Trainable = Pick<Model<any, any, any>, 'weights' | 'config' | 'fullModel'>;

/** The model with all its weights, and the names of those that are frozen. */
function fullModelOf(model: Trainable): { readonly model: Trainable; readonly freeze: readonly string[] } {
  if (!model?.fullModel) return { model, freeze: [] };
  const { weights } = model.fullModel;
  return { model: { ...model, ...model.fullModel }, freeze: Object.keys(weights).filter((name) => !Object.hasOwn(model.weights, name)) };
}

/** A training as the page asks for it. */
interface RemoteTraining {
  readonly model: Trainable;
  readonly data: Tensor | ArrayDataset;
  readonly options: RemoteOptions & ResumeOptions & { readonly freeze?: readonly string[] };
  /** How many epochs a level is trained for, from 1. */
  readonly epochsOf: (level: number) => number;
}

/** The steps of a training in the worker, and what makes its outcome that of the whole training where it was resumed. */
function trainingIn<P extends Progress>(
  connection: Connection,
  call: TrainingRequest['call'],
  { model: given, data, options, epochsOf }: RemoteTraining,
): { readonly steps: AsyncGenerator<P>; readonly whole: (outcome: Outcome<P>) => Outcome<P> } {
  let past: readonly P[] = [];
  async function* steps(): AsyncGenerator<P> {
    checkOptions(call, options, { ...(call === 'fit' ? FIT_OPTIONS : PRETRAIN_OPTIONS), ...REMOTE_OPTIONS }, HINTS);
    const { options: checkpoint, read } = checkedResume(call, options);
    const { model, freeze } = fullModelOf(given);
    const all = freeze.length > 0 ? { ...options, freeze: [...freeze, ...(options.freeze ?? [])] } : options;
    const request = await trainingRequest(call, model, data, all);
    const resume = await read();
    if (resume) past = pastOf(readCheckpoint(resume), epochsOf);
    const turns = checkpoint && { everySeconds: checkpoint.everySeconds, everySteps: checkpoint.everySteps, metadata: checkpoint.metadata };
    const use = { weights: model.weights, onNotice: options.onNotice, checkpoint };
    const remote = remoteSteps(connection, { ...request, resume, checkpoint: turns }, use) as AsyncGenerator<P, void, void>;
    yield* alone(call, model.weights, remote);
  }
  return { steps: steps(), whole: (outcome) => withPast(past, outcome) };
}
