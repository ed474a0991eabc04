import type { Progress } from '@autoencoders/training';

/** The figures of a training after an epoch. */
export type Epoch = Pick<Progress, 'epoch' | 'loss' | 'terms'> & {
  readonly call: 'fit' | 'pretrain';
  /** Counts from 1: the training, or the level of a pre-training. */
  readonly run: number;
  /** The loss on the validation data. */
  readonly validation?: number;
};

/** A tensor that a program exports. */
export interface Figure {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
  /** The exported `labels`, if there is one for each row. */
  readonly labels?: Int32Array;
}

/** What the worker of a program tells the page. */
export type Message =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'epoch'; readonly epoch: Epoch }
  | { readonly type: 'figure'; readonly figure: Figure }
  | { readonly type: 'error'; readonly text: string }
  | { readonly type: 'end' };
