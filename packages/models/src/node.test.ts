import '@tensorflow/tfjs-backend-cpu';
import { execFileSync } from 'node:child_process';
import { lstat, mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fill, tidy } from '@tensorflow/tfjs-core';
import { InputError } from '@autoencoders/core';
import { dense } from '@autoencoders/layers';
import { digitsLike, expectNoLeaks } from '@autoencoders/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { gaussianModel, numbers, plainModel, weightsOf } from '../test/helpers.js';
import { classifier } from './classifier.js';
import { loadFile, saveFile } from './node.js';
import { readMetadata, save } from './save.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'models-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('saveFile and loadFile', () => {
  test('bring a model back', async () => {
    using model = gaussianModel();
    const path = join(folder, 'model.safetensors');
    await expectNoLeaks(() => saveFile(model, path, { metadata: { epochs: '3' } }));
    using loaded = await loadFile(path, { kind: 'autoencoder' });
    expect(weightsOf(loaded)).toEqual(weightsOf(model));
    const x = digitsLike(3);
    expect(numbers(loaded.reconstruct(x))).toEqual(numbers(model.reconstruct(x)));
    x.dispose();
    expect(readMetadata(await readFile(path))).toEqual({ epochs: '3' });
    expect(await readdir(folder)).toEqual(['model.safetensors']);
  });

  test('bring a classifier back; another kind than the one asked for is refused', async () => {
    using model = classifier({ input: [64], encoder: dense(5), classes: 3, seed: 2 });
    const path = join(folder, 'classifier.safetensors');
    await saveFile(model, path);
    using loaded = await loadFile(path, { kind: 'classifier' });
    expect(loaded.classes).toBe(3);
    const x = digitsLike(3);
    expect(numbers(loaded.probabilities(x))).toEqual(numbers(model.probabilities(x)));
    x.dispose();
    await expect(loadFile(path, { kind: 'autoencoder' })).rejects.toThrow(
      new InputError('load: the file holds a model of kind "classifier", not "autoencoder"'),
    );
  });

  test('replace a file that is there', async () => {
    using first = plainModel(1);
    using second = plainModel(2);
    const path = join(folder, 'model.safetensors');
    await saveFile(first, path);
    await saveFile(second, path);
    using loaded = await loadFile(path, { kind: 'autoencoder' });
    expect(weightsOf(loaded)).toEqual(weightsOf(second));
    expect(await readdir(folder)).toEqual(['model.safetensors']);
  });
});

describe('saveFile', () => {
  test('leaves the old file as it was where the model cannot be saved', async () => {
    using first = plainModel(1);
    using second = plainModel(2);
    const path = join(folder, 'model.safetensors');
    await saveFile(first, path);
    const before = await readFile(path);
    tidy(() => (second.weights as any).decoder[2].bias.assign(fill([64], NaN)));
    await expect(saveFile(second, path)).rejects.toThrow('save: the model has NaN among the weights decoder.2.bias');
    expect(await readdir(folder)).toEqual(['model.safetensors']);
    expect(await readFile(path)).toEqual(before);
  });

  test('refuses a path that is no file, and leaves no part', async () => {
    using model = plainModel();
    const taken = join(folder, 'taken');
    await mkdir(join(taken, 'inside'), { recursive: true });
    await expect(saveFile(model, taken)).rejects.toThrow(new InputError(`saveFile: ${taken} is a folder; name a file`));
    await expect(saveFile(model, '')).rejects.toThrow('saveFile:  is not a file name');
    expect(await readdir(folder)).toEqual(['taken']);
  });

  test('makes the folders that the file lies in, and writes through links', async () => {
    using model = plainModel();
    await saveFile(model, join(folder, 'new', 'model.safetensors'));
    await symlink(join('new', 'model.safetensors'), join(folder, 'link'));
    using other = plainModel(3);
    await saveFile(other, join(folder, 'link'));
    expect((await lstat(join(folder, 'link'))).isSymbolicLink()).toBe(true);
    using loaded = await loadFile(join(folder, 'new', 'model.safetensors'), { kind: 'autoencoder' });
    expect(weightsOf(loaded)).toEqual(weightsOf(other));
  });

  test.skipIf(process.platform === 'win32')('writes into a FIFO, which stays one', async () => {
    using model = plainModel();
    const path = join(folder, 'fifo');
    execFileSync('mkfifo', [path]);
    const [read] = await Promise.all([readFile(path), saveFile(model, path)]);
    expect((await lstat(path)).isFIFO()).toBe(true);
    expect([...read]).toEqual([...(await save(model))]);
  });
});

describe('loadFile', () => {
  test('says which file cannot be read, and why', async () => {
    const path = join(folder, 'none.safetensors');
    await expect(loadFile(path)).rejects.toThrow(new InputError(`loadFile: ${path} cannot be read (ENOENT)`));
    await expect(loadFile(folder)).rejects.toThrow(new InputError(`loadFile: ${folder} cannot be read (EISDIR)`));
  });

  test('refuses a file that holds no model', async () => {
    const path = join(folder, 'note.txt');
    await writeFile(path, 'hello');
    await expectNoLeaks(() =>
      expect(loadFile(path)).rejects.toThrow(new InputError('safetensors: the file has 5 bytes, too few for a header')),
    );
  });
});
