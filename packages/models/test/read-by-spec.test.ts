import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
/** Where there is no Python with NumPy, only our own reader is tested. */
const hasNumpy = spawnSync('python3', ['-c', 'import numpy']).status === 0;
const outputs = JSON.parse(readFileSync(here('files/v1/outputs.json'), 'utf8')) as Record<string, { input: number[]; output: number[] }>;

test.skipIf(!hasNumpy).each(['dense', 'tied', 'variational'])('docs/file-format.md is enough to read a %s model in Python', (name) => {
  const { input, output } = outputs[name]!;
  const ran = spawnSync('python3', [here('read_by_spec.py'), here(`files/v1/${name}.safetensors`)], {
    input: JSON.stringify(input),
    encoding: 'utf8',
  });
  expect(ran.stderr).toBe('');
  const found = JSON.parse(ran.stdout) as number[];
  expect(found).toHaveLength(output.length);
  found.forEach((value, i) => expect(value).toBeCloseTo(output[i]!, 5));
});
