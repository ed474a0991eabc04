import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../test/helpers.js';
import { takeLock } from './lock.js';

const at = temporaryFolder();

/** The lock of a process that has ended. */
function deadLock(more: Readonly<Record<string, unknown>> = {}): string {
  const pid = Number(execFileSync(process.execPath, ['-e', 'console.log(process.pid)'], { encoding: 'utf8' }));
  return JSON.stringify({ host: hostname(), pid, started: '', id: String(pid), ...more });
}

test('a lock is taken once, and is free again after its release', async () => {
  const lock = await takeLock(at('lock'), '--out here');
  expect(JSON.parse(readFileSync(at('lock'), 'utf8')).pid).toBe(process.pid);
  await expect(takeLock(at('lock'), '--out here')).rejects.toThrow(
    `--out here is in use by another run (process ${process.pid}); choose another folder`,
  );
  lock.release();
  expect(existsSync(at('lock'))).toBe(false);
  (await takeLock(at('lock'), '--out here')).release();
  expect(readdirSync(at())).toEqual([]);
});

test.each([
  ['of a process that has ended', deadLock()],
  ['of a process whose number another has now', deadLock({ pid: process.pid, started: 'long ago' })],
  ['that is damaged', '{"host":'],
  ['that is empty', ''],
])('a lock %s is taken over, by one of many that try at once', async (what, content) => {
  const path = at(what);
  for (let round = 0; round < 5; round++) {
    writeFileSync(path, content);
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => takeLock(path, '--out here')));
    const taken = tries.filter((each) => each.status === 'fulfilled');
    expect(taken).toHaveLength(1);
    taken[0]!.value.release();
  }
  expect(readdirSync(at())).toEqual([]);
});

test('a lock of another machine is never taken over, and the message says what to do', async () => {
  writeFileSync(at('far'), deadLock({ host: 'elsewhere', pid: 7 }));
  await expect(takeLock(at('far'), '--out here')).rejects.toThrow(
    `in use by another run (process 7 on elsewhere; if that has ended, delete ${at('far')})`,
  );
  expect(JSON.parse(readFileSync(at('far'), 'utf8')).pid).toBe(7);
});
