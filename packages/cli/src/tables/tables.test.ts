import { readFileSync, writeFileSync } from 'node:fs';
import { readMetadata } from '@autoencoders/models';
import { beforeAll, describe, expect, test } from 'vitest';
import { cli, temporaryFolder } from '../../test/helpers.js';

const at = temporaryFolder();

/** Flats with semicolons and decimal commas: the rent follows from area and city, every ninth area is missing, and the id says nothing. */
const flats = (count: number, from = 0): string =>
  [
    'id;area;rent;city;furnished',
    ...Array.from({ length: count }, (_, i) => {
      const n = i + from;
      const [area, city] = [30 + ((n * 37) % 90) + 0.5, n % 3];
      const rent = 400 + 9 * area + 150 * city;
      return [
        n + 1,
        n % 9 === 4 ? '' : String(area).replace('.', ','),
        String(rent).replace('.', ','),
        ['Lagos', 'Osaka', 'Lima'][city],
        area < 60 ? 'yes' : 'no',
      ].join(';');
    }),
  ].join('\n');

const rowsOf = (csv: string): string[][] =>
  csv
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));

let trained: Awaited<ReturnType<typeof cli>>;
beforeAll(async () => {
  writeFileSync(at('flats.csv'), flats(400));
  writeFileSync(at('new.csv'), flats(30, 1000));
  trained = await cli(
    'train',
    'undercomplete',
    '--data',
    at('flats.csv'),
    '--latent',
    '4',
    '--epochs',
    '60',
    '--batch',
    '32',
    '--out',
    at('run'),
  );
});

describe('train --data', () => {
  test('says how the file is written, and what each column is and why', () => {
    expect(trained.code).toBe(0);
    expect(trained.err).toMatch(/400 rows, 5 columns, 4 used/);
    expect(trained.err).toMatch(/^id +\(identifier\)/m);
    expect(trained.err).toMatch(/^area +number +11 %/m);
    expect(trained.err).toMatch(/360 training rows, 40 test rows; 4 columns, 7 features/);
  });

  test('learns every column', () => {
    const { measures, test: judged } = JSON.parse(readFileSync(at('run', 'figures.json'), 'utf8'));
    expect(measures['area: R²']).toBeGreaterThan(0.9);
    expect(measures['rent: R²']).toBeGreaterThan(0.9);
    expect(measures['city: accuracy']).toBeGreaterThan(0.95);
    expect(judged.loss).toBeLessThan(0.5);
  });

  test('writes a report with the columns, and keeps what was learned of them with the model', () => {
    const html = readFileSync(at('run', 'report.html'), 'utf8');
    expect(html).toContain('The columns');
    expect(html).toContain('furnished');
    expect(html).toContain('The 10 rows with the largest errors');
    const { table } = readMetadata(readFileSync(at('run', 'model.safetensors')));
    expect(JSON.parse(table!).columns.map(({ name }: { name: string }) => name)).toEqual(['area', 'rent', 'city', 'furnished']);
  });
});

describe('what was saved is applied to new rows', () => {
  test('reconstruct gives them back in their own units and words', async () => {
    const { out, code } = await cli('reconstruct', at('run'), '--data', at('new.csv'));
    expect(code).toBe(0);
    // A cell with a decimal comma stands in quotes.
    const cells = [...out.matchAll(/^"?([\d,]+)"?,"?([\d,]+)"?,(\w+),(\w+)$/gm)];
    expect(out.split('\n')[0]).toBe('area,rent,city,furnished');
    expect(cells).toHaveLength(30);
    const errors = cells.map(([, , rent], i) =>
      Math.abs(Number(rent!.replace(',', '.')) - Number(flats(30, 1000).split('\n')[i + 1]!.split(';')[2]!.replace(',', '.'))),
    );
    expect(errors.reduce((a, b) => a + b) / 30).toBeLessThan(80);
  });

  test('encode gives their codes', async () => {
    const { out } = await cli('encode', at('run'), '--data', at('new.csv'));
    const rows = rowsOf(out);
    expect(rows[0]).toEqual(['z1', 'z2', 'z3', 'z4']);
    expect(rows).toHaveLength(31);
    expect(
      rows
        .slice(1)
        .flat()
        .every((cell) => Number.isFinite(Number(cell))),
    ).toBe(true);
  });

  test('impute fills what is missing, and leaves the rest as it is', async () => {
    const { err } = await cli('impute', at('run'), '--data', at('new.csv'), '--out', at('filled.csv'));
    expect(err).toContain('3 missing cells filled');
    const filled = readFileSync(at('filled.csv'), 'utf8');
    const given = flats(30, 1000).split('\n');
    const cells = [...filled.matchAll(/^(\d+),"?([\d,]+)"?,"?([\d,]+)"?,(\w+),(\w+)$/gm)].map((match) => match.slice(1, 6));
    expect(cells).toHaveLength(30);
    cells.forEach((row, i) => {
      const own = given[i + 1]!.split(';');
      own.forEach((cell, c) => cell !== '' && expect(row[c]).toBe(cell));
      const truth = 30 + (((1000 + i) * 37) % 90) + 0.5;
      // The mean of all areas, 75, is 26 off on average.
      if (own[1] === '') expect(Math.abs(Number(row[1]!.replace(',', '.')) - truth)).toBeLessThan(20);
    });
  });

  test('evaluate prints the loss, and a measure for each column', async () => {
    const { out } = await cli('evaluate', at('run'), '--data', at('new.csv'));
    expect(out).toMatch(/^loss\t[\d.]+\nreconstruction\t[\d.]+\narea: R²\t(?:0\.9\d+|1)\n/);
  });

  test('without --data, the table that it was trained on', async () => {
    const { out } = await cli('encode', at('run'));
    expect(rowsOf(out)).toHaveLength(401);
  });
});

test('inspect prints the schema', async () => {
  const { out, code } = await cli('inspect', at('flats.csv'), '--ignore', 'rent');
  expect(code).toBe(0);
  expect(out).toMatch(/^rent +\(ignored\)/m);
  expect(out).toMatch(/^furnished +yesNo/m);
  expect((await cli('inspect', 'digits')).out).toContain('digits, train: 1,500 examples of 8 × 8 × 1, with labels');
});

test.each(['denoising', 'variational', 'sparse', 'top-k'])('train %s learns a table, too', async (variant) => {
  const { code } = await cli(
    'train',
    variant,
    '--data',
    at('flats.csv'),
    '--label',
    'city',
    '--epochs',
    '60',
    '--batch',
    '32',
    '--learning-rate',
    '0.005',
    '--out',
    at(variant),
  );
  expect(code).toBe(0);
  const { measures } = JSON.parse(readFileSync(at(variant, 'figures.json'), 'utf8'));
  expect(Object.keys(measures)).toEqual(expect.arrayContaining(['columns given back, %', 'area: R²', 'rent: R²', 'furnished: accuracy']));
  expect(measures['rent: R²']).toBeGreaterThan(0.3);
  const { out } = await cli('encode', at(variant));
  expect(rowsOf(out)[0]!.at(-1)).toBe('label');
  expect(rowsOf(out)[1]!.at(-1)).toBe('Lagos');
});

test('a variational autoencoder samples new rows', async () => {
  const { out, code } = await cli('sample', at('variational'), '--count', '5');
  expect(code).toBe(0);
  expect(out.trimEnd().split('\n')).toHaveLength(6);
});

test('a set of one row, and of three, trains', async () => {
  for (const count of [1, 3]) {
    writeFileSync(
      at(`few-${count}.csv`),
      'a,b\n1,x\n2.5,y\n7,x\n'
        .split('\n')
        .slice(0, count + 1)
        .join('\n'),
    );
    const { code, err } = await cli(
      'train',
      'undercomplete',
      '--data',
      at(`few-${count}.csv`),
      '--epochs',
      '2',
      '--out',
      at(`few-${count}`),
    );
    // Of one row, all columns are constant.
    if (count === 1) expect(err).toContain('nothing to learn from');
    else expect(code).toBe(0);
  }
});

test.each<[message: string, args: readonly string[]]>([
  ['--data nowhere.csv is neither a set', ['inspect', 'nowhere.csv']],
  ['is not a file that is read; names of tables end in .csv,', ['train', 'sparse', '--data', 'picture.bmp']],
  ['--label is for a table or a file of arrays', ['train', 'sparse', '--label', 'x', '--data', 'digits']],
  ['train: a convolutional autoencoder needs pictures', ['train', 'convolutional', '--data', 'flats.csv']],
  ['--size is for a folder of pictures', ['train', 'sparse', '--data', 'flats.csv', '--size', '28']],
])('%s', async (message, args) => {
  writeFileSync(at('picture.bmp'), 'BM');
  const { err, code } = await cli(...args.map((arg) => (/^(flats|picture)\./.test(arg) ? at(arg) : arg)));
  expect(err.replaceAll(/\s+/g, ' ')).toContain(message);
  expect(code).toBe(2);
});

test('a picture command says that a model is of a table', async () => {
  const { err, code } = await cli('traverse', at('run'), '--out', at('x.png'));
  expect([err, code]).toEqual([expect.stringContaining('was trained on a table'), 2]);
});

test('a new table without a column of the model is refused, and nothing is written', async () => {
  writeFileSync(at('less.csv'), 'area,rent\n1,2\n');
  const { err, code } = await cli('reconstruct', at('run'), '--data', at('less.csv'), '--out', at('less-out.csv'));
  expect(code).toBe(2);
  expect(err).toContain('has no column');
  expect(() => readFileSync(at('less-out.csv'))).toThrow();
});
