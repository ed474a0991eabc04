import { getBackend } from '@tensorflow/tfjs-core';
import type { KernelNeeds } from '@autoencoders/core/internal';

/*
 * Training loads this file where the backend lacks a kernel. It imports nothing of our packages, so that bundlers need not split the rest.
 */

/** A sentence that names the kernels that the backend lacks, and the parts of the step that need them. Undefined if it lacks none. */
export function missingKernels(call: string, needs: readonly KernelNeeds[]): string | undefined {
  const lacking = needs.filter(({ missing }) => missing.length > 0);
  if (lacking.length === 0) return undefined;
  const kernels = [...new Set(lacking.flatMap(({ missing }) => missing))];
  const clauses = kernels.map((kernel) => `no kernel ${kernel}, which ${users(kernel, lacking)}`);
  const backend = getBackend();
  return `${call}: the ${backend} backend has ${clauses.join(', and ')}; choose another backend${backend === 'cpu' ? '' : ', such as cpu'}`;
}

/** How many parts are named for each kernel. */
const NAMED = 3;

function users(kernel: string, lacking: readonly KernelNeeds[]): string {
  const all = lacking
    .filter(({ missing }) => missing.includes(kernel))
    .map(({ where, forward }) => `${withArticle(where)} needs${forward.includes(kernel) ? '' : ' in its backward pass'}`);
  const rest = all.length - NAMED;
  return all.slice(0, NAMED).join(' and ') + (rest > 0 ? `, as ${rest === 1 ? 'does 1 more part' : `do ${rest} more parts`}` : '');
}

/** Layers and losses have the names of the code. Other parts have words, and an article. */
const withArticle = (where: string): string => (/^\w+$/.test(where) ? `the ${where}` : where);
