import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setBackend } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { toOnnx } from '../src/index.js';
import { fixedModels } from './models.js';
import { pythonWith, runPython } from './python.js';
import { around, randomModels, sampling } from './random-models.js';

const python = pythonWith('onnx');
beforeAll(() => setBackend('cpu'));

test.skipIf(!python)('onnx.checker and its shape inference find nothing wrong', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'autoencoders-onnx-'));
  try {
    const models = [
      ...Object.values(fixedModels).map((make) => make()),
      ...fc.sample(randomModels, sampling(40)).map(([input, layers, between, seed]) => around(input, layers, { between, seed })),
    ];
    const paths = await Promise.all(
      models.map(async (model, i) => {
        const path = join(folder, `${i}.onnx`);
        writeFileSync(path, await toOnnx(model, { metadata: { run: '{"epochs":3}' } }));
        return path;
      }),
    );
    const found = JSON.parse(runPython(python!, [join(import.meta.dirname, 'check_onnx.py'), ...paths]));
    models.forEach((model, i) => {
      expect(found[i]).toMatchObject({ ir: 8, opset: [['', 17]], metadata: { run: '{"epochs":3}' } });
      expect(found[i].inputs).toEqual({ x: ['batch', ...model.spec.input] });
      expect(found[i].outputs.codes).toEqual(['batch', model.codeSize]);
      if (found[i].outputs.reconstruction) expect(found[i].outputs.reconstruction).toEqual(['batch', ...model.spec.input]);
      model.dispose();
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
