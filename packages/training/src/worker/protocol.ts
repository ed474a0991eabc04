import { BackendLostError, DivergenceError, InputError } from '@autoencoders/core';
import type { NumberArray, Shape, StateDict } from '@autoencoders/core';
import type { Json, SerializedModel } from '@autoencoders/core/internal';
import type { CheckpointInfo, CheckpointOptions } from '../checkpoints/store.js';

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
  readonly checkpoint?: Pick<CheckpointOptions, 'everySeconds' | 'everySteps'> | undefined;
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

/** A message from a page to its worker. The answer has the same `id`. */
export type Request =
  | { readonly id: number; readonly type: 'setBackend'; readonly backend: string; readonly options: unknown; readonly lifeline: string }
  | {
      readonly id: number;
      readonly type: 'piece';
      readonly array: number;
      readonly length: number;
      readonly at: number;
      readonly values: TypedNumbers;
    }
  | { readonly id: number; readonly type: 'start'; readonly training: number; readonly request: TrainingRequest }
  | { readonly id: number; readonly type: 'next' | 'return'; readonly training: number }
  | { readonly id: number; readonly type: 'written'; readonly training: number; readonly error?: ErrorMessage | undefined };

/** A message from a worker that answers no request. A checkpoint is answered by `written`. */
export type Report =
  | { readonly type: 'checkpoint'; readonly training: number; readonly bytes: Uint8Array; readonly info: CheckpointInfo }
  | { readonly type: 'notice'; readonly training: number; readonly notice: string };

/** The answer of a worker. */
export type Answer =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly error: ErrorMessage };

/** An error as it is sent; `more` has its other properties. */
export interface ErrorMessage {
  readonly name: string;
  readonly message: string;
  readonly stack?: string | undefined;
  readonly more: Readonly<Record<string, unknown>>;
}

/** The answer to `next` and `return`: the progress, and the weights after an epoch and at the end. */
export interface TrainingReply {
  readonly done: boolean;
  readonly progress?: unknown;
  readonly weights?: StateDict | undefined;
  /** A sentence, once, after a device was lost and training went on. */
  readonly notice?: string | undefined;
}

/** An error as it can be sent. */
export function errorToMessage(error: unknown): ErrorMessage {
  const { name = 'Error', message = String(error), stack } = error instanceof Error ? error : { message: String(error) };
  const more = error instanceof Error ? Object.fromEntries(Object.entries(error).filter(([key]) => key !== 'name')) : {};
  return { name, message, stack, more };
}

const BUILT_IN: Readonly<Record<string, new (message: string) => Error>> = { RangeError, TypeError, ReferenceError, SyntaxError };

/** The error that was sent. */
export function messageToError({ name, message, more }: ErrorMessage): Error {
  if (name === 'InputError') return new InputError(message);
  if (name === 'DivergenceError') return new DivergenceError(message, more as unknown as DivergenceError);
  if (name === 'BackendLostError') return new BackendLostError(message, more as unknown as BackendLostError);
  if (Object.hasOwn(BUILT_IN, name)) return new BUILT_IN[name]!(message);
  return Object.assign(new Error(message), { name });
}

/** One end of the connection between a page and its worker, or between two threads of Node. */
export interface Port {
  readonly send: (message: unknown, transfer?: readonly ArrayBufferLike[]) => void;
  readonly hear: (listener: (message: any) => void, failed?: (error: Error) => void) => void;
}

interface WebPort {
  postMessage(message: unknown, transfer: ArrayBuffer[]): void;
  addEventListener(type: string, listener: (event: any) => void): void;
}
interface NodePort {
  postMessage(message: unknown, transfer: readonly ArrayBuffer[]): void;
  on(type: string, listener: (value: any) => void): unknown;
}

/** A worker as a page or a program has it. */
export type WorkerLike = (WebPort | NodePort) & { terminate(): unknown };

/** The port of a Web Worker or of a thread of Node. */
export function portOf(port: WebPort | NodePort): Port {
  // The same memory twice, or memory that is shared, cannot be handed over.
  const owned = (transfer: readonly ArrayBufferLike[]): ArrayBuffer[] =>
    [...new Set(transfer)].filter((buffer): buffer is ArrayBuffer => buffer instanceof ArrayBuffer);
  return {
    send: (message, transfer = []) => port.postMessage(message, owned(transfer)),
    hear(listener, failed = () => undefined) {
      if ('on' in port) {
        port.on('message', listener);
        port.on('error', failed);
        port.on('messageerror', () => failed(new Error('a message could not be read')));
        port.on('exit', (code: number) => failed(new Error(`it ended with code ${code}`)));
        return;
      }
      port.addEventListener('message', ({ data }) => listener(data));
      port.addEventListener('error', (event: ErrorEvent) => failed(new Error(event.message || 'its script could not be loaded')));
      port.addEventListener('messageerror', () => failed(new Error('a message could not be read')));
    },
  };
}

/** The memory of all weights, to be transferred. */
export const buffersOf = (weights: StateDict): ArrayBufferLike[] => Object.values(weights).map(({ values }) => values.buffer);
