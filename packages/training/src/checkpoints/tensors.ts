import { Tensor, tensor } from '@tensorflow/tfjs-core';
import { check, showShape } from '@autoencoders/core/operations';
import { showUntrusted } from '@autoencoders/core/internal';
import type { Leaves, Weights } from '@autoencoders/core';
import type { StoredTensor } from '@autoencoders/core/internal';

/** Tensors by path, as they are stored. */
export type StoredTensors = Readonly<Record<string, StoredTensor>>;

/** Every tensor of a tree by its path, with slashes. A tensor that is used twice is there twice, as the next step may part them. */
export const flat = (tree: Weights, prefix: string = ''): Leaves =>
  Object.fromEntries(
    Object.entries(tree).flatMap(([name, node]) =>
      node instanceof Tensor ? [[prefix + name, node] as const] : Object.entries(flat(node, `${prefix}${name}/`)),
    ),
  );

/** A tree of the same structure with the tensors of `values`, by path. */
export const rebuilt = (tree: Weights, values: Leaves, prefix: string = ''): Weights =>
  Object.fromEntries(
    Object.entries(tree).map(([name, node]) => [
      name,
      node instanceof Tensor ? values[prefix + name]! : rebuilt(node, values, `${prefix}${name}/`),
    ]),
  );

/** The numbers of all tensors. Some backends give their own memory, which is valid until the next step. */
export async function readAll(leaves: Leaves): Promise<StoredTensors> {
  const entries = Object.entries(leaves).map(async ([path, leaf]) => [path, { shape: leaf.shape, values: await leaf.data() }] as const);
  return Object.fromEntries(await Promise.all(entries));
}

const dtypeOf = ({ values }: StoredTensor): string =>
  values instanceof Float32Array ? 'float32' : values instanceof Int32Array ? 'int32' : 'bool';

/** Throws unless `stored` has a tensor of the same shape and type for each path of `wanted`, and no others; `who` wants them. */
export function checkFits(what: string, stored: StoredTensors, who: string, wanted: Leaves): void {
  for (const path of Object.keys(stored))
    check(Object.hasOwn(wanted, path), () => `${what} has ${showUntrusted(path)}, which ${who} does not have`);
  for (const [path, { shape, dtype }] of Object.entries(wanted)) {
    const entry = Object.hasOwn(stored, path) ? stored[path] : undefined;
    check(entry !== undefined, () => `${what} lacks ${path}, which ${who} has`);
    check(
      String(entry.shape) === String(shape) && dtypeOf(entry) === dtype,
      () =>
        `${what} has ${path} of shape ${showUntrusted(showShape(entry.shape))} in ${dtypeOf(entry)}, ${who} has ${showShape(shape)} in ${dtype}`,
    );
  }
}

/** The stored tensors, on the backend. The caller frees them. */
export const toTensors = (stored: StoredTensors): Leaves =>
  Object.fromEntries(
    Object.entries(stored).map(([path, entry]) => [
      path,
      // A copy, since some backends would keep the array.
      tensor(entry.values.slice(), [...entry.shape], dtypeOf(entry) as 'float32'),
    ]),
  );
