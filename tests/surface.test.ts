import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { page, printed, readmesWithExports, surface, undocumented } from '../scripts/surface.mjs';

const entries = surface();

test('docs/public-surface.md shows what the packages export', () => {
  expect(printed(entries), 'the public surface changed: run "npm run surface" and commit docs/public-surface.md').toBe(
    readFileSync(page, 'utf8'),
  );
});

test.each(readmesWithExports(entries))('$path lists all exports', ({ text, expected }) => {
  expect(text, 'the exports changed: run "npm run surface" and commit the READMEs').toBe(expected);
});

test('every exported name has a docstring', () => {
  expect(undocumented(entries)).toEqual([]);
});

test('the docstring of every function names its parameters', () => {
  const missing = entries.flatMap(({ name: entry, exports }) =>
    entry.endsWith('/internal')
      ? []
      : exports.flatMap(({ name, unnamed }) => unnamed.map((parameter) => `${entry}: ${name}(${parameter})`)),
  );
  expect(missing).toEqual([]);
});

test('layers, losses and corruptions have a formula, a probability, or the shapes of what goes in and out', () => {
  const returns = /\b(Layer|Tieable|Activation|Loss|Corruption|ShapePreserving)\b/;
  const without = entries
    .filter(({ name }) => ['layers', 'losses', 'noise'].some((each) => name === `@autoencoders/${each}`))
    .flatMap(({ exports }) =>
      exports.filter(({ signature }) => /^(function|const) /.test(signature) && returns.test(signature.split('):').at(-1)!)),
    )
    .filter(({ whole }) => !/[→Σ·√∗−×ˣμ]|\bx\b|probability/.test(whole));
  // What these compute is decided by a function that they get.
  expect(without.map(({ name }) => name)).toEqual(['activation', 'withShape']);
});

/** The exports that may have `any` in their signature, by the reason. */
const mayHaveAny: Readonly<Record<string, readonly string[]>> = {
  'stands for every layer or model: parameters are contravariant, so that `unknown` or `Tensor` would match too few': [
    'HasEncoder',
    'Layered',
    'Fits',
    'Module',
    'Savable',
    'Start',
    'Variant',
    'checkModel',
    'dictionary',
    'initPart',
  ],
  'the default of a type parameter for weights, which most callers do not name': ['Bottleneck', 'Layer', 'ShapePreserving'],
  'only the content of a file decides the type': ['AnyAutoencoder', 'ModelsByKind', 'OnnxPart', 'configReader'],
  'comes from the other side of a worker, where another program decides the type': [
    'WorkerClient',
    'ServeTrainingOptions',
    'WorkerTrainer',
    'serveDataset',
  ],
};

test('no public signature has `any` without a stated reason', () => {
  const withAny = entries.flatMap(({ exports }) => exports.filter(({ signature }) => /\bany\b/.test(signature)).map(({ name }) => name));
  expect([...new Set(withAny)].sort()).toEqual(Object.values(mayHaveAny).flat().sort());
});
