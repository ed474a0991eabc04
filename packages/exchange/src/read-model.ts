import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import { leaves } from '@autoencoders/core';
import type { Config, Shape, StateDict, Weights } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import { checkAlive, show } from '@autoencoders/core/internal';
import type { BottleneckOperations, Chain, ModelOperations, Operation, Weight } from './operation.js';
import { ownOf } from './place.js';
import type { Part, Place } from './place.js';
import { operationsOf, shapeAfter } from './read-layers.js';

/** A model that another tool can be given: an autoencoder, a stack, a classifier or a regressor. */
export interface ExportableModel {
  readonly kind: 'autoencoder' | 'stacked' | 'classifier' | 'regressor';
  readonly weights: Weights<Variable>;
  readonly config?: Config | undefined;
  readonly spec: {
    readonly input: Shape;
    readonly encoder: Part;
    readonly bottleneck?: Part | undefined;
    readonly decoder?: Part | undefined;
    readonly head?: Part | undefined;
    readonly output?: Part | undefined;
  };
}

/** A model as operations with their weights. `own` says how to write layers of others. Throws for other layers, and for weights that are not finite. */
export async function readModel(call: string, model: ExportableModel, own?: Place['own']): Promise<ModelOperations> {
  checkModel(call, model);
  const read = Object.entries(leaves(model.weights)).map(async ([path, tensor]) => {
    const values = (await tensor.data()) as Float32Array;
    const bad = values.find((value) => !Number.isFinite(value));
    check(bad === undefined, () => `${call}: the model has ${bad} among the weights ${path}; train it anew, with a smaller learning rate`);
    return [path, { shape: tensor.shape, values }] as const;
  });
  return operationsWith(call, model, Object.fromEntries(await Promise.all(read)), own);
}

/** Throws for what is no model, and for one that was disposed. */
export function checkModel(call: string, model: ExportableModel): void {
  check(
    typeof model?.spec?.encoder === 'object' && typeof model.weights === 'object',
    () => `${call}: the model must be one, such as autoencoder({ … }) or load(bytes) gives, not ${show(model)}`,
  );
  checkAlive(call, model.weights);
}

/** A model as operations with these weights, by path. Throws for a layer that is not of these packages. */
export function operationsWith(call: string, model: ExportableModel, weights: StateDict, own?: Place['own']): ModelOperations {
  const { input, encoder, bottleneck, decoder, head, output } = model.spec;
  const found = new Map(Object.entries(leaves(model.weights)).map(([path, tensor]) => [tensor as Tensor, { path, ...weights[path]! }]));
  const weightOf = (tensor: Tensor): Weight => found.get(tensor)!;
  const parts = model.weights as Readonly<Record<string, Weights>>;
  const chainOf = (path: string, shape: Shape, ...layers: readonly (Part | undefined)[]): Chain => {
    const operations: Operation[] = [];
    for (const layer of layers) {
      const place: Place = { call, path, weights: parts[path]!, weightOf, own, shape: shapeAfter(shape, operations) };
      if (layer) operations.push(...operationsOf(layer, place));
    }
    return { input: shape, operations, output: shapeAfter(shape, operations) };
  };
  const encoded = chainOf('encoder', input, encoder);
  const between = bottleneckOf(bottleneck, { call, path: 'bottleneck', shape: encoded.output, weights: parts.bottleneck!, weightOf, own });
  const codes = between.kind === 'plain' ? between.codes : between.mean;
  const last = head ? 'head' : 'decoder';
  return {
    kind: model.kind === 'stacked' ? 'autoencoder' : model.kind,
    encoder: encoded,
    bottleneck: between,
    decoder: chainOf(last, codes.output, decoder ?? head, output),
  };
}

function bottleneckOf(bottleneck: Part | undefined, place: Place): BottleneckOperations {
  const { path, shape, weights, weightOf } = place;
  const { name, args = [] } = bottleneck ? (bottleneck.config ?? { name: 'without a config' }) : { name: 'plain' };
  const one = (operation: Operation): BottleneckOperations => ({
    kind: 'plain',
    codes: { input: shape, operations: [operation], output: operation.shape },
  });
  if (name === 'plain') return { kind: 'plain', codes: { input: shape, operations: [], output: shape } };
  if (name === 'topK') return one({ kind: 'topK', k: args[0] as number, path, shape });
  if (name === 'batchTopK') {
    const { statistics } = weights as unknown as { readonly statistics: { readonly threshold: Tensor } };
    return one({ kind: 'threshold', threshold: weightOf(statistics.threshold), path, shape });
  }
  if (name !== 'gaussian') return one({ ...ownOf(bottleneck!, place, 'the bottleneck'), path });
  const { logVarRange } = (args[1] ?? {}) as { readonly logVarRange?: readonly [number, number] };
  const dense = (part: 'mean' | 'logVar'): Chain => {
    const at = { ...place, path: `${path}.${part}`, weights: (weights as Readonly<Record<string, Weights>>)[part]! };
    const operations = operationsOf({ config: { name: 'dense', args: [args[0]] } }, at);
    return { input: shape, operations, output: shapeAfter(shape, operations) };
  };
  return { kind: 'gaussian', mean: dense('mean'), logVar: dense('logVar'), logVarRange };
}
