import { getBackend } from '@tensorflow/tfjs-core';
import { InputError } from '@autoencoders/core';
import { isMissingKernel } from '@autoencoders/core/internal';
import type { KernelNeeds } from '@autoencoders/core/internal';

/** What to throw for `error`: if a kernel was missing, an `InputError` of `call` that names the parts that need it. */
export function explained(call: string, error: unknown, find: () => readonly KernelNeeds[]): unknown {
  if (!isMissingKernel(error)) return error;
  const lacking = found(find).filter(({ missing }) => missing.length > 0);
  return lacking.length > 0 ? new InputError(sentence(call, lacking), { cause: error }) : error;
}

/** Nothing where the search itself fails: then there is nothing better to say than what tfjs says. */
function found(find: () => readonly KernelNeeds[]): readonly KernelNeeds[] {
  try {
    return find();
  } catch {
    return [];
  }
}

function sentence(call: string, lacking: readonly KernelNeeds[]): string {
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

/** Layers and losses are named as in the code, everything else in words. */
const withArticle = (where: string): string => (/^\w+$/.test(where) ? `the ${where}` : where);
