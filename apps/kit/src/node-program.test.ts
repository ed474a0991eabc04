import { expect, test } from 'vitest';
import { nodeProgram } from './node-program.js';

const model = `import { adam } from '@autoencoders/core';
import { chain, dense } from '@autoencoders/layers';
import type { Tensor2D } from '@tensorflow/tfjs-core';

export const answer = 42;
`;

const digits = { name: 'digits', shape: [8, 8, 1], values: new Float32Array(64) };

test('a program imports each module once, types apart, and has the model between imports and data', () => {
  const text = nodeProgram({
    model,
    imports: [`import { relu } from '@autoencoders/layers';`, `import { toFlat } from '@autoencoders/datasets';`],
    body: 'console.log(answer, toFlat(training).shape);',
    data: { training: digits, test: digits },
  });
  expect(text.match(/from '([^']+)'/g)).toEqual([
    `from '@autoencoders/backend-node'`,
    `from '@autoencoders/datasets'`,
    `from '@autoencoders/core'`,
    `from '@autoencoders/layers'`,
    `from '@tensorflow/tfjs-core'`,
  ]);
  expect(text).toContain(`import { chain, dense, relu } from '@autoencoders/layers';`);
  expect(text).toContain(`import { digits, split, toFlat } from '@autoencoders/datasets';`);
  expect(text.indexOf('answer = 42')).toBeLessThan(text.indexOf('await setNodeBackend()'));
  expect(text.trim().endsWith('console.log(answer, toFlat(training).shape);')).toBe(true);
});
