import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cli, temporaryFolder, writeImages } from '../test/helpers.js';
import { invocation } from './invocation.js';

const at = temporaryFolder();
const home = process.cwd();
const quick = ['--epochs', '1', '--backend', 'wasm'];

beforeAll(() => {
  mkdirSync(at('here/set'), { recursive: true });
  mkdirSync(at('there'));
  writeImages(at('here/set'), { shape: [4, 4], labels: Array.from({ length: 40 }, (_, i) => i % 2) });
});
afterAll(() => process.chdir(home));

/** The words of the commands that a run suggests, as a shell reads them. */
function suggestedBy(err: string): string[][] {
  const start = `  ${invocation().text} `;
  const told = err
    .slice(err.indexOf('Try next:\n'))
    .split('\n')
    .filter((line) => line.startsWith(start));
  // What a command does comes after two spaces; printf writes its words with a mark after each.
  return told.map((line) => {
    const [, command = ''] = /^(.*?) {2,}\S[^'"]*$/.exec(line.slice(start.length))!;
    return execFileSync('sh', ['-c', `printf '%s\\001' ${command}`], { encoding: 'utf8' })
      .split('\x01')
      .slice(0, -1);
  });
}

test.skipIf(process.platform === 'win32').each([
  ['plain', 'plain'],
  ['with  spaces', 'my set'],
  [`it's "quoted" $HOME \`ls\``, '$(ls) & more; #'],
  ['two\nlines', 'two\nlines'],
  ['ends in a newline\n', 'ends in a newline\n'],
  ['-rf', '-rf'],
  ['--help', '--out'],
  ['\x1b[31m and \u202e', 'ü \x07'],
  ['~', '*'],
])('what is suggested after a run in %j on data in %j works from here', async (run, set) => {
  process.chdir(at('here'));
  renameSync('set', `./${set}`);
  try {
    const trained = await cli('train', 'variational', `--data=./${set}`, ...quick, `--out=${run}`, '--force');
    expect(trained.code).toBe(0);
    const suggested = suggestedBy(trained.err);
    expect(suggested.map(([name]) => name)).toEqual(['sample', 'encode', 'train']);
    for (const words of suggested) {
      const more = words[0] === 'train' ? [...quick, '--out=again', '--force'] : ['--backend', 'wasm'];
      expect([words, (await cli(...words, ...more)).code]).toEqual([words, 0]);
    }
  } finally {
    renameSync(`./${set}`, 'set');
  }
});

test('what is suggested after runs of every kind works, on a set of few examples, too', async () => {
  process.chdir(at('here'));
  for (const [command, ...options] of [
    ['train', 'undercomplete', '--latent', '1'],
    ['train', 'top-k'],
    ['train', 'convolutional'],
    ['pretrain', '--units', '4'],
    ['finetune', 'every pretrain'],
  ] as const) {
    const set = command === 'finetune' ? [] : ['--data', 'set'];
    const made = await cli(command, ...options, ...set, ...quick, '--out', `every ${command}`, '--force');
    expect([command, made.code]).toEqual([command, 0]);
    const suggested = suggestedBy(made.err);
    expect(suggested.length).toBeGreaterThan(0);
    for (const words of suggested) {
      const more = ['train', 'finetune'].includes(words[0]!) ? [...quick, '--out=again', '--force'] : ['--backend', 'wasm'];
      expect([words, (await cli(...words, ...more)).code]).toEqual([words, 0]);
    }
  }
});

test('a model finds its dataset from wherever it is used, and says what to do where that has moved', async () => {
  process.chdir(at('here'));
  expect((await cli('train', 'undercomplete', '--data', 'set', ...quick, '--out', 'run')).code).toBe(0);
  process.chdir(at('there'));
  const judged = await cli('evaluate', '../here/run', '--backend', 'wasm');
  expect([judged.code, judged.err]).toEqual([0, expect.stringContaining('set (test, held out of the training part), 4 examples')]);
  renameSync('../here/run', 'moved');
  expect((await cli('encode', 'moved')).code).toBe(0);
  expect((await cli('info', 'moved')).out).toMatch(new RegExp(`^  dataset +${at('here/set')}$`, 'm'));
  renameSync('../here/set', 'set elsewhere');
  const lost = await cli('evaluate', 'moved', '--backend', 'wasm');
  expect([lost.code, lost.err]).toEqual([
    2,
    expect.stringMatching(
      /^error: the data that moved\/model\.safetensors was trained on, .*here\/set, are not there; say where they are now with --data$/m,
    ),
  ]);
  expect((await cli('evaluate', 'moved', '--data', 'set elsewhere', '--backend', 'wasm')).code).toBe(0);
});

test.each([['--help'], ['train', '--help'], ['compare', '--help']])('%j %j shows what can be typed', async (...args) => {
  process.chdir(home);
  const { out } = await cli(...args);
  const examples = out.slice(out.indexOf('Examples:\n')).trim().split('\n').slice(1);
  expect(examples.length).toBeGreaterThan(1);
  for (const example of examples)
    for (const command of example.split('&&')) expect(command.trim().startsWith(`${invocation().text} `)).toBe(true);
  expect(out).not.toContain('npx autoencoders');
});
