import { InputError } from '@autoencoders/core';
import { expect, test } from 'vitest';
import type { OwnFile } from './index.js';
import { areOfModel, modelFileIn } from './model-folder.js';

const at = (path: string, type = ''): OwnFile => ({ path, file: new File([''], path.split('/').at(-1)!, { type }) });
const files = (...paths: string[]) => paths.map((path) => at(path));

test('a model is one file, or a folder as Hugging Face has it', () => {
  for (const paths of [
    ['model.safetensors'],
    ['my run.safetensors'],
    ['model.safetensors', 'config.json'],
    ['digits/README.md', 'digits/config.json', 'digits/model.safetensors', 'digits/onnx/model.onnx'],
    ['run/best.safetensors', 'run/model.safetensors'],
  ]) {
    expect(areOfModel(files(...paths))).toBe(true);
    expect(modelFileIn(files(...paths)).name).toMatch(/^(model|my run)\.safetensors$/);
  }
});

test.each([
  [['config.json'], 'the weights of the model are missing; give the file model.safetensors as well'],
  [['m/model-00001-of-00002.safetensors', 'm/model-00002-of-00002.safetensors'], '2 files hold models or parts of one'],
  [['a/model.safetensors', 'b/model.safetensors'], '(a/model.safetensors, b/model.safetensors); open one model at a time'],
])('%j says what is wrong', (paths, words) => {
  expect(areOfModel(files(...paths))).toBe(true);
  expect(() => modelFileIn(files(...paths))).toThrow(InputError);
  expect(() => modelFileIn(files(...paths))).toThrow(words);
});

test('a file by itself is opened whatever its name', () => expect(modelFileIn(files('download')).name).toBe('download'));

test('tables and pictures are no models, also beside a config.json', () => {
  expect(areOfModel(files('table.json', 'a.csv'))).toBe(false);
  expect(areOfModel([at('pets/config.json'), at('pets/a.png', 'image/png')])).toBe(false);
});
