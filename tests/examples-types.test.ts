import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { run } from '../scripts/spawn.mjs';
import { codeBlocks } from './code-blocks.js';

/*
 * Every block of TypeScript in the READMEs and in the site type-checks, with the strict settings of a new project. What excerpts take for
 * granted stands in excerpts.d.ts.
 */
const folder = mkdtempSync(join(import.meta.dirname, '.examples-types-'));
afterAll(() => rmSync(folder, { recursive: true }));

const compilerOptions = {
  noEmit: true,
  declaration: false,
  isolatedDeclarations: false,
  customConditions: ['@autoencoders/source'],
  types: ['node'],
  exactOptionalPropertyTypes: false,
  noPropertyAccessFromIndexSignature: false,
  noUncheckedIndexedAccess: false,
  noUnusedLocals: false,
  noUnusedParameters: false,
};

test('all blocks type-check', () => {
  const names = new Map(codeBlocks.map(({ name }) => [`${name.replaceAll(/\W+/g, '-')}.ts`, name]));
  for (const { name, code } of codeBlocks) writeFileSync(join(folder, `${name.replaceAll(/\W+/g, '-')}.ts`), `${code}\nexport {};\n`);
  const files = [...names.keys(), '../excerpts.d.ts'];
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ extends: '../../tsconfig.base.json', compilerOptions, files }));
  const { text } = run('tsc', ['-p', '.', '--pretty', 'false'], folder);
  // Our own sources are checked elsewhere, by stricter settings.
  const errors = text.split('\n').filter((line) => line.includes('error TS') && !line.startsWith('../../packages/'));
  expect(errors.map((line) => line.replace(/^[\w-]+\.ts/, (file) => names.get(file) ?? file))).toEqual([]);
});
