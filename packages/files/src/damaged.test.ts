import { readdirSync } from 'node:fs';
import { InputError } from '@autoencoders/core';
import { expect, test } from 'vitest';
import { chunksOf } from '../test/chunks.js';
import { fixture, fixturePath } from '../test/fixture.js';
import { openArrow, openParquet } from './node.js';

/** Mutated files that decoders of others failed at. Each is refused in words that tell what is wrong, not where the decoder failed. */
const messages: Readonly<Record<string, string>> = {
  'column-is-a-number.parquet': 'openParquet: f is damaged: its description lacks a part',
  'hidden-batches.arrow': 'openArrow: f is damaged: its footer names a batch where none is',
  'list-of-nothing.arrow': 'openArrow: the column "note" of f is a LargeList, which is not read; name the others in columns',
  'no-path.parquet': 'openParquet: f is damaged: its description lacks a part',
  'no-schema.arrow': 'openArrow: f is damaged: it has no schema',
  'wrong-type.parquet': 'openParquet: f is damaged or not Parquet',
};

test('there is a message for each damaged file', () => expect(readdirSync(fixturePath('damaged')).sort()).toEqual(Object.keys(messages)));

test.each(Object.entries(messages))('%s is refused in plain words', async (name, message) => {
  const open = name.endsWith('.arrow') ? openArrow : openParquet;
  await expect(open(fixture(`damaged/${name}`), { name: 'f' }).then(chunksOf)).rejects.toThrow(new InputError(message));
});
