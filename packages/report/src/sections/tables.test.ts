import { InputError } from '@autoencoders/core';
import { expect, test } from 'vitest';
import { picturesIn, shapes } from '../../test/fixture.js';
import { comparison, formatRuns, meanAndSpread } from './comparison.js';
import { confusionTable } from './confusion-table.js';
import { curves } from './curves.js';
import { traversals } from './traversals.js';

/** The texts of the cells of each row of the first table. */
const cells = (markup: string): string[][] =>
  [...markup.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row]) =>
    [...row!.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell]) => cell!.replaceAll(/<i [^>]*><\/i>/g, '')),
  );

test('meanAndSpread: the spread is that of a sample, and none of a single run', () => {
  expect(meanAndSpread([1, 3])).toEqual({ mean: 2, spread: Math.SQRT2 });
  expect(meanAndSpread([5])).toEqual({ mean: 5, spread: 0 });
  expect([formatRuns([1, 3]), formatRuns([5])]).toEqual(['2 ± 1.4', '5']);
});

/** The rows of each table: its caption, then its cells without dots. */
const tablesOf = (markup: string): readonly string[][] =>
  [...markup.matchAll(/<table.*?<\/table>/gs)].map(([table]) => [
    /<caption><b>(.*?)<\/caption>/.exec(table)![1]!.replaceAll(/<[^>]*>/g, ''),
    ...[...table.matchAll(/<\/i>([^<]*)<\/th><td>(.*?)<\/td>/g)].map(([, name, value]) => `${name} ${value}`),
  ]);

test('comparison: a table for each measure, the best mean bold, without series that do not have it', () => {
  const { body, caption } = comparison({
    series: [
      { name: 'a', measures: { error: [2, 4], accuracy: [0.5, 0.7], time: [1] } },
      { name: 'b', measures: { error: [1, 1], accuracy: [0.1, 0.3] } },
    ],
    higherIsBetter: ['accuracy'],
    unranked: ['time'],
    about: { error: 'What is wrong.' },
  });
  expect(tablesOf(body.markup)).toEqual([
    ['error ↓ lower is betterWhat is wrong.', 'a 3 ± 1.4', 'b <strong>1 ± 0</strong>'],
    ['accuracy ↑ higher is better', 'a <strong>0.6 ± 0.14</strong>', 'b 0.2 ± 0.14'],
    ['time', 'a 1'],
  ]);
  expect(body.markup).toContain('style="left:33.3%');
  expect(caption).toContain('mean ± standard deviation');
});

test('comparison: of single runs there is no spread, and a single way is not best', () => {
  const { body, caption } = comparison({ series: [{ name: 'a', measures: { error: [2] } }] });
  expect(body.markup).not.toContain('<strong>');
  expect(caption).not.toContain('standard deviation');
  expect(() => comparison({ series: [] })).toThrow(new InputError('comparison: there is nothing to compare'));
});

test('confusionTable: counts, the share that is right, and the most frequent mistake', () => {
  const { body, caption } = confusionTable({
    counts: [Int32Array.of(8, 2), Int32Array.of(0, 10)],
    classes: ['cat', '<dog>'],
  });
  expect(cells(body.markup)).toEqual([
    ['true class', 'cat', '&lt;dog&gt;', 'correct'],
    ['cat', '8', '2', '80 %'],
    ['&lt;dog&gt;', '0', '10', '100 %'],
  ]);
  expect(body.markup).toContain('class="wrong" style="--share:0.200"');
  expect(caption).toContain('18 of 20 examples are correct, 90 %. The most frequent mistake: cat predicted as <dog>, 2 times.');
  expect(
    confusionTable({
      counts: [
        [0, 0],
        [0, 1],
      ],
    }).body.markup,
  ).toContain('<td>–</td>');
});

test.each([
  [[], undefined, 'confusionTable: there are no classes'],
  [[[1, 2]], undefined, 'confusionTable: 1 rows need as many columns, and as many class names'],
  [[[1]], ['a', 'b'], 'confusionTable: 1 rows need as many columns, and as many class names'],
])('confusionTable: refuses %j', (counts, classes, message) => {
  expect(() => confusionTable({ counts, classes })).toThrow(new InputError(message));
});

test('curves: a line for each run, one colour for each group', () => {
  const row = (name: string, group?: string) => ({ name, group, epochs: [1, 2], values: [2, 1] });
  const { body } = curves({ label: 'loss, nats', rows: [row('one', 'a'), row('two', 'a'), row('three')] });
  const [, data] = /<script type="application\/json">(.*?)<\/script>/.exec(body.markup)!;
  const { series } = JSON.parse(data!);
  expect(series.map(({ name }: any) => name)).toEqual(['one', 'two', 'three']);
  expect(new Set(series.map(({ colour }: any) => colour)).size).toBe(2);
  expect([...body.markup.matchAll(/<\/i>(\w+) <b data-series="([\d ]+)">(\d)/g)].map(([, ...parts]) => parts)).toEqual([
    ['a', '0 1', '1'],
    ['three', '2', '1'],
  ]);
  expect(body.markup).toContain('data-axis');
  expect(() => curves({ label: 'loss', rows: [{ name: 'x', epochs: [1], values: [] }] })).toThrow(
    'curves: every row needs a value for each epoch',
  );
});

test('traversals: a row for each latent, with its name and an axis', () => {
  const rows = ['latent 1', 'latent 2'].map((label) => ({ label, images: shapes(5) }));
  const { body, caption } = traversals({ rows, range: [-2, 2] });
  const [picture] = picturesIn(body);
  expect([picture!.width, picture!.height]).toEqual([5 * 13, 2 * 13]);
  for (const part of ['<span>latent 1</span>', '<span>latent 2</span>', '<span>−2</span>', '<span>2</span>'])
    expect(body.markup).toContain(part);
  expect(caption).toContain('from −2 to 2, and the others stay');
  expect(() => traversals({ rows, range: [1, 1] })).toThrow('traversals: range must go from a lower to a higher value, not from 1 to 1');
  expect(() => traversals({ rows: [rows[0]!, { label: 'x', images: shapes(4) }], range: [0, 1] })).toThrow(
    'the rows have 5 and 4 pictures',
  );
});
