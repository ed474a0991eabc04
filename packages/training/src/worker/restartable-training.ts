import { removeBackend } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { BackendLostError, readWeights } from '@autoencoders/core';
import { configReader, deserializeModel, readsWait } from '@autoencoders/core/internal';
import type { ArrayDataset, Model, StateDict } from '@autoencoders/core';
import type { Json } from '@autoencoders/core/internal';
import { fit } from '../fit.js';
import { EPOCHS } from '../option-names.js';
import { pretrain } from '../pretrain.js';
import type { Pretrainable } from '../pretrain.js';
import type { Progress } from '../progress.js';
import type { CheckpointOptions } from '../checkpoints/store.js';
import { pageCheckpoints } from './page-checkpoints.js';
import type { PageCheckpoints, Tell } from './page-checkpoints.js';
import type { SentOptions, TrainingReply, TrainingRequest } from './protocol.js';
import type { ServeTrainingOptions } from './serve-training.js';

/** A training as the page that asked for it goes through it. */
export interface RestartableTraining {
  readonly written: PageCheckpoints['written'];
  readonly next: () => Promise<TrainingReply>;
  readonly end: () => Promise<TrainingReply>;
}

/** A training in this worker: its model, and its steps. */
interface LocalTraining {
  readonly model: Model<any, any, any> & { readonly dispose: () => void };
  readonly steps: AsyncGenerator<Progress>;
}

/** How a training begins: with which weights, after how many epochs, and where its checkpoints go. */
interface Start {
  readonly weights: StateDict;
  readonly done: number;
  readonly checkpoint?: CheckpointOptions | undefined;
}

function begin(
  { call, model: serialized, options, data, target, validation, resume }: TrainingRequest,
  parts: ServeTrainingOptions['parts'],
  { weights, done, checkpoint }: Start,
): LocalTraining {
  const fromConfig = configReader(parts, {
    call: 'workerTrainer',
    thing: 'part',
    hint: (name) => `give it to serveTraining({ parts: { ${name} } }) in the worker`,
  });
  const given = receivedOptions(options, fromConfig) as Record<string, any>;
  const model = deserializeModel({ ...serialized, weights }, fromConfig, 'workerTrainer: the page');
  const all = {
    ...given,
    // After a device was lost, the epochs that are left.
    ...(done > 0 && { epochs: (given.epochs ?? EPOCHS) - done }),
    ...(target !== undefined && { target }),
    ...(checkpoint && { checkpoint }),
    ...(resume && { resume }),
    ...(validation && { validation: validation.target === undefined ? validation.data : validation }),
  };
  const x = data as ArrayDataset;
  try {
    const steps = call === 'fit' ? fit(model, x, all as never) : pretrain(model as unknown as Pretrainable<Tensor>, x, all as never);
    return { model, steps: steps as AsyncGenerator<Progress> };
  } catch (error) {
    model.dispose();
    throw error;
  }
}

/** Options with their parts made from configs. */
function receivedOptions(sent: SentOptions, fromConfig: (json: Json) => unknown): unknown {
  if (Array.isArray(sent)) return sent.map((item: SentOptions) => receivedOptions(item, fromConfig));
  if (typeof sent !== 'object' || sent === null) return sent;
  if ('part' in sent) return fromConfig(sent.part);
  const { record } = sent as { readonly record: Readonly<Record<string, SentOptions>> };
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, receivedOptions(value, fromConfig)]));
}

/** Begins a training. Where the backend loses its device, `fit` goes on from the weights of the last epoch on a new device. */
export function restartableTraining(
  request: TrainingRequest,
  { parts }: ServeTrainingOptions,
  { restart, tell }: { readonly restart: () => unknown; readonly tell: Tell },
): RestartableTraining {
  const checkpoints = request.checkpoint && pageCheckpoints(request.checkpoint, tell);
  let training = begin(request, parts, { weights: request.model.weights, done: 0, checkpoint: checkpoints?.options });
  let done = 0;
  const free = (): void => training.model.dispose();
  const weightsNow = (): Promise<StateDict> => readWeights(training.model);
  const ended = async (): Promise<TrainingReply> => {
    const weights = await weightsNow();
    free();
    return { done: true, weights };
  };
  const goOn = async (error: BackendLostError): Promise<TrainingReply> => {
    // Pre-training begins its levels anew; which of them was reached is not in the error. With checkpoints, the page can resume exactly.
    if (request.call !== 'fit' || checkpoints || request.resume) throw error;
    removeBackend(error.backend);
    await restart();
    done += error.epoch;
    training = begin(request, parts, { weights: error.weights ?? request.model.weights, done });
    return { ...(await reply()), notice: error.message };
  };
  const reply = async (): Promise<TrainingReply> => {
    const { done: over, value } = await training.steps.next();
    if (over) return ended();
    const progress = done === 0 ? value : { ...value, epoch: value.epoch + done, epochs: value.epochs + done };
    return {
      done: false,
      progress,
      ...((request.weightsWith === 'progress' || value.step === value.steps) && { weights: await weightsNow() }),
    };
  };
  const failed = async (error: unknown): Promise<never> => {
    const weights = await weightsNow().catch(() => undefined);
    free();
    throw Object.assign(error as Error, { weights });
  };
  return {
    next: () => reply().catch((error: unknown) => (error instanceof BackendLostError && readsWait() ? goOn(error) : failed(error))),
    written: (error) => checkpoints?.written(error),
    end: () => training.steps.return(undefined).then(ended, failed),
  };
}
