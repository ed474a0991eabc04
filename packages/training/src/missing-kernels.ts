import { getBackend } from '@tensorflow/tfjs-core';
import { InputError } from '@autoencoders/core';
import { isMissingKernel } from '@autoencoders/core/internal';
import type { KernelNeeds } from '@autoencoders/core/internal';

/** The error to throw for `error`: an `InputError` that names the parts of the step, where the backend lacks a kernel. */
export function explained(call: string, error: unknown, find: () => readonly KernelNeeds[]): unknown {
  if (!isMissingKernel(error)) return error;
  const lacking = found(find).filter(({ missing }) => missing.length > 0);
  return lacking.length > 0 ? new InputError(sentence(call, lacking), { cause: error }) : error;
}

/** What the search finds, or nothing where it fails: the message of tfjs is all there is to say then. */
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

/** Layers and losses have the names of the code. Other parts have words, and an article. */
const withArticle = (where: string): string => (/^\w+$/.test(where) ? `the ${where}` : where);
