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
  expect(text).toMatch(/^\/\/ Save this as program\.mts\. In its folder, run:\n/);
  expect(text).toContain(
    `npm install @autoencoders/backend-node @autoencoders/core @autoencoders/datasets @autoencoders/layers @tensorflow/tfjs-core\n`,
  );
  expect(text).toContain(`import { chain, dense, relu } from '@autoencoders/layers';`);
  expect(text).toContain(`import { digits, split, toFlat } from '@autoencoders/datasets';`);
  expect(text.indexOf('answer = 42')).toBeLessThan(text.indexOf('await setNodeBackend()'));
  expect(text.trim().endsWith('console.log(answer, toFlat(training).shape);')).toBe(true);
});

test.each([
  [
    'in a folder',
    { folder: 'pets/young', hasOtherKinds: false },
    `openPictures('pets/young', `,
    /beside the folder pets\/young\. /,
    undefined,
  ],
  [
    'one by one',
    { folder: undefined, hasOtherKinds: false },
    `openPictures('pictures', `,
    /folder pictures\. /,
    'one folder, named pictures.',
  ],
  ['of a kind that Node does not read', { folder: 'pets', hasOtherKinds: true }, `openPictures('pets', `, /folder pets\. /, 'Convert'],
] as const)('a program opens pictures %s', (_, pictures, opened, beside, words) => {
  const colours = { name: 'your pictures', shape: [28, 28, 3], values: new Float32Array(28 * 28 * 3) };
  const text = nodeProgram({ model, body: '', data: { training: colours, test: colours, pictures } });
  expect(text).toContain(`${opened}{ size: [28, 28], grey: false })`);
  expect(text.split('\n')[0]).toMatch(beside);
  expect(text).toMatch(/npm install .*@autoencoders\/files.* sharp$/m);
  if (words) expect(text).toContain(words);
  else expect(text).not.toContain('Put your');
});
