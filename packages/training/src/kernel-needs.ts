import { getBackend, getKernel } from '@tensorflow/tfjs-core';

/** What one part of a training step needs of the backend: kernels of TensorFlow.js, by name. */
export interface Needs {
  /**
   * Which part: `encoder, layer 2, dense(16)`, `loss.kl`, `corruption`, `optimizer`, `model` for what is none of its
   * layers, or `step` for what is none of these.
   */
  readonly where: string;
  readonly forward: readonly string[];
  readonly backward: readonly string[];
  /** Those of both that the current backend lacks. */
  readonly missing: readonly string[];
}

type Way = 'forward' | 'backward';

/** Notes on which kernels were asked for, and on whose behalf. */
export interface Notes {
  /** Runs `f`, on behalf of the part at `where`. */
  readonly within: <T>(where: string, f: () => T, way?: Way) => T;
  /** On whose behalf this runs. */
  readonly where: () => string;
  readonly note: (kernel: string) => void;
  /** What was noted, in the order in which the parts were first run; those that need nothing are left out. */
  readonly needs: () => readonly Needs[];
}

export function notes(): Notes {
  const rows = new Map<string, Readonly<Record<Way, Set<string>>>>();
  let at: readonly [where: string, way: Way] = ['step', 'forward'];
  const rowOf = (where: string): Readonly<Record<Way, Set<string>>> => {
    const row = rows.get(where) ?? { forward: new Set(), backward: new Set() };
    rows.set(where, row);
    return row;
  };
  return {
    within(where, f, way = 'forward') {
      const before = at;
      at = [where, way];
      rowOf(where);
      try {
        return f();
      } finally {
        at = before;
      }
    },
    where: () => at[0],
    note: (kernel) => void rowOf(at[0])[at[1]].add(kernel),
    needs: () =>
      [...rows]
        .map(([where, { forward, backward }]) => {
          const missing = [...new Set([...forward, ...backward])].filter((kernel) => !getKernel(kernel, getBackend()));
          return { where, forward: [...forward], backward: [...backward], missing };
        })
        .filter(({ forward, backward }) => forward.length + backward.length > 0),
  };
}
