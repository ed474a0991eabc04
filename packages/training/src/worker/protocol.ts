import { BackendLostError, DivergenceError, InputError } from '@autoencoders/core';
import type { StateDict } from '@autoencoders/core';
import type { Json, SerializedModel } from '@autoencoders/core/internal';

/** Numbers with a shape, as they go from one thread to another: with the message, or before it in pieces, under a number. */
export interface Block {
  readonly shape: readonly number[];
  readonly values: Float32Array | number;
}

/** Options as they go over: parts as their configs, records apart from these, and all else as it is. */
export type Sent =
  | undefined
  | null
  | boolean
  | number
  | string
  | readonly Sent[]
  | { readonly part: Json }
  | { readonly record: Readonly<Record<string, Sent>> };

/** What a training in a worker is started with. */
export interface Order {
  readonly call: 'fit' | 'pretrain';
  readonly model: SerializedModel;
  readonly data: Block;
  /** Options by names, without data. */
  readonly options: Sent;
  readonly target?: Block | undefined;
  /** Data to judge by, where it is no share. */
  readonly validation?: { readonly data: Block; readonly target?: Block | undefined } | undefined;
  /** That of the options. */
  readonly seed: number;
  /** How often weights come back. */
  readonly weightsWith: 'epoch' | 'progress';
}

/** What a page says to a worker; answers carry the same number. */
export type Request =
  | { readonly id: number; readonly say: 'use'; readonly backend: string; readonly options: unknown }
  | {
      readonly id: number;
      readonly say: 'piece';
      readonly array: number;
      readonly length: number;
      readonly at: number;
      readonly values: Float32Array;
    }
  | { readonly id: number; readonly say: 'start'; readonly training: number; readonly order: Order }
  | { readonly id: number; readonly say: 'next' | 'return'; readonly training: number };

/** What a worker answers. */
export type Answer =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly error: Told };

/** One step of a training: what its generator gave, and the weights where an epoch has ended or training has. */
export interface Told {
  readonly name: string;
  readonly message: string;
  readonly stack?: string | undefined;
  readonly more: Readonly<Record<string, unknown>>;
}

/** What comes of asking a training for its next progress. */
export interface Turn {
  readonly done: boolean;
  readonly progress?: unknown;
  readonly weights?: StateDict | undefined;
  /** Said once, when training went on after a device was lost. */
  readonly notice?: string | undefined;
}

/** An error as it can be sent. */
export function tell(error: unknown): Told {
  const { name = 'Error', message = String(error), stack } = error instanceof Error ? error : { message: String(error) };
  const more = error instanceof Error ? Object.fromEntries(Object.entries(error).filter(([key]) => key !== 'name')) : {};
  return { name, message, stack, more };
}

/** The error that was told. */
export function told({ name, message, more }: Told): Error {
  if (name === 'InputError') return new InputError(message);
  if (name === 'DivergenceError') return new DivergenceError(message, more as unknown as DivergenceError);
  if (name === 'BackendLostError') return new BackendLostError(message, more as unknown as BackendLostError);
  return Object.assign(new Error(message), { name });
}

/** What can send and hear messages: a page's worker, the inside of one, or those of Node's worker_threads. */
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

/** One way to speak to both. */
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
        return;
      }
      port.addEventListener('message', ({ data }) => listener(data));
      port.addEventListener('error', (event: ErrorEvent) => failed(new Error(event.message || 'its script could not be loaded')));
      port.addEventListener('messageerror', () => failed(new Error('a message could not be read')));
    },
  };
}

/** All memory of some weights. */
export const buffersOf = (weights: StateDict): ArrayBufferLike[] => Object.values(weights).map(({ values }) => values.buffer);
