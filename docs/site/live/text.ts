import { Tensor } from '@tensorflow/tfjs-core';

/** How many elements of a list are written. */
const MOST = 100;

/** What `console.log` writes: words as they are, and values much as Node writes them. */
export const textOf = (values: readonly unknown[]): string =>
  values.map((value) => (typeof value === 'string' ? value : inspect(value))).join(' ');

function inspect(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (value instanceof Tensor) return `Tensor [${value.shape.join(', ')}]`;
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (ArrayBuffer.isView(value) || Array.isArray(value)) return list(value as ArrayLike<unknown>);
  if (typeof value !== 'object' || value === null) return typeof value === 'function' ? `[Function: ${value.name}]` : String(value);
  const entries = Object.entries(value).map(([name, one]) => `${name}: ${inspect(one)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

function list(values: ArrayLike<unknown>): string {
  const shown = Array.from({ length: Math.min(MOST, values.length) }, (_, i) => inspect(values[i]));
  const more = values.length - shown.length;
  if (more > 0) shown.push(`... ${more} more items`);
  return shown.length === 0 ? '[]' : `[ ${shown.join(', ')} ]`;
}
