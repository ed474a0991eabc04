import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { setTimeout as later } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { cli, temporaryFolder, writeImages } from '../../test/helpers.js';

const at = temporaryFolder();
const labels = Array.from({ length: 120 }, (_, i) => i % 3);

test('resume refuses data that have changed, unless --changed-data says that they may', async () => {
  mkdirSync(at('data'));
  writeImages(at('data'), { shape: [4, 4], labels });
  const args = ['--data', at('data'), '--epochs', '100000', '--backend', 'cpu', '--out', at('run'), '--checkpoint-every', '0.1'];
  const training = cli('train', 'sparse', ...args);
  while (!existsSync(at('run', 'checkpoints'))) await later(20);
  process.emit('SIGTERM', 'SIGTERM');
  expect((await training).code).toBe(143);

  writeImages(at('data'), { shape: [4, 4], labels, pixel: (i, p) => (i * 31 + p * 7) % 256 });
  const refused = await cli('resume', at('run'));
  expect([refused.code, refused.err]).toEqual([
    2,
    expect.stringMatching(/other values than those .* go on with these by resume --changed-data\n$/),
  ]);
  const epochs = (): number => JSON.parse(readFileSync(at('run', 'figures.json'), 'utf8')).history.length;
  const trained = epochs();
  const resumed = await cli('resume', at('run'), '--changed-data', '--epochs', String(trained + 2));
  expect([resumed.code, epochs()]).toEqual([0, trained + 2]);
}, 120_000);
