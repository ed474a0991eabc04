/** The mean of each number's contribution over the examples, `[examples, …shape] → [size of shape]`. */
export function meanErrors(contributions: Float64Array, size: number): Float64Array {
  const means = new Float64Array(size);
  contributions.forEach((error, i) => (means[i % size]! += (error * size) / contributions.length));
  return means;
}
