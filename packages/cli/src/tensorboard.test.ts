import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cli, temporaryFolder } from '../test/helpers.js';

const at = temporaryFolder();

/** The bytes of the only event file in a folder. */
function eventsIn(folder: string): string {
  const [file, ...more] = readdirSync(folder).filter((name) => name.startsWith('events.out.tfevents.'));
  expect(more).toEqual([]);
  return readFileSync(join(folder, file!), 'latin1');
}

const few = ['--data', 'digits', '--epochs', '1', '--limit', '50', '--backend', 'cpu'];

test('train, pretrain and finetune write events for TensorBoard', async () => {
  const trained = await cli('train', 'undercomplete', ...few, '--validation', '0.2', '--out', at('run'), '--tensorboard', at('tb'));
  expect(trained.code).toBe(0);
  const events = eventsIn(at('tb'));
  for (const tag of [
    'loss/train',
    'loss/validation',
    'learning_rate',
    'weights/encoder',
    'reconstructions',
    'hparams',
    'undercomplete',
    'IDAT',
  ])
    expect(events).toContain(tag);
  await cli('pretrain', ...few, '--units', '8,4', '--joint', '1', '--out', at('stack'), '--tensorboard', at('levels'));
  expect(eventsIn(at('levels/levels'))).toContain('level-2/loss/reconstruction/train');
  expect(eventsIn(at('levels/together'))).toContain('loss/squaredError/train');
  await cli(
    'finetune',
    at('run'),
    '--epochs',
    '1',
    '--labels',
    '20',
    '--backend',
    'cpu',
    '--out',
    at('head'),
    '--tensorboard',
    at('heads'),
  );
  expect(readdirSync(at('heads')).sort()).toEqual(['pre-trained-1', 'random-1']);
  expect(eventsIn(at('heads/random-1'))).toContain('loss/crossEntropy/train');
});

test('a table', async () => {
  writeFileSync(at('table.csv'), `a,b\n${Array.from({ length: 40 }, (_, i) => `${i % 7},${i % 3}.5`).join('\n')}\n`);
  const { code } = await cli(
    'train',
    'undercomplete',
    '--data',
    at('table.csv'),
    '--epochs',
    '1',
    '--out',
    at('columns'),
    '--tensorboard',
    at('of-table'),
  );
  expect([code, eventsIn(at('of-table')).includes('loss/train')]).toEqual([0, true]);
});

test('a folder that cannot be written is refused before training, in one sentence', async () => {
  writeFileSync(at('file'), '');
  const { code, err } = await cli('train', 'undercomplete', ...few, '--out', at('none'), '--tensorboard', at('file'));
  expect(code).toBe(2);
  expect(err).toContain(`--tensorboard ${at('file')} is a file; name a folder`);
  expect(existsSync(at('none'))).toBe(false);
});

test('where only a later training cannot write its events, it goes on without them', async () => {
  mkdirSync(at('late'));
  writeFileSync(at('late/together'), '');
  const { code, err } = await cli('pretrain', ...few, '--units', '8,4', '--joint', '1', '--out', at('later'), '--tensorboard', at('late'));
  expect(code).toBe(0);
  expect(err).toContain(`--tensorboard ${at('late/together')} is a file; name a folder`);
  expect(existsSync(at('later/model.safetensors'))).toBe(true);
});
