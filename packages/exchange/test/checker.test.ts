import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setBackend } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { detectorToOnnx, toOnnx } from '../src/index.js';
import { fittedDetectors } from './detectors.js';
import { fixedModels } from './models.js';
import { pythonWith, runPython } from './python.js';
import { around, randomModels, sampling } from './random-models.js';
import { fittedSeriesDetectors } from './series.js';

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

test.skipIf(!python)('nor in a detector of raw columns, with its loop over them', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'autoencoders-onnx-'));
  try {
    const { detectors, encoder } = await fittedDetectors();
    const paths = await Promise.all(
      Object.values(detectors).map(async (detector, i) => {
        const path = join(folder, `${i}.onnx`);
        writeFileSync(path, await detectorToOnnx(detector));
        detector.dispose();
        return path;
      }),
    );
    const found = JSON.parse(runPython(python!, [join(import.meta.dirname, 'check_onnx.py'), ...paths]));
    const outputs = { score: ['batch'], contributions: ['batch', encoder.columns.length], alarm: ['batch'] };
    const opset = [
      ['', 17],
      ['ai.onnx.ml', 3],
    ];
    for (const each of found) {
      expect(each).toMatchObject({ ir: 8, opset, outputs });
      expect(Object.values(each.inputs)).toEqual(encoder.columns.map(() => ['batch', 1]));
      expect(JSON.parse(each.metadata.columns)).toEqual(encoder.columns.map(({ name }) => name));
    }
    expect(found.length).toBeGreaterThan(9);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.skipIf(!python)('nor in a detector of series', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'autoencoders-onnx-'));
  try {
    const detectors = await fittedSeriesDetectors();
    const paths = await Promise.all(
      Object.values(detectors).map(async (detector, i) => {
        const path = join(folder, `${i}.onnx`);
        writeFileSync(path, await detectorToOnnx(detector));
        detector.dispose();
        return path;
      }),
    );
    const found = JSON.parse(runPython(python!, [join(import.meta.dirname, 'check_onnx.py'), ...paths]));
    for (const each of found) {
      expect(each.inputs).toEqual({ x: ['time', 2], times: ['time'] });
      expect(each.outputs).toEqual({ score: ['time'], contributions: ['time', 2], alarm: ['time'] });
      expect(each.metadata).toMatchObject({ columns: '["load","heat"]', window: '5', rule: '{"minLength":2}' });
    }
    expect(found.length).toBeGreaterThan(6);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
