import { InputError, chain } from '@autoencoders/core';
import { configWriter, configReader } from '@autoencoders/core/internal';
import type { Layer } from '@autoencoders/core';
import { dense, layerTypes, relu, residual, sigmoid, tied } from '@autoencoders/layers';
import { describe, expect, test } from 'vitest';

const own = (name: string, args?: readonly unknown[]): Layer<any> => ({
  init: (shape) => ({ weights: {}, shape }),
  apply: (_, x) => x,
  config: { name, ...(args && { args }) },
});
const words = { call: 'load', thing: 'layer', hint: (name: string) => `pass it as load(bytes, { layers: { ${name} } })` };
const roundTrip = (layer: Layer<any, any>, types = layerTypes): any =>
  configReader(types, words)(JSON.parse(JSON.stringify(configWriter('save')(layer))));

describe('describing', () => {
  test('writes calls with their arguments and values by their names', () => {
    expect(configWriter('save')(chain(dense(64, { kernelInitializer: 'heNormal' }), relu, residual(chain(dense(64)))))).toEqual({
      name: 'chain',
      args: [
        { name: 'dense', args: [64, { kernelInitializer: 'heNormal' }] },
        { name: 'relu' },
        { name: 'residual', args: [{ name: 'chain', args: [{ name: 'dense', args: [64] }] }] },
      ],
    });
  });

  test('writes a layer the second time by its place among the calls', () => {
    const hidden = dense(8);
    const describe = configWriter('save');
    expect(describe(chain(relu, hidden))).toEqual({ name: 'chain', args: [{ name: 'relu' }, { name: 'dense', args: [8] }] });
    expect(describe(chain(tied(hidden), sigmoid))).toEqual({
      name: 'chain',
      args: [{ name: 'tied', args: [{ same: 1 }] }, { name: 'sigmoid' }],
    });
  });

  test.each([
    ['save: custom has no config, so that nobody could build it again; give it { name, args }', { ...relu, config: undefined }],
    [
      'save: an argument of mine is a function, which JSON cannot hold; give it a config with withConfig(f, { name, args })',
      own('mine', [() => 1]),
    ],
    ['save: an argument of mine is NaN, which JSON cannot hold', own('mine', [{ rates: [1, NaN] }])],
    ['save: an argument of mine is undefined, which JSON cannot hold', own('mine', [undefined, 1])],
  ])('%s', (message, layer) => {
    expect(() => configWriter('save')(layer as Layer<any>)).toThrow(new InputError(message));
  });
});

describe('reviving', () => {
  test('makes layers that describe themselves alike', () => {
    const layer = chain(dense(64, { kernelInitializer: 'heNormal' }), relu, residual(chain(dense(64))));
    expect(configWriter('save')(roundTrip(layer))).toEqual(configWriter('save')(layer));
  });

  test('makes a layer that stands in two places once', () => {
    const hidden = dense(8);
    const { config } = roundTrip(chain(hidden, tied(hidden)));
    expect(config.args[1].config.args[0]).toBe(config.args[0]);
  });

  test('takes values as they are', () => {
    expect(roundTrip(relu)).toBe(relu);
  });

  test('hands layers over within options and lists, and leaves out what was not given', () => {
    const mine = (...args: readonly unknown[]): Layer<any> => own('mine', args);
    const layer = mine({ inner: dense(3), rate: undefined, sizes: [1, 2] }, [relu, null, 'same'], true);
    expect(roundTrip(layer, { ...layerTypes, mine }).config.args).toEqual([
      { inner: expect.objectContaining({ config: { name: 'dense', args: [3] } }), sizes: [1, 2] },
      [relu, null, 'same'],
      true,
    ]);
  });

  test('tells records with keys that mean something here from layers', () => {
    const mine = (...args: readonly unknown[]): Layer<any> => own('mine', args);
    const args = [{ name: 'x' }, { same: 1, inner: { record: { name: [] } } }, { record: 2 }, [{ name: null }]];
    expect(roundTrip(mine(...args), { ...layerTypes, mine }).config.args).toEqual(args);
  });

  test.each([
    ['load: there is no layer "mine" here; pass it as load(bytes, { layers: { mine } })', { name: 'mine', args: [] }],
    ['load: there is no layer "toString" here; pass it as load(bytes, { layers: { toString } })', { name: 'toString' }],
    ['load: "relu" is described with arguments, but takes none', { name: 'relu', args: [1] }],
    ['load: "dense" has no arguments in the config, but the value of that name is not a layer', { name: 'dense' }],
    ['load: "notLayer" does not make a layer', { name: 'notLayer', args: [] }],
    ['load: the config refers to layer 7, which is not in it', { name: 'tied', args: [{ same: 7 }] }],
    ['load: the config refers to layer 0, which is not in it', { name: 'tied', args: [{ same: 0 }] }],
    ['load: the config has [1] where a layer should be; the file is damaged', [1]],
    ['load: the config has undefined where a layer should be; the file is damaged', undefined],
    ['dense: units must be a whole number of 1 or more, not "many"', { name: 'dense', args: ['many'] }],
  ])('%s', (message, json) => {
    expect(() => configReader({ ...layerTypes, notLayer: () => 1 }, words)(json as any)).toThrow(new InputError(message));
  });
});
