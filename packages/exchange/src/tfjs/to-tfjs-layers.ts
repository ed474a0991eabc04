import { check, checkOptions } from '@autoencoders/core/operations';
import { show, sizeOf } from '@autoencoders/core/internal';
import type { ModelOperations } from '../operation.js';
import { readModel } from '../read-model.js';
import type { ExportableModel } from '../read-model.js';
import { emitChain } from './emit.js';
import { layersGraph } from './graph.js';
import type { LayersGraph, NamedWeight, Node } from './graph.js';
import type { Bytes } from '../protobuf.js';

/** Options of `toTfjsLayers`. */
export interface TfjsLayersOptions {
  /**
   * What the model computes. `model` (default): the reconstruction, the probabilities or the predictions. `encoder`: the codes; of a Gaussian
   * bottleneck the mean and logVar. `decoder`: from codes to the output.
   */
  readonly part?: 'model' | 'encoder' | 'decoder' | undefined;
}

/** A layers-model of TensorFlow.js: the content of `model.json` and of its weight file. */
export interface TfjsLayersModel {
  /** For `JSON.stringify`. Its manifest names one weight file, `weights.bin`. */
  readonly modelJson: Readonly<Record<string, unknown>>;
  readonly weights: Bytes;
}

/**
 * A model for `tf.loadLayersModel` of TensorFlow.js: a functional model in Keras' format. The layer that gives the codes is named `codes`.
 * Results agree with ours to about 1e-5. Throws for what TensorFlow.js layers do not have: `groupNorm`, `topK` and interpolated upsampling.
 *
 * ```ts
 * const { modelJson, weights } = await toTfjsLayers(model);
 * await writeFile('model.json', JSON.stringify(modelJson));
 * await writeFile('weights.bin', weights);
 * ```
 */
export async function toTfjsLayers(model: ExportableModel, options: TfjsLayersOptions = {}): Promise<TfjsLayersModel> {
  checkOptions('toTfjsLayers', options, { part: true });
  const { part = 'model' } = options;
  check(
    ['model', 'encoder', 'decoder'].includes(part),
    () => `toTfjsLayers: part must be 'model', 'encoder' or 'decoder', not ${show(part)}`,
  );
  const operations = await readModel('toTfjsLayers', model);
  const g = layersGraph();
  const { input, outputs } = part === 'decoder' ? decoderOf(g, operations) : modelOf(g, operations, part === 'model');
  const doors = (nodes: readonly Node[]): unknown => nodes.map(({ name }) => [name, 0, 0]);
  const config = { name: part, layers: g.layers, input_layers: doors([input]), output_layers: doors(outputs) };
  const { manifest, bytes } = packed(g.weights);
  return {
    modelJson: {
      format: 'layers-model',
      generatedBy: '@autoencoders/exchange',
      convertedBy: null,
      modelTopology: { keras_version: 'tfjs-layers 4.22.0', backend: 'tensor_flow.js', model_config: { class_name: 'Model', config } },
      weightsManifest: [{ paths: ['weights.bin'], weights: manifest }],
    },
    weights: bytes,
  };
}

const inputOf = (g: LayersGraph, name: string, shape: readonly number[]): Node =>
  g.add(name, 'InputLayer', { batch_input_shape: [null, ...shape], dtype: 'float32', sparse: false }, [], shape);

function modelOf(
  g: LayersGraph,
  { encoder, bottleneck, decoder }: ModelOperations,
  whole: boolean,
): { input: Node; outputs: readonly Node[] } {
  const call = 'toTfjsLayers';
  const input = inputOf(g, 'x', encoder.input);
  const encoded = emitChain(call, g, input, encoder);
  const codes = emitChain(call, g, encoded, bottleneck.kind === 'plain' ? bottleneck.codes : bottleneck.mean);
  const named = g.add('codes', 'Activation', { activation: 'linear' }, [codes], codes.shape);
  if (whole) return { input, outputs: [emitChain(call, g, named, decoder)] };
  if (bottleneck.kind === 'plain') return { input, outputs: [named] };
  check(
    bottleneck.logVarRange === undefined,
    () => `${call}: bottleneck has a logVarRange, and TensorFlow.js layers have no layer that clips; part: 'model' has no logVar`,
  );
  const logVar = emitChain(call, g, encoded, bottleneck.logVar);
  return { input, outputs: [named, g.add('log_var', 'Activation', { activation: 'linear' }, [logVar], logVar.shape)] };
}

function decoderOf(g: LayersGraph, { decoder }: ModelOperations): { input: Node; outputs: readonly Node[] } {
  const input = inputOf(g, 'codes', decoder.input);
  return { input, outputs: [emitChain('toTfjsLayers', g, input, decoder)] };
}

/** All weights in one file, little-endian, and where each stands. */
function packed(weights: readonly NamedWeight[]): { readonly manifest: readonly object[]; readonly bytes: Bytes } {
  const view = new DataView(new ArrayBuffer(4 * weights.reduce((sum, { shape }) => sum + sizeOf(shape), 0)));
  let at = 0;
  for (const { values } of weights) for (const value of values) view.setFloat32((at += 4) - 4, value, true);
  const manifest = weights.map(({ name, shape }) => ({ name, shape, dtype: 'float32' }));
  return { manifest, bytes: new Uint8Array(view.buffer) };
}
