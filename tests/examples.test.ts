import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

/*
 * Every complete example of the READMEs runs: the blocks fenced as ```ts are copied out and imported as modules.
 * Blocks fenced as ```ts no-run are excerpts.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const readmes = ['README.md', ...readdirSync(join(root, 'packages')).map((name) => `packages/${name}/README.md`)];
const blocks = readmes.flatMap((file) => {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code], i) => ({ name: `${file}, example ${i + 1}`, code: code! }));
});

// Beside this test, so that the packages resolve as they do here. What an example writes goes into it, too.
const folder = mkdtempSync(join(root, 'tests', '.examples-'));
const before = process.cwd();
beforeAll(() => process.chdir(folder));
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

test('there are examples', () => expect(blocks.length).toBeGreaterThan(10));

test.each(blocks)('$name runs', async ({ name, code }) => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  const file = join(folder, `${name.replaceAll(/\W+/g, '-')}.ts`);
  writeFileSync(file, code);
  await import(/* @vite-ignore */ file);
  log.mockRestore();
});
