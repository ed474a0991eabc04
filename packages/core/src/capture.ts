import { backend } from '@tensorflow/tfjs-core';
import type { Tensor, TensorInfo } from '@tensorflow/tfjs-core';

/*
 * A step of training calls the same kernels each time. A backend that can capture runs them again without the program that called them:
 * without layers and losses, the tape, and tensors in between.
 */

/** A function to capture, and what it uses and gives. */
export interface Capturable<T> {
  readonly f: () => T;
  /** The tensors that it reads and that may be others in the next run, always in the same order and of the same shapes. */
  readonly tensors: readonly TensorInfo[];
  /** The seeds that it has drawn. Called after it. */
  readonly seeds: () => readonly number[];
  /** The tensors of its result. */
  readonly results: (result: T) => readonly TensorInfo[];
}

/** The kernels of one run of a function. */
export interface Recording {
  /** Why runs like this one cannot be captured. Undefined if they can. */
  readonly flaw: string | undefined;
}

/** A sequence of kernels, ready to run again. */
export interface Captured {
  /**
   * Runs the kernels on these tensors, with these seeds. The results replace those of the last run, in the same memory. `onResult` is called with the
   * place of each result as soon as no kernel that is left makes or reads it.
   */
  readonly run: (tensors: readonly TensorInfo[], seeds: readonly number[], onResult?: (place: number) => void) => void;
  /**
   * The numbers of a result where they lie, which may be changed in place after `onResult`. They are valid until memory grows. Undefined if results
   * share memory, or are not float32.
   */
  readonly view: ((place: number) => Float32Array) | undefined;
  /** The results of the last run as tensors without memory of their own. The caller frees them before the next run. */
  readonly results: () => readonly Tensor[];
  /** Whether somebody still has results of the last run, which the next would change. */
  readonly areHeld: () => boolean;
  /** Frees the memory. Results that somebody still has stay as they are. */
  readonly dispose: () => void;
}

/** What a backend has that can capture. */
export interface Capturing {
  /** Runs the function, and notes its kernels. */
  readonly record: <T>(what: Capturable<T>) => { readonly result: T; readonly recording: Recording };
  /**
   * Runs the function in memory that is planned from an earlier run, and captures it. If that cannot be, `captured` is the reason, and the result
   * may be wrong.
   */
  readonly capture: <T>(what: Capturable<T>, before: Recording) => { readonly result: T; readonly captured: Captured | string };
}

/** The property of a backend that loads its `Capturing`. It is the same for all copies of this package. */
export const CAPTURING: unique symbol = Symbol.for('@autoencoders/capturing') as never;

/** What captures on the current backend. Undefined if nothing does. */
export const capturing = async (): Promise<Capturing | undefined> =>
  (backend() as { [CAPTURING]?: () => Promise<Capturing> })[CAPTURING]?.();
