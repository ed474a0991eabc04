import '@tensorflow/tfjs-backend-cpu';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { InputError } from '@autoencoders/core';
import { dense } from '@autoencoders/layers';
import { digitsLike, expectNoLeaks } from '@autoencoders/testing';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { gaussianModel, numbers, plainModel, weightsOf } from '../test/helpers.js';
import { classifier } from './classifier.js';
import { readMetadata } from './file.js';
import { loadFile, saveFile } from './node.js';
import { loadClassifier } from './save.js';

vi.mock('node:fs/promises', async (original) => {
  const fs = await original<typeof import('node:fs/promises')>();
  return { ...fs, writeFile: vi.fn(fs.writeFile) };
});

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
    using loaded = await loadFile<Tensor2D>(path);
    expect(weightsOf(loaded)).toEqual(weightsOf(model));
    const x = digitsLike(3);
    expect(numbers(loaded.reconstruct(x))).toEqual(numbers(model.reconstruct(x)));
    x.dispose();
    expect(readMetadata(await readFile(path))).toEqual({ epochs: '3' });
    expect(await readdir(folder)).toEqual(['model.safetensors']);
  });

  test('bring a classifier back, given what opens one', async () => {
    using model = classifier({ input: [64], encoder: dense(5), classes: 3, seed: 2 });
    const path = join(folder, 'classifier.safetensors');
    await saveFile(model, path);
    using loaded = await loadFile(path, { open: loadClassifier });
    expect(loaded.classes).toBe(3);
    const x = digitsLike(3);
    expect(numbers(loaded.probabilities(x))).toEqual(numbers(model.probabilities(x)));
    x.dispose();
    await expect(loadFile(path)).rejects.toThrow(
      new InputError('load: the file holds a classifier, not an autoencoder; open it by loadClassifier'),
    );
  });

  test('replace a file that is there', async () => {
    using first = plainModel(1);
    using second = plainModel(2);
    const path = join(folder, 'model.safetensors');
    await saveFile(first, path);
    await saveFile(second, path);
    using loaded = await loadFile(path);
    expect(weightsOf(loaded)).toEqual(weightsOf(second));
    expect(await readdir(folder)).toEqual(['model.safetensors']);
  });
});

describe('when writing fails', () => {
  test('halfway, the old file is as it was, and no part is left', async () => {
    using first = plainModel(1);
    using second = plainModel(2);
    const path = join(folder, 'model.safetensors');
    await saveFile(first, path);
    const before = await readFile(path);
    const { writeFile: write } = await vi.importActual<typeof import('node:fs/promises')>('node:fs/promises');
    vi.mocked(writeFile).mockImplementationOnce(async (part, bytes) => {
      await write(part, (bytes as Uint8Array).subarray(0, 1000));
      throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
    });
    await expect(saveFile(second, path)).rejects.toThrow('ENOSPC');
    expect(await readdir(folder)).toEqual(['model.safetensors']);
    expect(await readFile(path)).toEqual(before);
  });

  test('at taking the name, no part is left', async () => {
    using model = plainModel();
    await mkdir(join(folder, 'taken', 'inside'), { recursive: true });
    await expect(saveFile(model, join(folder, 'taken'))).rejects.toThrow(/EISDIR|ENOTEMPTY|EEXIST|EPERM/);
    expect(await readdir(folder)).toEqual(['taken']);
  });

  test('for want of a folder, nothing is made', async () => {
    using model = plainModel();
    await expect(saveFile(model, join(folder, 'none', 'model.safetensors'))).rejects.toThrow('ENOENT');
    expect(await readdir(folder)).toEqual([]);
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
