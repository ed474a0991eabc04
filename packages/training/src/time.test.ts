import { expect, test } from 'vitest';
import { breather } from './time.js';

test('lets other work have a turn after a while, and not before', async () => {
  const breathe = breather();
  let turns = 0;
  setImmediate(() => turns++);
  await breathe();
  expect(turns).toBe(0);
  const start = performance.now();
  while (performance.now() - start < 45);
  await breathe();
  await breathe();
  expect(turns).toBe(1);
});
