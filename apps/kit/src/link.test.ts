import { describe, expect, test } from 'vitest';
import { readLink, writeLink } from './link.js';
import { choice, seedControl, slider } from './settings.js';

const controls = {
  codeSize: slider({ label: 'Code size', min: 1, max: 64, step: 1, value: 2 }),
  kind: choice({ label: 'Kind', options: [[0, 'None'], [0.5, 'Half']], value: 0 }), // prettier-ignore
  seed: seedControl(),
};

describe('a link to a page', () => {
  test('says the data and the settings', () => {
    expect(writeLink({ codeSize: 8, kind: 0.5, seed: 7 }, 'mnist-small')).toBe('data=mnist-small&codeSize=8&kind=0.5&seed=7');
  });

  test('gives them back', () => {
    const settings = { codeSize: 8, kind: 0.5, seed: 7 };
    expect(readLink(controls, `#${writeLink(settings, 'mnist')}`)).toEqual({ settings, source: 'mnist', isEmpty: false });
  });

  test.each(['', '#', '#stage', '#codeSize=&kind=7&data=toString', '#codeSize=many'])('leaves out what no control knows: %s', (hash) => {
    expect(readLink(controls, hash)).toEqual({ settings: {}, source: undefined, isEmpty: true });
  });

  test('takes the nearest number that a control takes', () => {
    expect(readLink(controls, '#codeSize=500').settings).toEqual({ codeSize: 64 });
    expect(readLink(controls, '#codeSize=7.4&seed=-3').settings).toEqual({ codeSize: 7, seed: 0 });
  });
});
