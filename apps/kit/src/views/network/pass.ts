import type { Tensor } from '@tensorflow/tfjs-core';
import { tidy } from '@tensorflow/tfjs-core';
import { leaves } from '@autoencoders/core';
import type { Config, Shape } from '@autoencoders/core';
import { layerOutputs } from '@autoencoders/models';
import type { LayerOutput } from '@autoencoders/models';
import type { AnyModel } from '../../definition.js';

/** Numbers with the shape of one example. */
export interface Numbers {
  readonly shape: Shape;
  readonly values: Float32Array;
}

/** What one layer makes of one example. */
export interface LayerPass extends Numbers {
  /** Its place, as its weights are named: `encoder.0`. */
  readonly name: string;
  readonly config: Config | undefined;
  /** The weights that link it to what it reads; undefined for a layer without a kernel. */
  readonly kernel: Numbers | undefined;
  readonly parameters: number;
  /** Mean and standard deviation of the code: of a Gaussian bottleneck alone. */
  readonly posterior?: { readonly mean: Float32Array; readonly deviation: Float32Array } | undefined;
}

/** Runs one example, `[1, …input]`, through the layers of a model. With a seed, a Gaussian bottleneck draws its code. */
export function passOf(model: AnyModel, x: Tensor, seed?: number): readonly LayerPass[] {
  const weights = leaves(model.weights);
  const passes: LayerPass[] = [];
  tidy(() => {
    const read = (tensor: Tensor): Numbers => ({ shape: tensor.shape.slice(1), values: valuesOf(tensor) });
    for (const layer of layerOutputs(model, x, seed === undefined ? {} : { seed })) {
      const { name, config, output } = layer;
      const kernel = weights[`${name}.kernel`] ?? weights[`${name}.mean.kernel`];
      const own = Object.entries(weights).filter(([path]) => path.startsWith(`${name}.`));
      passes.push({
        name,
        config,
        ...read(output),
        kernel: kernel && { shape: kernel.shape, values: valuesOf(kernel) },
        parameters: own.reduce((sum, [, leaf]) => sum + leaf.size, 0),
        posterior: posteriorOf(layer),
      });
    }
  });
  return passes;
}

const valuesOf = (tensor: Tensor): Float32Array => tensor.dataSync<'float32'>().slice();

function posteriorOf({ mean, logVar }: Pick<LayerOutput, 'mean' | 'logVar'>): LayerPass['posterior'] {
  if (!mean || !logVar) return undefined;
  return { mean: valuesOf(mean), deviation: valuesOf(logVar).map((value) => Math.exp(value / 2)) };
}
