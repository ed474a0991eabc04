import { expect, test } from 'vitest';
import { anyRankWants, inGroup, isFollower, processesHere } from './processes.js';

test('one process is no group, and follows nobody', async () => {
  expect(await inGroup({}, async (group) => ({ group }))).toEqual({ group: undefined });
  expect(isFollower()).toBe(false);
  expect(processesHere({})).toBe(1);
  expect(processesHere({ processes: 4 })).toBe(4);
  expect(anyRankWants(undefined, true)).toBe(true);
});

test('all ranks stop where one wants to', () => {
  const asking = (others: number) => ({ allReduce: (flag?: Float32Array) => void (flag![0]! += others) });
  const anyWith = (others: number, own: boolean): boolean => anyRankWants(asking(others) as Parameters<typeof anyRankWants>[0], own);
  expect([anyWith(0, false), anyWith(1, false), anyWith(0, true)]).toEqual([false, true, true]);
});
