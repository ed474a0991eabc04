import { readWeights, writeWeights } from '@autoencoders/core';
import { check, checkOptions } from '@autoencoders/core/operations';
import { checkBytes, show, showUntrusted } from '@autoencoders/core/internal';
import { checkModel, operationsWith } from '../read-model.js';
import type { ExportableModel } from '../read-model.js';
import { matched } from './match.js';
import { oursOf } from './parameter.js';
import { parametersOf } from './python.js';
import { floatTensors } from './tensors.js';
import { pythonParts } from './to-pytorch.js';

/** Options of `loadPytorch`. */
export interface LoadPytorchOptions {
  /**
   * Which tensor of the file is which parameter: `{ 'encoder.0.weight': 'fc1.weight' }`. The keys are the names that `toPytorch` gives. Default:
   * equal names, or equal shapes where only one assignment is possible.
   */
  readonly names?: Readonly<Record<string, string>> | undefined;
}

/**
 * Loads weights that PyTorch wrote as a safetensors file (`safetensors.torch.save_file(model.state_dict(), path)`) into a model of the same
 * layers: types F32, F64, F16 and BF16. A dense layer beside a flatten or a reshape gets its kernel in our order. Weights that PyTorch does
 * not have stay, such as the counters of dead units. What the model had before does not matter: weights that are NaN are replaced.
 * Throws when a tensor is missing, has another shape, or could be several; the model then stays as it is.
 *
 * ```ts
 * await loadPytorch(model, await readFile('model.safetensors'), { names: { 'encoder.0.weight': 'fc1.weight', 'encoder.0.bias': 'fc1.bias' } });
 * ```
 *
 * @param bytes The content of the file.
 */
export async function loadPytorch(model: ExportableModel, bytes: Uint8Array, options: LoadPytorchOptions = {}): Promise<void> {
  checkBytes('loadPytorch', bytes);
  checkOptions('loadPytorch', options, { names: true });
  const { names } = options;
  check(names === undefined || typeof names === 'object', () => `loadPytorch: names must be an object, not ${show(names)}`);
  checkModel('loadPytorch', model);
  const weights = await readWeights(model);
  const parameters = parametersOf(pythonParts('loadPytorch', operationsWith('loadPytorch', model, weights)));
  const tensors = floatTensors(bytes);
  const found = matched(parameters, tensors, names);
  const loaded = { ...weights };
  for (const [name, parameter] of Object.entries(parameters)) {
    const { shape, values } = tensors[found[name]!]!;
    check(
      String(shape) === String(parameter.shape),
      () =>
        `loadPytorch: ${showUntrusted(found[name])} is [${shape.join(', ')}] in the file, and ${name} of the model is [${parameter.shape.join(', ')}]`,
    );
    const { path } = parameter.weight;
    loaded[path] = { shape: weights[path]!.shape, values: oursOf(parameter, values()) };
  }
  writeWeights(model, loaded);
}
