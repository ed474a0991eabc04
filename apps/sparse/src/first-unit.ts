import type { UnitActivity } from './unit-activity.js';

/**
 * A unit to begin with: of those that fire for at least as many examples as the median unit, the one whose feature is the smallest stroke. Its size
 * is the number of pixels that hold half of the sum of its squared weights.
 */
export function firstUnit({ units, dictionary, densities }: Pick<UnitActivity, 'units' | 'dictionary' | 'densities'>): number {
  const features = dictionary.length / units;
  const often = Float32Array.from(densities).sort()[units >> 1]!;
  const sizeOf = (unit: number): number => {
    const squares = dictionary
      .subarray(unit * features, (unit + 1) * features)
      .map((weight) => weight * weight)
      .sort();
    const half = squares.reduce((sum, square) => sum + square, 0) / 2;
    let [held, pixels] = [0, 0];
    while (held < half) held += squares[features - 1 - pixels++]!;
    return pixels;
  };
  const common = Array.from({ length: units }, (_, unit) => unit).filter((unit) => densities[unit]! >= often);
  const sizes = new Map(common.map((unit) => [unit, sizeOf(unit)]));
  return common.reduce((best, unit) => (sizes.get(unit)! < sizes.get(best)! ? unit : best), common[0] ?? 0);
}
