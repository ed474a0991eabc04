import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as later } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { cli, temporaryFolder } from '../../test/helpers.js';

const at = temporaryFolder();

/** Pairs of numbers that lie near a line. */
const pairs = Array.from({ length: 48 }, (_, i) => `${i % 12},${((i % 12) * 2 + ((i * 7) % 5) / 10).toFixed(1)}`);

test('a signal while a detector learns keeps checkpoints; resume gives the scores of a run that was never interrupted', async () => {
  writeFileSync(at('pairs.csv'), ['a,b', ...pairs].join('\n'));
  const args = [
    'detect',
    at('pairs.csv'),
    '--method',
    'reconstruction',
    '--no-controls',
    '--backend',
    'wasm',
    '--checkpoint-every',
    '0.01',
  ];
  const whole = await cli(...args, '--run', at('whole'));
  expect(whole.code).toBe(0);
  const stopping = cli(...args, '--run', at('stopped'));
  while (!existsSync(at('stopped', 'checkpoints', 'round-0-fold-1-net'))) await later(10);
  process.emit('SIGTERM', 'SIGTERM');
  const stopped = await stopping;
  expect([stopped.code, stopped.err]).toEqual([143, expect.stringMatching(/Stopping after this step[^]*Resume with:\n.*resume .*stopped/)]);
  expect(existsSync(at('stopped', 'detector.safetensors'))).toBe(false);
  expect((await cli(...args, '--run', at('stopped'))).err).toContain('go on with resume');

  const resumed = await cli('resume', at('stopped'));
  expect([resumed.code, resumed.err]).toEqual([0, expect.stringContaining('alarm')]);
  const scores = (run: string): string => readFileSync(at(run, 'scores.csv'), 'utf8');
  expect(scores('stopped')).toBe(scores('whole'));
  expect(existsSync(at('stopped', 'checkpoints'))).toBe(false);
  expect((await cli('resume', at('stopped'))).err).toContain('holds no training that was interrupted');
}, 300_000);

test('resume of a detector has no epochs', async () => {
  writeFileSync(at('command.json'), JSON.stringify({ format: 1, arguments: ['detect', '--', at('pairs.csv')] }));
  const { code, err } = await cli('resume', at(), '--epochs', '3');
  expect([code, err]).toEqual([2, expect.stringContaining('--epochs is for trainings of autoencoders')]);
});
