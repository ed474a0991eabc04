/* oxlint-disable max-lines -- one model is trained for all of these cases */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseSafetensors, toSafetensors } from '@autoencoders/models';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { cli, long, temporaryFolder, writeImages } from '../test/helpers.js';
import type { Ran } from '../test/helpers.js';

const at = temporaryFolder();
const short = ['--epochs', '1', '--backend', 'cpu'];

beforeAll(async () => {
  mkdirSync(at('images'));
  writeImages(at('images'), { shape: [4, 4], labels: Array.from({ length: 24 }, (_, i) => i % 3) });
  const made = await cli('train', 'variational', '--data', at('images'), ...short, '--out', at('model'));
  const tuned = await cli('finetune', at('model'), ...short, '--no-random', '--out', at('classifier'));
  expect([made.code, tuned.code]).toEqual([0, 0]);
});

/** One sentence at most, short, on one line, of characters that a terminal shows; and no trace of where in the code. */
function expectSane({ code, out, err }: Ran): void {
  expect([0, 1, 2]).toContain(code);
  for (const printed of [out, err]) expect(printed).not.toMatch(/(?![\n\t\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
  expect(err).not.toMatch(/^ +at /m);
  expect(err).not.toContain('unexpected');
  expect(Math.max(...`${out}\n${err}`.split('\n').map((line) => line.length))).toBeLessThan(800);
  const errors = err.match(/^error: .*$/gm) ?? [];
  expect(errors).toHaveLength(code === 0 ? 0 : 1);
  for (const error of errors) expect(error.length).toBeLessThan(450);
}

const ESCAPES = '\x1b[31m\x1b]0;owned\x07\x9b2J\r\n\u202e';
const LONG = 'x'.repeat(300_000);
const [notes, figures] = [
  () => JSON.parse(parseSafetensors(readFileSync(at('model/model.safetensors'))).metadata.run!) as Record<string, any>,
  () => JSON.parse(readFileSync(at('model/figures.json'), 'utf8')) as Record<string, any>,
];

/** Values of all kinds in the place of each part of an object, two levels deep; in the short form, every third of them. */
function broken(whole: Record<string, any>): Record<string, any>[] {
  const values: unknown[] = [null, -1.5, '7', ESCAPES, [[ESCAPES]], { toString: 1, [ESCAPES]: LONG, constructor: 1 }];
  const all = Object.keys(whole).flatMap((key) => {
    const inner = typeof whole[key] === 'object' && whole[key] !== null ? Object.keys(whole[key]).slice(0, 4) : [];
    const copy = (name: string, value: unknown) => (Array.isArray(whole[key]) ? [value] : { ...whole[key], [name]: value });
    return [
      ...values.map((value) => ({ ...whole, [key]: value })),
      ...inner.flatMap((name) => values.slice(0, 4).map((value) => ({ ...whole, [key]: copy(name, value) }))),
    ];
  });
  return all.filter((_, i) => long || i % 3 === 0);
}

describe('a model with metadata that somebody else wrote', () => {
  const commands = (file: string): string[][] => [
    ['info', file],
    ['evaluate', file, '--data', at('images'), '--backend', 'cpu'],
    ['encode', file, '--data', at('images'), '--backend', 'cpu'],
  ];

  function withRun(run: string, more: Record<string, string> = {}): string {
    const { tensors, metadata } = parseSafetensors(readFileSync(at('model/model.safetensors')));
    writeFileSync(at('hostile.safetensors'), toSafetensors({ tensors, metadata: { ...metadata, ...more, run } }));
    return at('hostile.safetensors');
  }

  test.each(['', 'nothing', '5', 'null', '[]', '"text"', '{}', '{"variant":', LONG, ESCAPES])(
    'of %.20j is used as one without notes',
    async (run) => {
      for (const command of commands(withRun(run))) {
        const ran = await cli(...command);
        expectSane(ran);
        expect(ran.code).toBe(0);
      }
      const without = await cli('encode', at('hostile.safetensors'));
      expectSane(without);
      expect(without.err).toContain('name the data with --data');
    },
  );

  test('of our shape, with anything in each place', async () => {
    for (const each of broken(notes())) {
      const file = withRun(JSON.stringify(each));
      expectSane(await cli('info', file));
    }
  }, 240_000);

  test('of our shape, with escapes wherever text may stand, shows them and does not obey', async () => {
    const { settings } = notes();
    const run = {
      variant: ESCAPES,
      dataset: ESCAPES,
      settings: { ...settings, [ESCAPES]: 1 },
      training: { [ESCAPES]: ESCAPES, long: LONG },
    };
    const file = withRun(JSON.stringify(run), { [ESCAPES]: ESCAPES, other: LONG });
    for (const command of [...commands(file), ['encode', file], ['evaluate', file], ['sample', file, '--out', at('s.png')]])
      expectSane(await cli(...command));
    const { out } = await cli('info', file);
    expect(out).toContain('variant          \\x1b[31m\\x1b]0;owned\\x07\\x9b2J\\r\\n\\u202e\n');
  });

  test('of another variant, with settings of none, is judged by what it is', async () => {
    for (const variant of [
      'undercomplete',
      'sparse',
      'top-k',
      'convolutional',
      'denoising',
      'variational',
      'stacked',
      'classifier',
      'constructor',
    ]) {
      const file = withRun(JSON.stringify({ ...notes(), variant, settings: { latent: 0, seed: 0 } }));
      for (const command of [...commands(file), ['reconstruct', file, '--out', at('r.png'), '--backend', 'cpu']])
        expectSane(await cli(...command));
    }
  });

  test('of a description with anything in it', async () => {
    const { tensors, metadata } = parseSafetensors(readFileSync(at('model/model.safetensors')));
    const { version, config } = JSON.parse(metadata.model!) as Record<string, any>;
    for (const spec of broken(config.args[0])) {
      const model = JSON.stringify({ version, config: { ...config, args: [spec] } });
      writeFileSync(at('described.safetensors'), toSafetensors({ tensors, metadata: { ...metadata, model } }));
      expectSane(await cli('info', at('described.safetensors')));
    }
  }, 240_000);
});

describe('compare, of figures that are broken', () => {
  async function comparing(figuresText: string, ...more: string[]): Promise<Ran> {
    mkdirSync(at('hostile'), { recursive: true });
    writeFileSync(at('hostile/figures.json'), figuresText);
    return cli('compare', at('hostile'), ...more);
  }

  test.each(['', 'nothing', 'null', '5', '[]', '{}', '{"variant":', LONG, ESCAPES, '{"variant":"x","training":null}', '{"loss":NaN}'])(
    'of %.30j says so',
    async (text) => {
      const ran = await comparing(text);
      expectSane(ran);
      expect(ran.code).toBe(2);
      expect(ran.err).toContain('figures.json is damaged, or was not written by this command');
    },
  );

  test('of our shape, with anything in each place', async () => {
    for (const each of broken(figures())) expectSane(await comparing(JSON.stringify(each)));
    for (const each of broken(JSON.parse(readFileSync(at('classifier/figures.json'), 'utf8'))))
      expectSane(await comparing(JSON.stringify(each)));
  }, 240_000);

  test('with losses and measures that were not finite, beside one of other measures, with a report', async () => {
    const whole = figures();
    const odd = {
      ...whole,
      test: { loss: null, terms: {} },
      measures: { [ESCAPES]: null, constructor: 1, toString: 2 },
      history: [...whole.history, { loss: null, elapsedSeconds: null, terms: {} }, { loss: 1, elapsedSeconds: 1, terms: {} }],
    };
    const ran = await comparing(
      JSON.stringify(odd).replace('"measures":{', '"measures":{"__proto__":3,'),
      at('model'),
      '--out',
      at('c.html'),
    );
    expectSane(ran);
    expect([ran.code, ran.err]).toEqual([0, expect.stringContaining('c.html')]);
    expect(ran.out).toMatch(/^test loss +not finite/m);
    expect(readFileSync(at('c.html'), 'utf8')).not.toContain('\x1b');
  });

  test('of what is no folder, or has a folder for a file', async () => {
    mkdirSync(at('odd/figures.json'), { recursive: true });
    for (const path of [at('odd'), at('gone'), at('model/figures.json'), '\0', LONG.slice(0, 5000), '']) {
      const ran = await cli('compare', path);
      expectSane(ran);
      expect(ran.code).toBe(2);
    }
  });
});

describe('files that are not what they should be', () => {
  const commands = ['info', 'encode', 'evaluate', 'reconstruct', 'sample', 'interpolate', 'traverse', 'finetune'];
  beforeAll(() => {
    const bytes = readFileSync(at('model/model.safetensors'));
    mkdirSync(at('bad/folder/model.safetensors'), { recursive: true });
    mkdirSync(at('bad/empty folder'));
    writeFileSync(at('bad/empty'), '');
    writeFileSync(at('bad/text'), 'text\x1b[31m\n');
    writeFileSync(at('bad/truncated'), bytes.subarray(0, 3000));
    writeFileSync(at('bad/cut'), bytes.subarray(0, -1));
    writeFileSync(at('bad/header'), `${String.fromCharCode(20, 0, 0, 0, 0, 0, 0, 0)}{"\x1b[31m":{"dtype":1}}`);
  });

  test.each(commands)('%s says what is wrong with a model', async (command) => {
    const out = command === 'info' ? [] : ['--out', at(command === 'finetune' ? 'tuned' : 'p.png')];
    const names = [
      'folder',
      'empty folder',
      'empty',
      'text',
      'truncated',
      'cut',
      'header',
      'gone',
      `gone${ESCAPES}`,
      'n'.repeat(300),
      'empty/within',
    ];
    for (const name of names) {
      const ran = await cli(command, at('bad', name), ...out);
      expectSane(ran);
      expect([name, ran.code]).toEqual([name, 2]);
    }
  });

  test('says what is wrong with a dataset', async () => {
    const folder = (name: string, files: Record<string, Uint8Array | string>): string => {
      mkdirSync(at(name));
      for (const [file, content] of Object.entries(files)) writeFileSync(at(name, file), content);
      return at(name);
    };
    const good = readFileSync(at('images/train-images-idx3-ubyte'));
    mkdirSync(at('data4/train-images-idx3-ubyte'), { recursive: true });
    const sources = [
      folder('data1', {}),
      folder('data2', { 'train-images-idx3-ubyte': '' }),
      folder('data3', { 'train-images-idx3-ubyte': good.subarray(0, 100) }),
      at('data4'),
      folder('data5', { 'train-images-idx3-ubyte.gz': Uint8Array.of(0x1f, 0x8b, 8, 0, 1, 2, 3) }),
      folder('data6', { 'train-images-idx3-ubyte': good, 'train-labels-idx1-ubyte': 'nothing' }),
      folder(`data7${ESCAPES}`, { 'train-images-idx3-ubyte': 'x', [`odd${ESCAPES}`]: '' }),
      folder('data8', { [`odd${ESCAPES}`]: '', [LONG.slice(0, 200)]: '' }),
      at('gone'),
      at('bad/empty'),
      ESCAPES,
      LONG,
      '',
    ];
    for (const source of sources)
      for (const command of [
        ['train', 'sparse', ...short],
        ['pretrain', '--units', '3', ...short],
        ['encode', at('model')],
        ['finetune', at('model'), ...short],
      ]) {
        const ran = await cli(...command, '--data', source, '--out', at('never'));
        expectSane(ran);
        expect([source.slice(0, 50), ran.code]).toEqual([source.slice(0, 50), 2]);
      }
  });

  test('a dataset whose name a terminal would obey can be used', async () => {
    cpSync(at('images'), at(`set ${ESCAPES}`), { recursive: true });
    for (const command of [
      ['train', 'sparse', ...short],
      ['evaluate', at('model'), '--backend', 'cpu'],
    ]) {
      const ran = await cli(...command, '--data', at(`set ${ESCAPES}`), ...(command[0] === 'train' ? ['--out', at('run \x1b')] : []));
      expectSane(ran);
      expect(ran.code).toBe(0);
    }
    const again = await cli('evaluate', at('run \x1b'), '--backend', 'cpu');
    expectSane(again);
    expect(again.code).toBe(0);
  });
});

test.each<string[]>([
  ['train', 'sparse', '--latent', '1e9'],
  ['train', 'variational', '--latent', '100000000'],
  ['train', 'convolutional', '--latent', '1e15'],
  ['train', 'top-k', '--latent', '1e7', '--data', 'mnist'],
  ['train', 'undercomplete', '--epochs', '1e12'],
  ['train', 'undercomplete', '--patience', '-1'],
  ['train', 'top-k', '--k', '1e9'],
  ['train', 'top-k', '--k', '65', '--latent', '64'],
  ['train', 'denoising', '--noise', '1e300'],
  ['train', 'sparse', '--rho', '0'],
  ['train', 'sparse', '--learning-rate', '0'],
  ['train', 'sparse', '--validation', '1'],
  ['train', 'sparse', '--limit', '0'],
  ['train', 'sparse', '--limit', '1', '--validation', '0.5'],
  ['train', 'sparse', '--seed', '-1'],
  ['train', 'sparse', '--seed', '1e300'],
  ['train', 'sparse\x1b[31m'],
  ['train', 'constructor'],
  ['pretrain', '--units', '1e9'],
  ['pretrain', '--units', '100000,100000'],
  ['pretrain', '--units', Array(100).fill('8').join(',')],
  ['pretrain', '--units', ''],
  ['pretrain', '--units', '8,,8'],
  ['pretrain', '--joint', '1e12'],
  ['pretrain', '--masking', '1'],
  ['finetune', at('model'), '--labels', '1'],
  ['finetune', at('model'), '--labels', '1e9'],
  ['finetune', at('model'), '--draws', '1e9'],
  ['finetune', at('model'), '--init-scale', '0'],
  ['sample', at('model'), '--count', '0'],
  ['sample', at('model'), '--count', '1e15'],
  ['sample', at('model'), '--mixture', '1e9'],
  ['sample', at('model'), '--mixture', '200'],
  ['interpolate', at('model'), '--steps', '1e9'],
  ['interpolate', at('model'), '--steps', '1'],
  ['interpolate', at('model'), '--path', 'circle'],
  ['traverse', at('model'), '--example', '1e12'],
  ['traverse', at('model'), '--steps', '1e9'],
  ['encode', at('model'), '--part', 'validation'],
  ['evaluate', at('model'), '--seed', '1.5'],
  ['evaluate', at('model'), '--backend', 'constructor'],
  ['info'],
  ['info', at('model'), at('model')],
  ['info', at('model'), '--nothing\x1b[31m'],
  ['doctor', '--json=yes'],
  ['\x1b[31m'],
  ['x'.repeat(100_000)],
  ['--version=2'],
])('%j is a wrong command line', async (...args) => {
  const data = ['train', 'pretrain'].includes(args[0]!) && !args.includes('--data') ? ['--data', at('images')] : [];
  const picture = ['sample', 'interpolate', 'traverse'].includes(args[0]!) ? ['--out', at('never.png')] : [];
  const ran = await cli(...args, ...data, ...picture);
  expectSane(ran);
  expect(ran.code).toBe(2);
});

test('whatever options are given, a command says what is wrong in a sentence, or works', async () => {
  const hostile = [
    '',
    ' ',
    '-1',
    '0',
    '-0',
    '1',
    '2',
    '3',
    '1.5',
    '1e9',
    '1e308',
    '1e-400',
    'NaN',
    'Infinity',
    '0x3',
    '１',
    ESCAPES,
    '\0',
    'x'.repeat(9999),
    '--',
    '-x',
    '--help',
    '..',
    '/',
    "'",
    '$HOME',
    '1,2',
    ',',
    'constructor',
    '__proto__',
  ];
  const value = fc.oneof(
    fc.constantFrom(...hostile),
    fc.string({ unit: 'binary' }),
    fc.integer({ min: -3, max: 3 }).map(String),
    fc.double().map(String),
  );
  const cheap = ['--epochs=1', '--backend=cpu'];
  const forms: readonly (readonly [fixed: readonly string[], options: readonly string[]])[] = [
    [
      ['train', 'undercomplete', ...cheap, `--data=${at('images')}`],
      ['batch', 'latent', 'learning-rate', 'validation', 'patience', 'limit', 'seed', 'noise', 'k'],
    ],
    [
      ['train', 'sparse', ...cheap, `--data=${at('images')}`],
      ['beta', 'rho', 'limit', 'batch'],
    ],
    [
      ['train', 'top-k', ...cheap, `--data=${at('images')}`],
      ['beta', 'k', 'latent'],
    ],
    [
      ['pretrain', ...cheap, '--units=3', `--data=${at('images')}`],
      ['method', 'joint', 'rho', 'beta', 'masking', 'batch', 'units'],
    ],
    [
      ['finetune', at('model'), ...cheap, '--no-random'],
      ['labels', 'batch', 'learning-rate', 'head-learning-rate', 'validation', 'patience', 'seed', 'init-scale', 'draws'],
    ],
    [
      ['encode', at('model')],
      ['dataset', 'part', 'backend', 'nothing'],
    ],
    [
      ['evaluate', at('model')],
      ['dataset', 'part', 'backend', 'seed'],
    ],
    [
      ['sample', at('model'), `--out=${at('fuzz.png')}`],
      ['count', 'mixture', 'seed', 'dataset'],
    ],
    [
      ['interpolate', at('model'), `--out=${at('fuzz.png')}`],
      ['count', 'steps', 'path', 'part'],
    ],
    [
      ['traverse', at('model'), `--out=${at('fuzz.png')}`],
      ['example', 'steps', 'part'],
    ],
    [
      ['reconstruct', at('model'), `--out=${at('fuzz.png')}`],
      ['count', 'seed', 'part'],
    ],
    [['info'], []],
  ];
  const line = fc
    .constantFrom(...forms)
    .chain(([fixed, options]) =>
      fc
        .array(fc.tuple(fc.constantFrom(...(options.length > 0 ? options : ['out'])), value, fc.boolean()), { maxLength: 3 })
        .map((given) => [...fixed, ...given.flatMap(([name, text, joined]) => (joined ? [`--${name}=${text}`] : [`--${name}`, text]))]),
    );
  await fc.assert(
    fc.asyncProperty(line, async (args) => {
      const out = ['train', 'pretrain', 'finetune'].includes(args[0]!) ? ['--force', `--out=${at('fuzz')}`] : [];
      expectSane(await cli(...args.toSpliced(1, 0, ...out)));
    }),
    { numRuns: 120, seed: 12 },
  );
}, 120_000);
