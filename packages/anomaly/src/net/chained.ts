import type { Tensor } from '@tensorflow/tfjs-core';
import type { Layer } from '@autoencoders/core';
import { chain } from '@autoencoders/layers';

/** `chain` of a list whose layers are known only when it runs. */
export const chained = (layers: readonly unknown[]): Layer<Tensor, any> =>
  (chain as unknown as (...all: readonly unknown[]) => Layer<Tensor, any>)(...layers);
