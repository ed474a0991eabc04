import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSafetensors } from '@autoencoders/models';
import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it, onTestFinished, test, vi } from 'vitest';
import { cli, long, temporaryFolder } from '../test/helpers.js';
import { variants } from './variants/index.js';

const at = temporaryFolder();

/** A PNG's width and height, from its header. */
function pngSize(path: string): [number, number] {
  const bytes = readFileSync(path);
  expect(bytes.subarray(1, 4).toString()).toBe('PNG');
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
}

const quick = ['--data', 'digits', '--epochs', '2', '--batch', '64', '--limit', '640'];

describe.each(variants.map(({ name }) => name))('train %s', (name) => {
  let trained: Awaited<ReturnType<typeof cli>>;
  beforeAll(async () => {
    trained = await cli('train', name, ...quick, '--out', at(name));
  });

  it('writes a model, a report and figures, and says where', () => {
    expect(trained.err).toContain(at(name, 'report.html'));
    expect(trained.code).toBe(0);
    expect(readdirSync(at(name)).sort()).toEqual(['figures.json', 'model.safetensors', 'report.html']);
    const { history, test: judged, settings } = JSON.parse(readFileSync(join(at(name), 'figures.json'), 'utf8'));
    expect(history).toHaveLength(2);
    expect(history[1].loss).toBeLessThan(history[0].loss);
    expect(judged.loss).toBeGreaterThan(0);
    expect(settings.seed).toBe(0);
  });

  it('prints a line per epoch, without colours or moving bars where there is no terminal', () => {
    expect(trained.err.match(/^epoch 1\/2 {2}loss [\d.]+.* examples\/s, \d+:\d\d$/m)).not.toBeNull();
    expect(trained.err).not.toContain('\x1b');
    expect(trained.err).not.toContain('\r');
    expect(trained.out).toBe('');
  });

  it('has the sections of its variant in the report', () => {
    const html = readFileSync(join(at(name), 'report.html'), 'utf8');
    const titles = [...html.matchAll(/<h2[^>]*>([^<]*)<\/h2>/g)].map(([, title]) => title);
    expect(titles).toEqual(expect.arrayContaining(['Learning', 'Reconstructions', 'The model', 'Settings']));
    // A mixture takes more test digits than there are for the codes of a denoising model.
    expect(titles.includes('Samples')).toBe(['variational', 'undercomplete', 'convolutional'].includes(name));
    expect(titles.includes('What each latent does')).toBe(name === 'variational');
    expect(titles.includes('Learned filters')).toBe(['sparse', 'top-k'].includes(name));
    expect(titles.includes('Interpolations')).toBe(!['sparse', 'top-k'].includes(name));
    expect(html.includes('>noisy<')).toBe(name === 'denoising');
  });

  it('has measures of its reconstructions and codes among the figures', () => {
    const { measures } = JSON.parse(readFileSync(join(at(name), 'figures.json'), 'utf8'));
    expect(Object.values(measures).every(Number.isFinite)).toBe(true);
    expect(measures['squared error']).toBeGreaterThan(0);
    expect(measures['kNN accuracy of codes, %']).toBeGreaterThan(30);
    const ofUnits = ['sparse', 'top-k'].includes(name);
    expect(['dead units, %' in measures, 'active latents' in measures]).toEqual([ofUnits, !ofUnits]);
    if (name !== 'sparse')
      expect(measures['error relative to PCA, %']).toBeCloseTo((100 * measures['squared error']) / measures['squared error of PCA'], 8);
  });

  it('begins its report with a verdict, with PCA beside the model and the worst examples', () => {
    const html = readFileSync(join(at(name), 'report.html'), 'utf8');
    const [line] = /(Good|Fair|Poor): [^<]*/.exec(html)!;
    expect(trained.err).toContain(line);
    expect(html).toContain('>The ten worst examples</h2>');
    expect(html).toContain('>test <b data-series="1">');
    // So early, all units of a sparse model fire: PCA with as many numbers would give back everything.
    expect(/>PCA, \d+ numbers?<\/span>/.test(html)).toBe(name !== 'sparse');
    // The loss of a variational model has no squared error in it.
    expect(/>PCA with \d+ numbers? <b>/.test(html)).toBe(!['sparse', 'variational'].includes(name));
  });

  it('leaves a model that evaluates to the figure that training ended with', async () => {
    const { code, out } = await cli('evaluate', at(name));
    expect(code).toBe(0);
    const { test: judged } = JSON.parse(readFileSync(join(at(name), 'figures.json'), 'utf8'));
    expect(Number(out.match(/^loss\t(.*)$/m)![1])).toBeCloseTo(judged.loss, 1);
  });
});

describe('using a model', () => {
  beforeAll(() => expect(existsSync(at('variational'))).toBe(true));

  it('encode prints codes as CSV, or writes them', async () => {
    const { out } = await cli('encode', at('variational'));
    const lines = out.trim().split('\n');
    expect(lines[0]).toBe('z1,z2,z3,z4,z5,z6,z7,z8,label');
    expect(lines).toHaveLength(1 + 297);
    expect(lines[1]!.split(',').every((value) => Number.isFinite(Number(value)))).toBe(true);
    expect((await cli('encode', at('variational'), '--part', 'train', '--out', at('codes.csv'))).err).toContain(
      '1,500 codes of digits (train)',
    );
    expect(readFileSync(at('codes.csv'), 'utf8').trim().split('\n')).toHaveLength(1 + 1500);
  });

  it('sample and reconstruct write pictures', async () => {
    expect((await cli('sample', at('variational'), '--count', '9', '--out', at('samples.png'))).code).toBe(0);
    expect(pngSize(at('samples.png'))).toEqual([3 * 57, 3 * 57]);
    expect((await cli('reconstruct', at('denoising'), '--count', '4', '--out', at('restored.png'))).err).toContain(
      'clean, noisy and restored',
    );
    expect(pngSize(at('restored.png'))).toEqual([4 * 57, 3 * 57]);
  });

  it('the same seed gives the same picture, another one another', async () => {
    const drawn = async (seed: string): Promise<string> => {
      await cli('sample', at('variational'), '--seed', seed, '--out', at('s.png'));
      return readFileSync(at('s.png'), 'base64');
    };
    expect(await drawn('3')).toBe(await drawn('3'));
    expect(await drawn('3')).not.toBe(await drawn('4'));
  });

  it('info tells layers and training', async () => {
    const { out } = await cli('info', at('sparse'));
    expect(out).toContain('dense(64)');
    expect(out).toMatch(/rho +0\.05/);
  });
});

describe('drawing from codes', () => {
  it('samples from a mixture where there is no prior', async () => {
    const { code, err } = await cli('sample', at('undercomplete'), '--mixture', '3', '--count', '4', '--out', at('mixture.png'));
    expect([code, err]).toEqual([0, `4 samples in ${at('mixture.png')}\n`]);
    expect(pngSize(at('mixture.png'))).toEqual([2 * 57, 2 * 57]);
  });

  it.each(['line', 'sphere'])('interpolates along the %s', async (path) => {
    const file = at(`${path}.png`);
    const { code, err } = await cli('interpolate', at('variational'), '--count', '3', '--steps', '5', '--path', path, '--out', file);
    expect(err).toContain(`3 interpolations between examples of digits, along the ${path}`);
    expect(code).toBe(0);
    expect(pngSize(file)).toEqual([5 * 57, 3 * 57]);
  });

  it('traverses every latent that varies', async () => {
    const { code, err } = await cli('traverse', at('undercomplete'), '--example', '2', '--steps', '4', '--out', at('latents.png'));
    expect([code, err]).toEqual([0, expect.stringContaining('8 latents, one a row')]);
    expect(pngSize(at('latents.png'))).toEqual([4 * 57, 8 * 57]);
  });
});

describe('pretrain, finetune and compare', () => {
  const stack = (out: string, ...more: string[]) =>
    cli('pretrain', '--data', 'digits', '--units', '40,20', '--epochs', '3', '--batch', '50', '--out', at(out), ...more);
  let trained: Awaited<ReturnType<typeof cli>>;
  let tuned: Awaited<ReturnType<typeof cli>>;
  beforeAll(async () => {
    trained = await stack('stack', '--method', 'sparse,denoising', '--joint', '2');
    tuned = await cli('finetune', at('stack'), '--labels', '120', '--draws', '2', '--epochs', '20', '--batch', '20', '--out', at('tuned'));
  });

  it('pretrain prints the epochs of each level and of all together, and writes what train writes', () => {
    expect(trained.code).toBe(0);
    for (const label of ['level 1/2', 'level 2/2', 'together'])
      expect(trained.err).toMatch(new RegExp(`^${label} {2}epoch 1/\\d {2}loss`, 'm'));
    expect(readdirSync(at('stack')).sort()).toEqual(['figures.json', 'model.safetensors', 'report.html']);
    const { training, history, measures } = JSON.parse(readFileSync(join(at('stack'), 'figures.json'), 'utf8'));
    expect(training).toMatchObject({ units: '40, 20', methods: 'sparse, denoising', epochs: 3, joint: 2 });
    expect(history).toHaveLength(3 + 3 + 2);
    expect(measures['squared error']).toBeGreaterThan(0);
    const html = readFileSync(join(at('stack'), 'report.html'), 'utf8');
    for (const title of ['Level 1', 'Level 2', 'Learning', 'Learned filters', 'Reconstructions']) expect(html).toContain(`>${title}</h2>`);
  });

  it('a stack can be used as any autoencoder', async () => {
    const { code, out } = await cli('evaluate', at('stack'));
    expect(code).toBe(0);
    const { test: judged } = JSON.parse(readFileSync(join(at('stack'), 'figures.json'), 'utf8'));
    expect(Number(out.match(/^loss\t(.*)$/m)![1])).toBeCloseTo(judged.loss, 1);
    expect((await cli('info', at('stack'))).out).toMatch(/units +40, 20/);
    expect((await cli('encode', at('stack'))).out.split('\n')[0]!.split(',')).toHaveLength(20 + 1);
  });

  it('finetune trains from the stack and from random weights, and says how well each does', async () => {
    expect(tuned.code).toBe(0);
    expect(tuned.err).toMatch(/^Test error: pre-trained [\d.]+ ± [\d.]+ %, random [\d.]+ ± [\d.]+ %\.$/m);
    const { runs, training } = JSON.parse(readFileSync(join(at('tuned'), 'figures.json'), 'utf8'));
    expect(runs.map(({ start, draw }: any) => [start, draw])).toEqual([
      ['pre-trained', 1],
      ['random', 1],
      ['pre-trained', 2],
      ['random', 2],
    ]);
    expect(training).toMatchObject({ encoder: 'stacked', labels: 120 });
    expect(runs[0].confusion.flat().reduce((a: number, b: number) => a + b)).toBe(297);
    const html = readFileSync(join(at('tuned'), 'report.html'), 'utf8');
    for (const title of ['Does pre-training help?', 'Learning side by side', 'Confusion matrix']) expect(html).toContain(`>${title}</h2>`);
    const { out } = await cli('evaluate', at('tuned'));
    expect(Number(out.match(/^accuracy\t(.*)$/m)![1])).toBeCloseTo(1 - runs[0].testError / 100, 3);
    expect((await cli('info', at('tuned'))).out).toMatch(/encoder +stacked/);
  });

  it('finetune trains the head alone, and stops early on validation examples', async () => {
    const early = ['--validation', '0.2', '--patience', '0', '--epochs', '50', '--learning-rate', '0.5'];
    const { code, err } = await cli(
      'finetune',
      at('variational'),
      '--head-only',
      '--no-random',
      ...early,
      '--labels',
      '200',
      '--out',
      at('head'),
    );
    expect(code).toBe(0);
    expect(err).not.toContain('random');
    const { runs } = JSON.parse(readFileSync(join(at('head'), 'figures.json'), 'utf8'));
    expect(runs[0].history.length).toBeLessThan(50);
    expect(runs[0].history[0].validation.loss).toBeGreaterThan(0);
  });

  it('compare makes one row of runs that differ in their seed alone', async () => {
    for (const [name, seed] of Object.entries({ one: '1', two: '2' }))
      await cli('train', 'undercomplete', ...quick, '--seed', seed, '--out', at(name));
    const { code, out, err } = await cli('compare', at('one'), at('two'), at('sparse'), '--out', at('comparison.html'));
    expect(code).toBe(0);
    expect(out).toMatch(/^ +undercomplete.* +sparse.*$/m);
    expect(out).toMatch(/^runs +2 +1$/m);
    expect(out).toMatch(/^squared error +[\d.]+ ± [\d.]+ +[\d.]+$/m);
    expect(err).toContain('comparison.html');
    const html = readFileSync(at('comparison.html'), 'utf8');
    for (const title of ['Side by side', 'Not to be compared', 'Learning: undercomplete', 'Learning: sparse'])
      expect(html).toContain(`>${title}</h2>`);
    const tunedRows = await cli('compare', at('tuned'));
    expect(tunedRows.out).toMatch(/^ +pre-trained classifier +random classifier$/m);
    expect(tunedRows.out).toMatch(/^runs +2 +2$/m);
  });

  it.each<[string[], string]>([
    [['pretrain', '--units', '40,x'], 'It must be a number.'],
    [['pretrain', '--method', 'sparse,dense', '--units', '4,4'], 'It must be plain or sparse or denoising.'],
    [
      ['pretrain', '--data', 'digits', '--method', 'sparse,plain', '--units', '4,4,4'],
      '--method names 2 methods for 3 levels; give one, or one for each',
    ],
    [
      ['pretrain', '--data', 'digits', '--rho', '1.5', '--units', '8'],
      'sparsityKl: rho must lie between 0 and 1, both ends excluded, not 1.5',
    ],
    [['train', 'stacked'], 'train: stacked autoencoders are trained by the command pretrain'],
    [
      ['train', 'top-k', '--data', 'digits', '--k', '2000'],
      'topK: k is 2000, but the encoder has only 128 units; choose a k from 1 to 128',
    ],
    [['finetune', at('nothing')], 'is not there; give a model file, or the folder of a run'],
    [['finetune', at('stack'), '--labels', '5000'], '--labels 5000: there are only 1,500 training examples of digits'],
    [['finetune', at('tuned')], 'is a classifier; give an autoencoder'],
    [['encode', at('tuned')], 'is a classifier; give an autoencoder'],
    [['compare', at('nothing')], 'is not the folder of a run: it has no figures.json'],
    [['compare'], "missing required argument 'runs'"],
    [
      ['traverse', at('undercomplete'), '--example', '500', '--out', at('no.png')],
      '--example 500, but there are 297 examples of digits (test)',
    ],
  ])('%j is refused with one sentence', async (args, sentence) => {
    const { code, err } = await cli(...args);
    expect(err).toContain(sentence);
    expect(err).not.toMatch(/\n +at /);
    expect(code).toBe(2);
  });

  it('leaves no tensors behind', async () => {
    const before = memory().numTensors;
    await stack('stack-again');
    await cli('finetune', at('stack-again'), '--labels', '60', '--epochs', '2', '--out', at('again-tuned'));
    for (const command of ['sample', 'interpolate', 'traverse'])
      await cli(command, at('undercomplete'), ...(command === 'sample' ? ['--mixture', '2'] : []), '--out', at('again.png'));
    expect(memory().numTensors).toBe(before);
  });
});

test('the same command gives the same model', async () => {
  for (const name of ['once', 'again']) await cli('train', 'variational', ...quick, '--out', at(name));
  const [once, again] = ['once', 'again'].map((name) => parseSafetensors(readFileSync(join(at(name), 'model.safetensors'))).tensors);
  expect(once).toEqual(again);
});

test('commands leave no tensors behind', async () => {
  await cli('train', 'variational', ...quick, '--out', at('leaks'));
  const before = memory().numTensors;
  await cli('train', 'variational', ...quick, '--out', at('leaks'), '--force');
  await cli('encode', at('leaks'));
  expect(memory().numTensors).toBe(before);
});

test.each([
  [
    ['train', 'varational'],
    'there is no variant "varational"; there are undercomplete, sparse, top-k, convolutional, denoising, variational',
  ],
  [
    ['train', 'sparse', '--data', 'minst'],
    '--data minst is neither a set (digits, mnist, fashion-mnist, cifar-10) nor a file or folder that is there; did you mean mnist?',
  ],
  [['train', 'sparse', '--epoch', '3'], "unknown option '--epoch'"],
  [
    ['train', 'sparse', '--epochs', '-1'],
    "option '-e, --epochs <n>' argument '-1' is invalid. It must be a whole number from 1 to 1,000,000.",
  ],
  [['train', 'sparse', '--batch', '2.5'], 'It must be a whole number of 1 or more.'],
  [['train', 'sparse', '--latent', 'many'], 'It must be a number.'],
  [['train', 'sparse', '--noise', '0.1'], '--noise does not apply to sparse'],
  [['train', 'sparse', '--rho', '1.5'], '--rho must lie from 0.001 to 0.999, not 1.5'],
  [['train', 'sparse', '--backend', 'cuda'], 'Allowed choices are best, node, wasm, cpu.'],
  [['train'], "missing required argument 'variant'"],
  [['trian'], "unknown command 'trian'"],
  [['sample', at('sparse'), '--out', at('no.png')], 'is a sparse autoencoder; only variational ones can sample'],
  [['sample', at('variational'), '--out', at('no.jpg')], 'must end in .png'],
  [['sample', at('variational')], 'sample: name the picture to write with --out'],
  [['encode', at('nothing')], 'is not there; give a model file, or the folder of a run'],
])('%j is refused with one sentence', async (args, sentence) => {
  const { code, err } = await cli(...args);
  expect(err).toContain(sentence);
  expect(err).not.toMatch(/\n +at /);
  expect(code).toBe(2);
});

test('a truncated model file is refused', async () => {
  writeFileSync(at('half.safetensors'), readFileSync(join(at('sparse'), 'model.safetensors')).subarray(0, 5000));
  const { code, err } = await cli('info', at('half.safetensors'));
  expect(err).toContain('truncated');
  expect(code).toBe(2);
});

test('a folder that holds something is kept, unless it may be replaced', async () => {
  mkdirSync(at('mine'));
  writeFileSync(join(at('mine'), 'notes.txt'), 'mine');
  const { code, err } = await cli('train', 'undercomplete', ...quick, '--out', at('mine'));
  expect([code, err]).toEqual([
    2,
    expect.stringContaining('exists and is not empty; choose another folder, or replace the run in it with --force'),
  ]);
  expect(readdirSync(at('mine'))).toEqual(['notes.txt']);
  const forced = await cli('train', 'undercomplete', ...quick, '--out', at('mine'), '--force');
  expect([forced.code, forced.err]).toEqual([0, expect.stringContaining('kept     notes.txt, not written by a run\n')]);
  expect(readdirSync(at('mine')).sort()).toEqual(['figures.json', 'model.safetensors', 'notes.txt', 'report.html']);
  expect(readFileSync(at('mine', 'notes.txt'), 'utf8')).toBe('mine');
});

test.runIf(process.platform === 'linux')('a folder that cannot be written is refused before training', async () => {
  const { code, err } = await cli('train', 'undercomplete', ...quick, '--out', '/proc/nothing/run');
  expect([code, err]).toEqual([
    2,
    '\nerror: --out /proc/nothing/run cannot be written (ENOENT: no such file or directory); choose another path\n',
  ]);
});

test('a loss that is not finite ends training with exit code 1, and the last good model is kept', async () => {
  const { code, err } = await cli('train', 'variational', ...quick, '--learning-rate', '1e20', '--out', at('diverged'));
  expect(err).toMatch(/error: fit: loss\.\w+ is -?(NaN|Infinity) at step \d+, in epoch 1; (the first output .*; )?training stopped/);
  expect(code).toBe(1);
  expect((await cli('info', at('diverged'))).out).toMatch(/^trained\n {2}variant +variational$/m);
  expect((await cli('compare', at('diverged'))).code).toBe(0);
  expect([...readdirSync(at()), ...readdirSync(at('diverged'))].filter((name) => name.includes('.part'))).toEqual([]);
});

test.each([[[]], [['--help']], [['help', 'train']], [['train', '--help']], [['sample', '--help']]])('%j teaches', async (args) => {
  const { code, out } = await cli(...args);
  expect(out).toContain('Examples:');
  expect(code).toBe(0);
});

test('doctor measures every backend, says which is fastest, and leaves none of its tensors', async () => {
  const before = memory().numTensors;
  vi.stubEnv('OPENBLAS_CORETYPE', 'Haswell');
  onTestFinished(() => void vi.unstubAllEnvs());
  const { code, out } = await cli('doctor', '--json');
  expect(code).toBe(0);
  const { machine, findings, fastest, hints } = JSON.parse(out);
  expect(machine.node).toBe(process.versions.node);
  const names: string[] = findings.map(({ backend }: { backend: string }) => backend);
  expect(names.slice(-2)).toEqual(['wasm', 'cpu']);
  const isOpenBlas = findings.some(({ what }: { what: string }) => what.includes('OpenBLAS'));
  expect(hints.some((hint: string) => hint.startsWith('unset OPENBLAS_CORETYPE (Haswell)'))).toBe(isOpenBlas);
  for (const { gflops, step } of findings) expect(Math.min(gflops, step)).toBeGreaterThan(0);
  expect(names).toContain(fastest);
  expect(fastest).not.toBe('cpu');
  expect(memory().numTensors).toBe(before);
});

// Measuring takes its seconds each time.
test.skipIf(!long)('doctor prints what it measured as a table', async () => {
  const table = await cli('doctor');
  expect(table.out).toMatch(/^machine .*\n/);
  expect(table.out).toMatch(/^wasm +[\d.]+ +[\d.]+ ms/m);
});
