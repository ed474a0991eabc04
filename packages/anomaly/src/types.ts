import type { ArrayDataset, Group, Shape } from '@autoencoders/core';
import type { TableEncoder } from '@autoencoders/tables';
import type { ResumeOptions } from '@autoencoders/training';

/** How odd some examples are. */
export interface Scores {
  /** One score for each example, `[examples]`. Larger is odder. */
  readonly values: Float64Array;
  /**
   * What each number of an example adds to its score, `[examples, …shape]`. They add up to the score, within rounding. Undefined where the
   * scorer cannot tell, or was not asked.
   */
  readonly contributions?: Float64Array | undefined;
}

/** Options of `Scorer.score`. */
export interface ScoreOptions {
  /** Whether to compute the contributions, too. Default: false. */
  readonly contributions?: boolean | undefined;
}

/** What was learned of usual examples: it says how odd other examples are. */
export interface Scorer extends Disposable {
  /** The kind of method that made it. It says how to open its state. */
  readonly kind: string;
  /** The shape of one example. */
  readonly shape: Shape;
  /** Scores examples. The same examples always have the same scores. A cell that the mask of the data hides adds nothing. */
  readonly score: (examples: ArrayDataset, options?: ScoreOptions) => Promise<Scores>;
  /**
   * What it expects of each number, `[examples, …shape]`, when it sees only those that the mask does not hide; logits for columns of words.
   * Undefined where the method predicts nothing.
   */
  readonly restore?: ((examples: ArrayDataset) => Promise<Float64Array>) | undefined;
  /** What a file keeps of it. */
  readonly state: () => Promise<ScorerState>;
  readonly dispose: () => void;
}

/** A scorer as plain data: a config that JSON can hold, and arrays by name. */
export interface ScorerState {
  readonly kind: string;
  readonly config: unknown;
  readonly arrays: Readonly<Record<string, { readonly shape: Shape; readonly values: Float32Array }>>;
}

/** Options of `Method.fit`. */
export interface MethodOptions {
  /** Decides everything that is random. Default 0. */
  readonly seed?: number | undefined;
  /** Usual examples that are not trained on. They stop the training, and give the scales of contributions. */
  readonly heldOut?: ArrayDataset | undefined;
  /** The encoder of the table that the examples are rows of. It says which features are numbers, and which are words. Default: all are numbers. */
  readonly encoder?: TableEncoder | undefined;
  /**
   * Where each net keeps its checkpoints, by the name of its part, such as `fold-0`: `(part) => ({ checkpoint: { store: folderStore(part) },
   * resume: true })`. A fit that was interrupted then goes on, and gives the same scores. Default: none.
   */
  readonly checkpoints?: ((part: string) => ResumeOptions) | undefined;
  /** Gets the share of the work that is done, from 0 to 1, from time to time. */
  readonly onProgress?: ((share: number) => void) | undefined;
  /** Ends the work when it is aborted: `fit` then throws its reason, and frees what it held. */
  readonly signal?: AbortSignal | undefined;
  /**
   * The processes that train the nets together, as for `fit`. All call this alike, with the same examples; what is no net, each computes whole.
   * Default: this process alone.
   */
  readonly group?: Group | undefined;
}

/** A way to learn what is usual. */
export interface Method {
  readonly kind: string;
  /** Learns from usual examples. Throws when there are too few, or when they are not finite. */
  readonly fit: (usual: ArrayDataset, options?: MethodOptions) => Promise<Scorer>;
}
