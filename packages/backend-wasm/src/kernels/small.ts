import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import removed from '../../kernels/small/removed.js';
import type { Rule } from './trusted.js';

/*
 * The small builds of tfjs's file lack the functions of most kernels that our own replace, and of those that no model needs.
 * `scripts/shrink-files.mjs` makes them.
 */

/** Functions of kernels with other names. */
const functionNames: Readonly<Record<string, string>> = {
  SparseSegmentMean: 'SparseSegmentReduction',
  SparseSegmentSum: 'SparseSegmentReduction',
};

/** The rule of a kernel of tfjs, and also that the file of the backend has its function. */
export function ifPresent(kernelName: string, rule: Rule | undefined): Rule | undefined {
  const name = functionNames[kernelName] ?? kernelName;
  if (!removed.includes(name)) return rule;
  return (inputs, attrs, backend) => name in functionsOf(backend) && (rule?.(inputs, attrs, backend) ?? true);
}

/** What the file of a backend exports. tfjs does not declare it. */
const functionsOf = (backend: BackendWasm): object => (backend.wasm as unknown as { readonly asm: object }).asm;
