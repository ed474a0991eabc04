import { getBackend, getKernel } from '@tensorflow/tfjs-core';

/** The backend kernels that one part of a training step needs, by their names in TensorFlow.js. */
export interface KernelNeeds {
  /**
   * The part: `encoder, layer 2, dense(16)`, `loss.kl`, `corruption` or `optimizer`. `model` is the model without its layers;
   * `step` is everything else.
   */
  readonly where: string;
  readonly forward: readonly string[];
  readonly backward: readonly string[];
  /** The kernels of both passes that the current backend lacks. */
  readonly missing: readonly string[];
}

type Pass = 'forward' | 'backward';

/** Notes of the backend kernels that each part needs. */
export interface KernelNotes {
  /** Runs `f` and notes its kernels for the part `where`. `pass` is `forward` by default. */
  readonly within: <T>(where: string, f: () => T, pass?: Pass) => T;
  /** The part that runs now. */
  readonly where: () => string;
  /** Notes a kernel for the part that runs now. */
  readonly note: (kernel: string) => void;
  /** The notes, in the order in which the parts first ran. Parts without kernels are left out. */
  readonly needs: () => readonly KernelNeeds[];
}

/** New, empty notes of backend kernels. */
export function kernelNotes(): KernelNotes {
  const rows = new Map<string, Readonly<Record<Pass, Set<string>>>>();
  let at: readonly [where: string, pass: Pass] = ['step', 'forward'];
  const rowOf = (where: string): Readonly<Record<Pass, Set<string>>> => {
    const row = rows.get(where) ?? { forward: new Set(), backward: new Set() };
    rows.set(where, row);
    return row;
  };
  return {
    within(where, f, pass = 'forward') {
      const before = at;
      at = [where, pass];
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
