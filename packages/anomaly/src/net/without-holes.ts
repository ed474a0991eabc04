import type { ArrayDataset } from '@autoencoders/core';

/** The same examples with 0 for hidden numbers that are not finite: times 0, NaN stays NaN. Those that have none stay as they are. */
export function withoutHoles(examples: ArrayDataset): ArrayDataset {
  const { values, mask } = examples;
  if (!mask) return examples;
  let filled: Float32Array | undefined;
  for (let i = 0; i < values.length; i++) if (mask[i] === 0 && !Number.isFinite(values[i])) (filled ??= new Float32Array(values))[i] = 0;
  return filled ? { ...examples, values: filled } : examples;
}
