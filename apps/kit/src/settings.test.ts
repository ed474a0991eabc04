import { expect, expectTypeOf, test } from 'vitest';
import { choice, defaultsOf, epochsControl, slider, validSettings } from './settings.js';
import type { SettingsOf } from './settings.js';

const controls = {
  kind: choice({
    label: 'Kind',
    options: [
      ['kl', 'KL'],
      ['topK', 'TopK'],
    ],
    value: 'kl',
  }),
  rho: slider({ label: 'ρ', min: 0, max: 0.5, step: 0.1, value: 0.1 }),
  epochs: epochsControl(30),
};
type Settings = SettingsOf<typeof controls>;

test('settings have the types of their controls', () => {
  expectTypeOf<Settings>().toEqualTypeOf<{ readonly kind: 'kl' | 'topK'; readonly rho: number; readonly epochs: number }>();
  expect(defaultsOf<Settings>(controls)).toEqual({ kind: 'kl', rho: 0.1, epochs: 30 });
});

test('settings from a file are taken where a control knows them, and numbers put into their range', () => {
  expect(validSettings<Settings>(controls, { kind: 'topK', rho: 7, epochs: '12', other: 1 })).toEqual({ kind: 'topK', rho: 0.5 });
  expect(validSettings<Settings>(controls, { kind: 'l1', rho: Number.NaN, epochs: 12 })).toEqual({ epochs: 12 });
  expect(validSettings<Settings>(controls, null)).toEqual({});
});
