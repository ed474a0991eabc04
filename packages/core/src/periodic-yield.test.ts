import { expect, test, vi } from 'vitest';
import { periodicYield } from './periodic-yield.js';

test('lets other work have a turn after 40 ms, and not before', async () => {
  const now = vi.spyOn(performance, 'now').mockReturnValue(1000);
  const breathe = periodicYield();
  let turns = 0;
  setImmediate(() => turns++);
  now.mockReturnValue(1039);
  await breathe();
  expect(turns).toBe(0);
  now.mockReturnValue(1040);
  await breathe();
  await breathe();
  expect(turns).toBe(1);
  setImmediate(() => turns++);
  now.mockReturnValue(1079);
  await breathe();
  expect(turns).toBe(1);
  now.mockRestore();
});
