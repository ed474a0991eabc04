import { layers } from '@tensorflow/tfjs-layers';

/** One layer with its settings and the shapes of its inputs. */
export interface LayerCase {
  readonly name: string;
  readonly make: () => any;
  readonly inputs: readonly (readonly number[])[];
  /** Inputs are whole numbers from 0 to below this, instead of numbers in [−1, 1). */
  readonly whole?: number;
  /** Whether gradients are compared (default true). */
  readonly trains?: boolean;
}

export const image = [2, 7, 6, 3] as const;
export const sequence = [2, 5, 3] as const;
export const volume = [1, 5, 4, 4, 2] as const;

/** A case for each of the settings of a layer, with inputs of these shapes. */
export function each(
  kind: string,
  inputs: readonly (readonly number[])[],
  settings: readonly object[],
  more: Partial<LayerCase> = {},
): LayerCase[] {
  // tfjs has no gradients of dilated convolutions.
  return settings.map((given) => ({
    name: `${kind} ${JSON.stringify(given)} of ${JSON.stringify(inputs)}`,
    make: () => (layers as any)[kind](given),
    inputs,
    ...('dilationRate' in given && { trains: false }),
    ...more,
  }));
}
