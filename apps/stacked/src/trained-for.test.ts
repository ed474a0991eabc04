import { expect, test } from 'vitest';
import { trainedFor } from './trained-for.js';

test('a stack says which levels were pre-trained, and how long it was fine-tuned', () => {
  const settings = { epochs: 8 };
  expect(trainedFor(0, settings)).toBe('pre-trained up to level 1, epoch 0 of 8');
  expect(trainedFor(11.5, settings)).toBe('pre-trained up to level 2, epoch 3 of 8');
  expect(trainedFor(24, settings)).toBe('pre-trained for 8 epochs a level');
  expect(trainedFor(30, settings)).toBe('pre-trained for 8 epochs a level and fine-tuned for 6 rounds');
  // The rounds of the classifier from random weights are not those of the stack.
  expect(trainedFor(64, settings)).toBe('pre-trained for 8 epochs a level and fine-tuned for 20 rounds');
  expect(trainedFor(3, { epochs: 1 })).toBe('pre-trained for 1 epoch a level');
});
