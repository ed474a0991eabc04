import type { NumberArray, Shape, StateDict } from '@autoencoders/core';
import type { WorkerClient, ErrorMessage, Json, SerializedModel } from '@autoencoders/core/internal';
import type { TrainingPosition } from '../checkpoints/checkpoint.js';
import type { CheckpointOptions } from '../checkpoints/store.js';

/** A typed array of numbers. */
export type TypedNumbers = Exclude<NumberArray, readonly number[]>;

/** An array as it is sent to a worker, or the number under which it was sent before, in pieces. */
export type SentArray = TypedNumbers | number;

/** A dataset as it is sent: the shape of one example, and its arrays. */
export interface SentDataset {
  readonly shape: Shape;
  readonly values: SentArray;
  readonly mask?: SentArray | undefined;
  readonly targets?: SentArray | undefined;
  readonly labels?: SentArray | undefined;
}

/** Options as they are sent: layers, losses and other parts as their configs, records of options, and plain values. */
export type SentOptions =
  | undefined
  | null
  | boolean
  | number
  | string
  | readonly SentOptions[]
  | { readonly part: Json }
  | { readonly record: Readonly<Record<string, SentOptions>> };

/** All that a worker needs to begin a training. */
export interface TrainingRequest {
  readonly call: 'fit' | 'pretrain';
  readonly model: SerializedModel;
  readonly data: SentDataset;
  /** How many examples `data` has. */
  readonly count: number;
  /** Options by names, without data. */
  readonly options: SentOptions;
  readonly target?: SentArray | undefined;
  /** Validation data, where they are no share of `data`. */
  readonly validation?: { readonly data: SentDataset; readonly target?: SentArray | undefined } | undefined;
  /** The seed among the options. */
  readonly seed: number;
  /** When weights are sent back. */
  readonly weightsWith: 'epoch' | 'progress';
  /** When checkpoints are sent to the page, whose store keeps them. */
  readonly checkpoint?: Pick<CheckpointOptions, 'everySeconds' | 'everySteps' | 'metadata'> | undefined;
  /** The checkpoint to go on from. */
  readonly resume?: Uint8Array | undefined;
}

/** The request with `f` of every array of its data. */
export function mapArrays(request: TrainingRequest, f: (array: SentArray) => SentArray): TrainingRequest {
  const { data, target, validation } = request;
  const some = (array: SentArray | undefined): SentArray | undefined => (array === undefined ? undefined : f(array));
  const each = ({ shape, values, mask, targets, labels }: SentDataset): SentDataset => ({
    shape,
    values: f(values),
    mask: some(mask),
    targets: some(targets),
    labels: some(labels),
  });
  return {
    ...request,
    data: each(data),
    target: some(target),
    validation: validation && { data: each(validation.data), target: some(validation.target) },
  };
}

/** A message from a page to its worker. */
export type Request =
  | { readonly type: 'setBackend'; readonly backend: string; readonly options: unknown }
  | {
      readonly type: 'piece';
      readonly array: number;
      readonly length: number;
      readonly at: number;
      readonly values: TypedNumbers;
    }
  | { readonly type: 'start'; readonly training: number; readonly request: TrainingRequest }
  | { readonly type: 'next' | 'return'; readonly training: number }
  | { readonly type: 'written'; readonly training: number; readonly error?: ErrorMessage | undefined };

/** A message from a worker that answers no request. A checkpoint is answered by `written`. */
export type Report =
  | { readonly type: 'checkpoint'; readonly training: number; readonly bytes: Uint8Array; readonly position: TrainingPosition }
  | { readonly type: 'notice'; readonly training: number; readonly notice: string };

/** A connection to a worker that trains. */
export interface Connection extends Pick<WorkerClient<Request>, 'ask'> {
  /** Calls `listener` with what the worker reports of a training. Returns a function that stops this. */
  readonly listen: (training: number, listener: (report: Report) => void) => () => void;
}

/** The answer to `next` and `return`: the progress, and the weights after an epoch and at the end. */
export interface TrainingReply {
  readonly done: boolean;
  readonly progress?: unknown;
  readonly weights?: StateDict | undefined;
  /** A sentence, once, after a device was lost and training went on. */
  readonly notice?: string | undefined;
}

/** The memory of all weights, to be transferred. */
export const buffersOf = (weights: StateDict): ArrayBufferLike[] => Object.values(weights).map(({ values }) => values.buffer);
