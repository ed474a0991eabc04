import { check, checkBoolean, checkFunction, checkOptions, showShape } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import type { TableEncoder } from '@autoencoders/tables';
import type { Shape } from '@autoencoders/core';
import type { Chain, ModelOperations } from '../operation.js';
import { readModel } from '../read-model.js';
import type { ExportableModel } from '../read-model.js';
import { emit } from './emit.js';
import { withoutBatchNorm } from './fold-batch-norm.js';
import { graph, withChannels } from './graph.js';
import type { Graph, Value } from './graph.js';
import { drawn, posterior } from './model-graph.js';
import type { OnnxLayer } from './own-layer.js';
import { onnxBytes } from './proto.js';
import type { ValueInfo } from './proto.js';
import { checkNames, tableFeatures } from './tables/table-features.js';
import type { Bytes } from '../protobuf.js';

/** Options of `toOnnx`. */
export interface OnnxOptions {
  /** What the file computes. `model` (default): all outputs of the model. `encoder`: the codes alone. `decoder`: from codes to the output. */
  readonly part?: 'model' | 'encoder' | 'decoder' | undefined;
  /**
   * Whether a Gaussian bottleneck has an input `noise`, `[batch, codeSize]`: codes = mean + exp(logVar / 2)·noise. Default false: codes = mean.
   * Nothing in the file is random.
   */
  readonly noise?: boolean | undefined;
  /**
   * The encoder of the table that the model was trained on. The file then takes the columns of the table as they are, one input `[batch, 1]`
   * for each: numbers as float64 with NaN for a missing cell, date-times as seconds since 1970 (UTC), words as strings with "" for a missing
   * cell. It also has the output `features`, `[batch, width]`. Default: the input is `x`.
   */
  readonly encoder?: TableEncoder | undefined;
  /**
   * Whether a batch norm that follows a dense layer or a convolution becomes part of its weights. Default false: it is a node of its own, and the
   * weights are those of the model. onnxruntime itself does it after a convolution, not after others.
   */
  readonly foldBatchNorm?: boolean | undefined;
  /**
   * How to write layers and bottlenecks of your own, by the names in their configs: functions that add operators of ONNX. Default: none, and such
   * a layer is refused.
   */
  readonly layers?: Readonly<Record<string, OnnxLayer>> | undefined;
  /** Texts to keep in the file, such as the record of the training. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

/**
 * A model as an ONNX file (opset 17, IR 8), which onnxruntime runs in Python, C++, Java, C#, Rust and browsers. The batch may have any size. Images and
 * series have their channels last, as here. Input and outputs are float32:
 *
 * | name | shape | in |
 * | --- | --- | --- |
 * | `x` | `[batch, …input]` | the input; of the decoder, `codes` |
 * | `codes` | `[batch, codeSize]` | every model and encoder; of a Gaussian bottleneck also `mean` and `logVar` |
 * | `reconstruction` | `[batch, …input]` | autoencoders and stacks |
 * | `probabilities` | `[batch, classes]` | classifiers |
 * | `predictions` | `[batch, targets]` | regressors |
 * | `features` | `[batch, width]` | models with `encoder`; the inputs are the columns then |
 *
 * Results agree with ours to about 1e-5. Throws for a layer that is neither of these packages nor in `layers`: it names the layer and its place.
 *
 * ```ts
 * await writeFile('model.onnx', await toOnnx(model));
 * ```
 */
export async function toOnnx(model: ExportableModel, options: OnnxOptions = {}): Promise<Bytes> {
  checkOptions('toOnnx', options, { part: true, noise: true, encoder: true, foldBatchNorm: true, layers: true, metadata: true });
  const { part = 'model', noise = false, encoder, foldBatchNorm = false, layers = {}, metadata = {} } = options;
  check(['model', 'encoder', 'decoder'].includes(part), () => `toOnnx: part must be 'model', 'encoder' or 'decoder', not ${show(part)}`);
  checkBoolean('toOnnx', 'noise', noise);
  checkBoolean('toOnnx', 'foldBatchNorm', foldBatchNorm);
  checkMetadata('toOnnx', metadata);
  for (const [name, write] of Object.entries(layers)) checkFunction('toOnnx', `layers.${name}`, write);
  const asIs = await readModel('toOnnx', model, layers);
  const operations = foldBatchNorm ? withoutBatchNorm(asIs) : asIs;
  check(!noise || operations.bottleneck.kind === 'gaussian', 'toOnnx: noise is for models with a Gaussian bottleneck');
  check(!noise || part !== 'decoder', 'toOnnx: noise is for the encoder; the decoder has none');
  check(!encoder || part !== 'decoder', 'toOnnx: encoder is for the columns of a table, which the decoder does not take');
  checkEncoder('toOnnx', encoder, operations.encoder.input);
  const g = graph();
  const { inputs, outputs } =
    part === 'decoder' ? decoderOf(g, operations) : modelOf(g, operations, { whole: part === 'model', noise, encoder });
  checkNames('toOnnx', g, inputs);
  return onnxBytes({
    name: operations.kind,
    about: `${operations.kind} of @autoencoders: ${part === 'model' ? 'all its outputs' : `the ${part}`}`,
    nodes: g.nodes,
    constants: g.constants,
    inputs,
    outputs,
    metadata,
  });
}

/** Throws unless metadata are texts. */
export function checkMetadata(call: string, metadata: Readonly<Record<string, unknown>>): void {
  for (const [key, value] of Object.entries(metadata))
    check(typeof value === 'string', () => `${call}: metadata.${key} must be a string, not ${show(value)}`);
}

/** Throws unless the features of an encoder are examples of this shape. */
function checkEncoder(call: string, encoder: TableEncoder | undefined, shape: Shape): void {
  if (encoder === undefined) return;
  check(typeof encoder?.encode === 'function', () => `${call}: encoder must be one, such as fitEncoder gives, not ${show(encoder)}`);
  check(
    shape.length === 1 && shape[0] === encoder.width,
    () => `${call}: the encoder gives ${encoder.width} features, and the input of the model is ${showShape(shape)}`,
  );
}

type Signature = { readonly inputs: readonly ValueInfo[]; readonly outputs: readonly ValueInfo[] };

const inputValue = (name: string, { input }: Pick<Chain, 'input'>): Value => ({ name, shape: input, first: false });

/** Gives a tensor the name of an output, channels last. */
export function namedOutput(g: Graph, name: string, value: Value, about: string): ValueInfo {
  g.at('output');
  g.rename(withChannels(g, value, false).name, name);
  return { name, shape: value.shape, about };
}

const OUTPUT_OF = {
  autoencoder: ['reconstruction', 'what the decoder makes of the codes'],
  classifier: ['probabilities', 'the probability of each class'],
  regressor: ['predictions', 'the predicted numbers'],
} as const;

function decoderOf(g: Graph, { kind, decoder }: ModelOperations): Signature {
  const codes = inputValue('codes', decoder);
  const [name, about] = OUTPUT_OF[kind];
  return {
    inputs: [{ name: 'codes', shape: decoder.input, about: 'codes, as the encoder gives them' }],
    outputs: [namedOutput(g, name, emit(g, codes, decoder.operations), about)],
  };
}

interface ModelParts {
  readonly whole: boolean;
  readonly noise: boolean;
  readonly encoder: TableEncoder | undefined;
}

/** All names that an output may have, and the input of the noise. */
const TAKEN = ['features', 'codes', 'mean', 'logVar', 'noise', ...Object.values(OUTPUT_OF).map(([name]) => name)];

function modelOf(
  g: Graph,
  { kind, encoder, bottleneck, decoder }: ModelOperations,
  { whole, noise, encoder: ofTable }: ModelParts,
): Signature {
  const table = ofTable && tableFeatures(g, ofTable, TAKEN);
  const inputs: ValueInfo[] = table
    ? [...table.inputs]
    : [{ name: 'x', shape: encoder.input, about: 'examples; channels are the last axis' }];
  const encoded = emit(g, inputValue(table?.features ?? 'x', encoder), encoder.operations);
  const outputs: ValueInfo[] = [];
  let codes: Value;
  if (bottleneck.kind === 'plain') codes = emit(g, encoded, bottleneck.codes.operations);
  else {
    const { mean, logVar } = posterior(g, encoded, bottleneck);
    codes = noise ? drawn(g, mean, logVar) : mean;
    if (noise) inputs.push({ name: 'noise', shape: mean.shape, about: 'numbers from N(0, 1); zeros give the mean' });
    outputs.push(
      namedOutput(g, 'mean', mean, 'the mean of the posterior'),
      namedOutput(g, 'logVar', logVar, 'the logarithm of its variance'),
    );
  }
  outputs.unshift(namedOutput(g, 'codes', codes, 'codes'));
  if (whole) {
    const [name, about] = OUTPUT_OF[kind];
    outputs.push(namedOutput(g, name, emit(g, codes, decoder.operations), about));
  }
  if (table)
    outputs.push(
      namedOutput(g, 'features', inputValue(table.features, encoder), 'the features of the columns, in the order of the encoder'),
    );
  return { inputs, outputs };
}
