import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';

/** The files that the command loads for these arguments, of those that Node counts: modules in CommonJS. */
function loadedFor(args: readonly string[]): readonly string[] {
  const program = `
    import { createRequire } from 'node:module';
    const { run } = await import('@autoencoders/cli');
    await run(${JSON.stringify(args)}, { out: { write() {} }, err: { write() {} }, colors: new Proxy({}, { get: () => String }) });
    console.log(JSON.stringify(Object.keys(createRequire(import.meta.url).cache)));`;
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8', cwd: import.meta.dirname }));
}

test.each([['--help'], ['--version'], ['trian']])('%s loads nothing that computes', (argument) => {
  const loaded = loadedFor([argument]);
  expect(loaded.some((file) => file.includes('commander'))).toBe(true);
  expect(loaded.filter((file) => file.includes('tensorflow'))).toEqual([]);
});

test('a command loads what computes', () => {
  expect(loadedFor(['train', '--help']).some((file) => file.includes('tensorflow'))).toBe(true);
});
