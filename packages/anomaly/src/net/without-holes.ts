import type { ArrayDataset } from '@autoencoders/core';

/** The same examples with 0 for hidden numbers that are not finite: times 0, NaN stays NaN. Those that have none stay as they are. */
export function withoutHoles(examples: ArrayDataset): ArrayDataset {
  const { values, mask } = examples;
  const isHole = (value: number, i: number): boolean => mask?.[i] === 0 && !Number.isFinite(value);
  if (!mask || !Array.prototype.some.call(values, isHole)) return examples;
  return { ...examples, values: Float32Array.from(values, (value, i) => (isHole(value, i) ? 0 : value)) };
}
