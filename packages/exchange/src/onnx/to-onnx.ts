import { check, checkBoolean, checkOptions } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import type { Chain, ModelOperations } from '../operation.js';
import { readModel } from '../read-model.js';
import type { ExportableModel } from '../read-model.js';
import { emit } from './emit.js';
import { graph, withChannels } from './graph.js';
import type { Graph, Value } from './graph.js';
import { onnxBytes } from './proto.js';
import type { Door } from './proto.js';

/** Options of `toOnnx`. */
export interface OnnxOptions {
  /** What the file computes. `model` (default): all outputs of the model. `encoder`: the codes alone. `decoder`: from codes to the output. */
  readonly part?: 'model' | 'encoder' | 'decoder' | undefined;
  /**
   * Whether a Gaussian bottleneck has an input `noise`, `[batch, codeSize]`: codes = mean + exp(logVar / 2)·noise. Default false: codes = mean.
   * Nothing in the file is random.
   */
  readonly noise?: boolean | undefined;
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
 *
 * Results agree with ours to about 1e-5. Throws for a layer that is not of these packages: it names the layer and its place.
 *
 * ```ts
 * await writeFile('model.onnx', await toOnnx(model));
 * ```
 */
export async function toOnnx(model: ExportableModel, options: OnnxOptions = {}): Promise<Uint8Array<ArrayBuffer>> {
  checkOptions('toOnnx', options, { part: true, noise: true, metadata: true });
  const { part = 'model', noise = false, metadata = {} } = options;
  check(['model', 'encoder', 'decoder'].includes(part), () => `toOnnx: part must be 'model', 'encoder' or 'decoder', not ${show(part)}`);
  checkBoolean('toOnnx', 'noise', noise);
  for (const [key, value] of Object.entries(metadata))
    check(typeof value === 'string', () => `toOnnx: metadata.${key} must be a string, not ${show(value)}`);
  const operations = await readModel('toOnnx', model);
  check(!noise || operations.bottleneck.kind === 'gaussian', 'toOnnx: noise is for models with a Gaussian bottleneck');
  check(!noise || part !== 'decoder', 'toOnnx: noise is for the encoder; the decoder has none');
  const g = graph();
  const { inputs, outputs } = part === 'decoder' ? decoderOf(g, operations) : modelOf(g, operations, part === 'model', noise);
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

type Doors = { readonly inputs: readonly Door[]; readonly outputs: readonly Door[] };

const entrance = (name: string, { input }: Pick<Chain, 'input'>): Value => ({ name, shape: input, first: false });

/** Gives a tensor the name of an output, channels last. */
function exit(g: Graph, name: string, value: Value, about: string): Door {
  g.at('output');
  g.rename(withChannels(g, value, false).name, name);
  return { name, shape: value.shape, about };
}

const OUTPUT_OF = {
  autoencoder: ['reconstruction', 'what the decoder makes of the codes'],
  classifier: ['probabilities', 'the probability of each class'],
  regressor: ['predictions', 'the predicted numbers'],
} as const;

function decoderOf(g: Graph, { kind, decoder }: ModelOperations): Doors {
  const codes = entrance('codes', decoder);
  const [name, about] = OUTPUT_OF[kind];
  return {
    inputs: [{ name: 'codes', shape: decoder.input, about: 'codes, as the encoder gives them' }],
    outputs: [exit(g, name, emit(g, codes, decoder.operations), about)],
  };
}

function modelOf(g: Graph, { kind, encoder, bottleneck, decoder }: ModelOperations, whole: boolean, noise: boolean): Doors {
  const inputs: Door[] = [{ name: 'x', shape: encoder.input, about: 'examples; channels are the last axis' }];
  const encoded = emit(g, entrance('x', encoder), encoder.operations);
  const outputs: Door[] = [];
  let codes: Value;
  if (bottleneck.kind === 'plain') codes = emit(g, encoded, bottleneck.codes.operations);
  else {
    const mean = emit(g, encoded, bottleneck.mean.operations);
    const logVar = clipped(g, emit(g, encoded, bottleneck.logVar.operations), bottleneck.logVarRange);
    codes = noise ? drawn(g, mean, logVar) : mean;
    if (noise) inputs.push({ name: 'noise', shape: mean.shape, about: 'numbers from N(0, 1); zeros give the mean' });
    outputs.push(exit(g, 'mean', mean, 'the mean of the posterior'), exit(g, 'logVar', logVar, 'the logarithm of its variance'));
  }
  outputs.unshift(exit(g, 'codes', codes, 'codes'));
  if (whole) {
    const [name, about] = OUTPUT_OF[kind];
    outputs.push(exit(g, name, emit(g, codes, decoder.operations), about));
  }
  return { inputs, outputs };
}

/** A tensor within bounds. */
function clipped(g: Graph, value: Value, range: readonly [number, number] | undefined): Value {
  if (!range) return value;
  const [least, greatest] = ['least', 'greatest'].map((name, i) => g.floats(name, Float32Array.of(range[i]!), []));
  return { ...value, name: g.node('Clip', [value.name, least!, greatest!]) };
}

/** mean + exp(logVar / 2)·noise. */
function drawn(g: Graph, mean: Value, logVar: Value): Value {
  const half = g.floats('half', Float32Array.of(0.5), []);
  const deviation = g.node('Exp', [g.node('Mul', [logVar.name, half])]);
  return { ...mean, name: g.node('Add', [mean.name, g.node('Mul', [deviation, 'noise'])]) };
}
