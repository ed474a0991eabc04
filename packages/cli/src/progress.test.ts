import picocolors from 'picocolors';
import { expect, test } from 'vitest';
import type { Progress } from '@autoencoders/training';
import { styleOf } from './terminal.js';
import type { Text } from './text.js';
import { clockTime, figure } from './format.js';
import { barLine, epochLine, progressView, secondsLeft } from './progress.js';

const plain = styleOf(picocolors.createColors(false));

const progress: Progress = {
  epoch: 2,
  epochs: 4,
  step: 25,
  steps: 50,
  loss: 105.68,
  terms: { reconstruction: 80.456, kl: 25.224 },
  elapsedSeconds: 30,
  epochSeconds: 30,
  waitingSeconds: 0,
  examplesPerSecond: 12345.6,
};

test('the bar tells epoch, step, every term, speed and time left', () => {
  expect(barLine(progress, 200)).toBe(
    'epoch 2/4 ████████████░░░░░░░░░░░░ 25/50  reconstruction 80.46  kl 25.22  12,346 examples/s  0:50 left',
  );
  expect(barLine(progress, 40)).toHaveLength(39);
});

test('time left goes by the pace so far: 75 of 200 steps in 30 s leave 50 s', () => expect(secondsLeft(progress)).toBe(50));

test('the line of an epoch has the validation loss, where there is one', () => {
  const line = epochLine({ ...progress, step: 50, validation: { loss: 110.25, terms: {} } }, plain);
  expect(line.text).toBe('epoch 2/4  loss 105.7  = reconstruction 80.46  kl 25.22  validation 110.3  12,346 examples/s, 0:30');
});

test.each([
  [true, true],
  [false, false],
])('the bar moves only on a terminal (%s)', (isTTY, moves) => {
  let text = '';
  const view = progressView({ write: (part: Text) => void (text += part.text), isTTY, columns: 120 }, plain);
  view.show(progress);
  view.show({ ...progress, step: 50 });
  expect(text.includes('█')).toBe(moves);
  expect(text.includes('\r')).toBe(moves);
  expect(text.endsWith('0:30\n')).toBe(true);
});

test.each([
  [0, '0:00'],
  [59.6, '1:00'],
  [3723, '1:02:03'],
])('%d seconds are %s', (seconds, text) => expect(clockTime(seconds)).toBe(text));

test.each([
  [105.678, '105.7'],
  [9.0412, '9.041'],
  [12345.6, '12,346'],
  [NaN, 'NaN'],
])('%d is shown as %s', (value, text) => expect(figure(value)).toBe(text));

test('of many epochs, the first, the last and every few between leave a line', () => {
  let text = '';
  const view = progressView({ write: (part: Text) => void (text += part.text) }, plain);
  for (let epoch = 1; epoch <= 101; epoch++) view.show({ ...progress, epoch, epochs: 101, step: 50 });
  const epochs = [...text.matchAll(/^epoch +(\d+)/gm)].map(([, epoch]) => Number(epoch));
  expect(epochs.slice(0, 3)).toEqual([1, 5, 10]);
  expect(epochs.slice(-2)).toEqual([100, 101]);
});
