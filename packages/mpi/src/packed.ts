/** Kept, so that not every step allocates memory. */
let kept = new Float32Array(0);

/** Calls `f`, which changes numbers in place, once for several arrays: with one array that has the numbers of all. */
export function packed(arrays: readonly Float32Array[], f: (values: Float32Array) => void): void {
  const [first, ...others] = arrays;
  if (!first) return;
  if (others.length === 0) return f(first);
  const length = arrays.reduce((sum, array) => sum + array.length, 0);
  if (kept.length < length) kept = new Float32Array(length);
  const all = kept.subarray(0, length);
  forEach(arrays, (array, at) => all.set(array, at));
  f(all);
  forEach(arrays, (array, at) => array.set(all.subarray(at, at + array.length)));
}

/** Each array, where it begins among the numbers of all, and its number. */
export function forEach(arrays: readonly Float32Array[], f: (array: Float32Array, at: number, i: number) => void): void {
  let at = 0;
  for (const [i, array] of arrays.entries()) {
    f(array, at, i);
    at += array.length;
  }
}
