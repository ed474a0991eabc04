import type { Shape } from '@autoencoders/core';
import type { Graph } from '../graph.js';

/** A scorer as plain data, as `ScorerState` of @autoencoders/anomaly. */
export interface ScorerState {
  readonly kind: string;
  readonly config: unknown;
  readonly arrays: Readonly<Record<string, { readonly shape: Shape; readonly values: Float32Array }>>;
}

/** Examples in the graph: `[batch, …shape]`, float32. Hidden numbers are finite. */
export interface Examples {
  readonly x: string;
  /** 1 for each known number, 0 for hidden ones, `[batch, …shape]`. */
  readonly mask: string;
  readonly shape: Shape;
  /** Whether each example has a hidden number. Default: it may have none. */
  readonly allPartial?: boolean | undefined;
}

/** What a scorer gives in the graph. */
export interface Scored {
  /** `[batch, 1]`, float64. */
  readonly score: string;
  /** Adds what computes the contributions, `[batch, size of shape]`, float32. Only some files have them. */
  readonly contributions: () => string;
}

/** Adds a scorer to the graph. It may be called several times, and writes its weights once. */
export type ScorerGraph = (g: Graph, examples: Examples) => Scored;
