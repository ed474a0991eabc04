import { expect, test } from 'vitest';
import { foldersOf } from './folders.js';
import type { OwnFile } from './index.js';

const at = (path: string, type = 'image/png'): OwnFile => ({ path, file: new File([''], path.split('/').at(-1)!, { type }) });
const read = (...paths: string[]) => foldersOf(paths.map((path) => at(path)));

test('folders in the common one are classes, in alphabetical order, with all pictures below them', () => {
  const { pictures, labels, classes } = read('pets/dog/b.png', 'pets/cat/a.png', 'pets/dog/old/c.png');
  expect(pictures.map(({ path }) => path)).toEqual(['pets/cat/a.png', 'pets/dog/b.png', 'pets/dog/old/c.png']);
  expect([classes, [...labels!]]).toEqual([
    ['cat', 'dog'],
    [0, 1, 1],
  ]);
  expect(read('x/pets/dog/b.png', 'x/pets/cat/a.png').folder).toBe('x/pets');
  expect(read('cat/a.png', 'dog/b.png').classes).toEqual(['cat', 'dog']);
});

test('there are no classes in one folder, and where some pictures are in none', () => {
  for (const [folder, ...paths] of [
    ['pets', 'pets/a.png', 'pets/b.png'],
    [undefined, 'a.png', 'b.png'],
    [undefined, 'pets/cat/a.png', 'pets/b.png'],
    ['pets/cat', 'pets/cat/a.png', 'pets/cat/b.png'],
    [undefined],
  ] as const)
    expect(read(...paths)).toEqual({ pictures: expect.any(Array), folder });
});

test('other files in a folder are passed over, and one that was given by itself is not', () => {
  const { pictures } = foldersOf([
    at('pets/a.png'),
    at('pets/.DS_Store', ''),
    at('pets/b.svg', 'image/svg+xml'),
    at('notes.txt', 'text/plain'),
  ]);
  expect(pictures.map(({ path }) => path)).toEqual(['notes.txt', 'pets/a.png']);
});
