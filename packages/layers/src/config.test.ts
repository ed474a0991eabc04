import { expect, test } from 'vitest';
import { configOf, layerTypes } from './index.js';
import * as layers from './index.js';

test.each([
  ['no arguments', [], []],
  ['all arguments', [16, { stride: 2 }], [16, { stride: 2 }]],
  ['no options that are empty', [16, {}], [16]],
  ['no arguments that were not given', [undefined], []],
  ['no two of them', [undefined, {}], []],
  ['0 and false, which are no less than others', [0, false], [0, false]],
])('a config holds %s', (_, args, kept) => {
  expect(configOf('layer', ...args)).toEqual({ name: 'layer', args: kept });
});

test('every layer that is exported can be looked up by its name', () => {
  const others = ['activation', 'configOf', 'initializers', 'layerTypes'];
  const exported = Object.entries(layers).filter(([name]) => !others.includes(name));
  expect(Object.keys(layerTypes).sort()).toEqual(exported.map(([name]) => name).sort());
  for (const [name, layer] of exported) expect(layerTypes[name]).toBe(layer);
});
