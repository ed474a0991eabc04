import { check, checkOptions } from '@autoencoders/core/operations';
import { show, toSafetensors } from '@autoencoders/core/internal';
import type { ModelOperations } from '../operation.js';
import { readModel } from '../read-model.js';
import type { ExportableModel } from '../read-model.js';
import { moduleWriter } from './modules.js';
import { valuesOf } from './parameter.js';
import { parametersOf, pythonCode } from './python.js';
import type { PythonParts } from './python.js';

/** Options of `toPytorch`. */
export interface PytorchOptions {
  /** The name of the Python class. Default `Autoencoder`, `Classifier` or `Regressor`. */
  readonly className?: string | undefined;
}

/** A model for PyTorch. */
export interface PytorchModel {
  /** The state dict as a safetensors file, for `safetensors.torch.load_file`. */
  readonly weights: Uint8Array;
  /** Python code with the class of the model. */
  readonly code: string;
}

/**
 * A model for PyTorch: its state dict, and a Python class that takes it. Images are `[batch, channels, height, width]` and series `[batch,
 * channels, time]`, as PyTorch has them; where a dense layer stands beside a flatten or a reshape, its kernel is reordered to fit. Codes are the
 * same numbers in the same order. Throws for a layer that is not of these packages.
 *
 * ```ts
 * const { weights, code } = await toPytorch(model);
 * await writeFile('model.safetensors', weights);
 * await writeFile('model.py', code);
 * ```
 */
export async function toPytorch(model: ExportableModel, options: PytorchOptions = {}): Promise<PytorchModel> {
  checkOptions('toPytorch', options, { className: true });
  const operations = await readModel('toPytorch', model);
  const { kind, bottleneck } = operations;
  const { className = `${kind[0]!.toUpperCase()}${kind.slice(1)}` } = options;
  check(/^[A-Za-z_]\w*$/.test(className), () => `toPytorch: className must be a name of Python, not ${show(className)}`);
  const parts = pythonParts('toPytorch', operations);
  const tensors = Object.fromEntries(
    Object.entries(parametersOf(parts)).map(([name, parameter]) => [name, { shape: parameter.shape, values: valuesOf(parameter) }]),
  );
  const range = bottleneck.kind === 'gaussian' ? bottleneck.logVarRange : undefined;
  return {
    weights: toSafetensors({ tensors, metadata: { format: 'pt' } }),
    code: pythonCode(className, kind, parts, `A model of @autoencoders. Input: ${inputOf(operations)}.`, range),
  };
}

const inputOf = ({ encoder: { input } }: ModelOperations): string =>
  `[batch, ${(input.length === 1 ? input : [input.at(-1), ...input.slice(0, -1)]).join(', ')}]`;

/** The parts of a model as PyTorch's modules. */
export function pythonParts(call: string, { kind, encoder, bottleneck, decoder }: ModelOperations): PythonParts {
  const writer = moduleWriter(call);
  const last = kind === 'autoencoder' ? 'decoder' : 'head';
  if (bottleneck.kind === 'plain') {
    const whole = { ...encoder, operations: [...encoder.operations, ...bottleneck.codes.operations] };
    return { encoder: writer.chain('encoder', whole).modules, [last]: writer.chain(last, decoder).modules };
  }
  const { mean, logVar } = bottleneck;
  const { modules, after: start } = writer.chain('encoder', encoder, { next: mean.operations[0] });
  return {
    encoder: modules,
    mean: writer.chain('mean', mean, { start }).modules,
    log_var: writer.chain('log_var', logVar, { start }).modules,
    [last]: writer.chain(last, decoder).modules,
  };
}
