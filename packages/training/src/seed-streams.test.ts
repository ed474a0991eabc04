import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { SEED_STREAMS } from './seed-streams.js';

test('the README lists the streams by their numbers', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const rows = [...readme.matchAll(/^\| `fit` \| `seeded\(seed, (\d)[^|]*\| ([a-z]+)/gm)].map(([, stream, name]) => [name, Number(stream)]);
  expect(Object.fromEntries(rows)).toEqual(SEED_STREAMS);
});
