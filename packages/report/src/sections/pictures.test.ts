import { expect, test } from 'vitest';
import { picturesIn, shapes } from '../../test/fixture.js';
import type { Images } from '../images.js';
import { heat, missing } from '../palettes.js';
import { dictionaryEntries } from './dictionary-entries.js';
import { interpolations } from './interpolations.js';
import { latentGrid, latentGridCodes } from './latent-grid.js';
import { reconstructions, squaredErrors } from './reconstructions.js';
import { samples } from './samples.js';
import { scoreMaps } from './score-maps.js';

const flat = (...values: number[]): Images => ({ shape: [2], values: Float32Array.from(values) });

test('reconstructions: strips of ten, and the squared error of the last row against the first', () => {
  expect(squaredErrors(flat(0, 1, 2, 3), flat(0, 1, 0, 2))).toEqual([0, 5]);
  const { body, caption } = reconstructions({
    rows: [
      { label: 'original', images: shapes(13) },
      { label: 'reconstruction', images: shapes(13, () => 0) },
    ],
  });
  expect(picturesIn(body).map(({ width }) => width)).toEqual([130, 130, 39, 39]);
  expect(body.markup.match(/<li>/g)).toHaveLength(13);
  expect(caption).toMatch('between “original” and “reconstruction”');
});

test.each([
  [[0, 0], '0'],
  [[0.5, 0], '0.25'],
  [[1, 1], '2.00'],
  [[40, 0], '1,600'],
  [[0.01, 0], '&lt; 10⁻³'],
  [[NaN, 0], '–'],
])('reconstructions: the error of %j reads %s', (values, text) => {
  const { body } = reconstructions({
    rows: [
      { label: 'a', images: flat(0, 0) },
      { label: 'b', images: flat(...values) },
    ],
  });
  expect(body.markup).toContain(`<li>${text}</li>`);
});

test('reconstructions: refuses a single row and rows that differ', () => {
  const row = { label: 'a', images: flat(0, 0) };
  expect(() => reconstructions({ rows: [row] })).toThrow('reconstructions: rows must hold two rows or more, not 1');
  expect(() => reconstructions({ rows: [row, { label: 'b', images: flat(0, 0, 0, 0) }] })).toThrow(
    'reconstructions: the rows have 1 and 2 pictures',
  );
});

test('scoreMaps: each picture beside its map, which sums over channels and has its own scale', () => {
  const images: Images = { shape: [1, 2, 3], values: new Float32Array(12) };
  const texts = [['a <b>', 'score 1'], ['c']];
  const { body } = scoreMaps({ images, contributions: [1, 1, 0, 0, 4, 0, 0, 0, 0, 0, 0, -9], texts });
  const pictures = picturesIn(body);
  expect(pictures.map(({ width, height }) => [width, height])).toEqual(Array.from({ length: 4 }, () => [2, 1]));
  expect(body.markup).toContain('<span>a &lt;b&gt;</span><span>score 1</span>');
  // 2 and 4: half of the most, and the most. Then nothing, and less than nothing.
  const colour = (level: number): readonly number[] => [...heat(level).map(Math.round), 255];
  const levels = [pictures[1], pictures[3]].map((map) => [map!.at(0, 0), map!.at(1, 0)]);
  expect(levels).toEqual([
    [colour(127 / 253), colour(1)],
    [colour(0), colour(0)],
  ]);
  expect(() => scoreMaps({ images, contributions: [1], texts })).toThrow(
    'scoreMaps: there are 1 contributions, and the pictures have 12 numbers',
  );
  expect(() => scoreMaps({ images, contributions: new Float32Array(12), texts: [] })).toThrow(
    'scoreMaps: there are 2 pictures and 0 texts',
  );
});

test('samples: about a square, or as many columns as asked for', () => {
  expect(picturesIn(samples({ images: shapes(10) }).body)[0]).toMatchObject({ width: 4 * 13, height: 3 * 13 });
  expect(picturesIn(samples({ images: shapes(10), columns: 5 }).body)[0]).toMatchObject({ width: 5 * 13, height: 2 * 13 });
  expect(() => samples({ images: shapes(1), columns: 0 })).toThrow('samples: columns must be a whole number of 1 or more, not 0');
});

test('latentGridCodes: row by row from the top left, the second code growing upwards', () => {
  expect([...latentGridCodes({ columns: 3, rows: 2, range: [-1, 1] })]).toEqual([-1, 1, 0, 1, 1, 1, -1, -1, 0, -1, 1, -1]);
  expect([...latentGridCodes({ columns: 1, range: [0, 4] })]).toEqual([2, 2]);
  expect(() => latentGridCodes({ columns: 2, range: [1, 1] })).toThrow(
    'latentGridCodes: range must go from a lesser to a greater value, not from 1 to 1',
  );
});

test('latentGrid: one seamless picture', () => {
  const { body } = latentGrid({ images: shapes(6), columns: 3, range: [-2, 2] });
  expect(picturesIn(body)).toMatchObject([{ width: 36, height: 24 }]);
  expect(body.markup).toContain('−2');
  expect(() => latentGrid({ images: shapes(7), columns: 3, range: [-2, 2] })).toThrow('latentGrid: 7 pictures do not fill rows of 3');
  expect(() => latentGrid({ images: shapes(6), columns: 3, range: [NaN, 2] })).toThrow(
    'latentGrid: the least value of range must be a finite number, not NaN',
  );
});

test('interpolations: one row each', () => {
  expect(picturesIn(interpolations({ rows: [shapes(5), shapes(5)] }).body)).toMatchObject([{ width: 65, height: 26 }]);
  expect(() => interpolations({ rows: [] })).toThrow('interpolations: there are no rows');
});

test('dictionary: each filter has its own range, symmetric around zero', () => {
  const [blue, white, red] = [
    [5, 48, 97, 255],
    [247, 247, 247, 255],
    [103, 0, 31, 255],
  ];
  const { at } = picturesIn(dictionaryEntries({ filters: flat(-2, 0, /**/ 0.1, 0.1, /**/ 0, 0, /**/ NaN, 3) }).body)[0]!;
  const close = (x: number, y: number, colour: readonly number[]): void =>
    expect(Math.max(...at(x, y).map((c, i) => Math.abs(c - colour[i]!)))).toBeLessThan(3);
  close(0, 0, blue);
  close(1, 0, white);
  close(3, 0, red);
  close(4, 0, red);
  close(0, 2, white);
  expect(at(3, 2)).toEqual([...missing, 255]);
  close(4, 2, red);
});

test('dictionary: sorted by norm, and in colour', () => {
  const { at } = picturesIn(dictionaryEntries({ filters: flat(1, 0, /**/ 0, -5), sortByNorm: true }).body)[0]!;
  expect(at(1, 0).slice(0, 3)).toEqual([5, 48, 97]);
  const coloured = dictionaryEntries({ filters: { shape: [1, 1, 3], values: Float32Array.from([-1, 0, 1]) } });
  expect(picturesIn(coloured.body)[0]!.at(0, 0)).toEqual([0, 128, 255, 255]);
  expect(coloured.caption).toContain('Mid-grey');
});
