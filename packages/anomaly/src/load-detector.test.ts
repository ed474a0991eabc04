import { setBackend } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { InputError } from '@autoencoders/core';
import { parseSafetensors, toSafetensors } from '@autoencoders/core/internal';
import { beforeAll, describe, expect, test } from 'vitest';
import { draws } from '../test/draws.js';
import { fitDetector, fitSeriesDetector, loadDetector, loadSeriesDetector, pca, saveDetector } from './index.js';

const files: Record<string, Uint8Array> = {};
beforeAll(async () => {
  await setBackend('cpu');
  using rows = await fitDetector({ shape: [3], values: draws(1).normal(90) }, { method: pca(), folds: 1 });
  using series = await fitSeriesDetector(
    { values: draws(2).normal(200), channels: 2 },
    { method: pca(), window: 5, columns: ['a', 'b'], rule: { vote: { of: 3, atLeast: 2 } } },
  );
  files.rows = await saveDetector(rows);
  files.series = await saveDetector(series);
});

/** Every place in JSON, two levels deep. */
const places = (json: Record<string, unknown>): readonly (readonly string[])[] =>
  Object.entries(json).flatMap(([name, value]) => [
    [name],
    ...(typeof value === 'object' && value !== null ? Object.keys(value).map((key) => [name, key]) : []),
  ]);

/** The file with another value at a place of its config. */
function withPart(bytes: Uint8Array, [name, key]: readonly string[], value: unknown): Uint8Array {
  const { tensors, metadata } = parseSafetensors(bytes);
  const json = JSON.parse(metadata.detector!) as Record<string, any>;
  if (key === undefined) json[name!] = value;
  else json[name!][key] = value;
  return toSafetensors({ tensors, metadata: { detector: JSON.stringify(json) } });
}

describe.each([
  ['rows', loadDetector],
  ['series', loadSeriesDetector],
] as const)('a damaged file of a detector of %s', (name, open) => {
  test('is refused by an InputError, or opens and can be used', async () => {
    const json = JSON.parse(parseSafetensors(files[name]!).metadata.detector!) as Record<string, unknown>;
    let [refused, opened] = [0, 0];
    for (const place of places(json))
      for (const value of [undefined, null, {}, [], [null], 'x', -1, 0.5, 1e308, [1, 2, 3]]) {
        try {
          using detector = await open(withPart(files[name]!, place, value));
          if (detector.kind === 'series') await detector.detect({ values: draws(3).normal(40), channels: 2 }, { contributions: true });
          else await detector.detect({ shape: [3], values: draws(3).normal(30) }, { contributions: true });
          opened++;
        } catch (error) {
          expect(error, `${place.join('.')} = ${JSON.stringify(value)}`).toBeInstanceOf(InputError);
          refused++;
        }
      }
    expect(refused).toBeGreaterThan(5 * opened);
  });

  test('says what is wrong', async () => {
    await expect(open(withPart(files[name]!, ['threshold', 'ties'], 9000))).rejects.toThrow(
      'threshold of the detector is not as it should be',
    );
    await expect(open(withPart(files[name]!, ['version'], 2))).rejects.toThrow('the file is of version 2, this reads version 1');
    await expect(open(withPart(files[name]!, ['kind'], 'pictures'))).rejects.toThrow('there is no kind of detector "pictures"');
    await expect(open(withPart(files[name]!, ['shape'], [7, 7]))).rejects.toThrow(InputError);
    await expect(open(files[name]!.subarray(0, 200))).rejects.toThrow('safetensors');
    await expect(open(toSafetensors({ tensors: {}, metadata: {} }))).rejects.toThrow(
      'the file holds no detector; was it written by saveDetector?',
    );
  });
});
