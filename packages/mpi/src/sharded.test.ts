import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mpis, unlessMpi } from '../test/mpi.js';
import { programOf, run } from '../test/ranks.js';
import type { Program } from '../test/ranks.js';

/*
 * Several ranks that have a part of the data each give the losses of one process with the same batches: uneven parts, a part without examples, fewer
 * examples than ranks, streams that end at different times.
 */
const timeout = 300_000;
let program: Program;
type Losses = Readonly<Record<string, readonly number[]>>;

async function trained(
  name: string,
  ranks: string,
  parts: string,
  command: string = process.execPath,
  args: readonly string[] = [],
): Promise<Losses> {
  const file = join(program.file, `../../out/${name}.json`);
  const { code, errors } = await run(command, [...args, program.file, ranks, file, parts]);
  expect({ code, errors: code === 0 ? '' : errors }).toEqual({ code: 0, errors: '' });
  return JSON.parse(readFileSync(file, 'utf8')) as Losses;
}

beforeAll(async () => {
  program = await programOf('sharded');
}, timeout);
afterAll(() => program.remove());

async function expectAlike(found: Losses, parts: string): Promise<void> {
  const alone = await trained(`alone-${parts}`, '1', parts);
  expect(Object.keys(alone)).toHaveLength(9);
  for (const [name, losses] of Object.entries(alone)) {
    expect(found[name], name).toHaveLength(losses.length);
    expect(Math.max(...losses.map((loss, i) => Math.abs(found[name]![i]! / loss - 1))), name).toBeLessThan(1e-6);
  }
}

it.each(['5,20,25', '2,0,1', '0,17,17,1'])('parts of %s examples in a local group', { timeout }, async (parts) => {
  await expectAlike(await trained(`local-${parts}`, String(parts.split(',').length), parts), parts);
});

describe.skipIf(mpis.length === 0)(`MPI${unlessMpi}`, { timeout }, () => {
  it.each(process.env['LONG_TESTS'] === '1' ? mpis : mpis.slice(-1))(
    'parts of 3, 19 and 30 examples with $name',
    async ({ name, command, args }) => {
      const parts = '3,19,30';
      await expectAlike(await trained(name, 'mpi', parts, command, [...args, '-n', '3', process.execPath]), parts);
    },
  );
});
