import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { complete, licences } from '../scripts/manifests.mjs';
import { packAll } from '../scripts/pack.mjs';
import { manifestOf, published, root } from '../scripts/packages.mjs';
import { run } from '../scripts/spawn.mjs';

const folder = mkdtempSync(join(tmpdir(), 'packed-'));
let tarballs: Readonly<Record<string, string>>;
beforeAll(() => {
  tarballs = packAll(folder);
  for (const name of published) {
    mkdirSync(join(folder, name));
    run('tar', ['-xzf', tarballs[name]!, '-C', join(folder, name)], folder);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Packed {
  readonly manifest: Record<string, unknown> & { readonly exports: object; readonly license: string };
  readonly files: readonly string[];
  read(file: string): string;
}

/** What the tarball of a package contains. */
function packed(name: string): Packed {
  const at = join(folder, name, 'package');
  const read = (file: string): string => readFileSync(join(at, file), 'utf8');
  const files = readdirSync(at, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(at.length + 1));
  return { manifest: JSON.parse(read('package.json')) as Packed['manifest'], files, read };
}

/** All texts in a value, at any depth. */
const texts = (value: unknown): string[] =>
  typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [String(value)];

describe.each(published)('%s', (name) => {
  test('package.json has what all have', () => {
    const manifest = manifestOf(name);
    expect(JSON.stringify(manifest), 'run "npm run manifests"').toBe(JSON.stringify(complete(name, manifest)));
  });

  test('its tarball has every file that its exports name, README and licence', () => {
    const { manifest, files } = packed(name);
    const named = texts([manifest.exports, manifest['bin'] ?? []]).map((path) => path.replace('./', ''));
    expect(files).toEqual(expect.arrayContaining([...named, 'README.md', 'LICENSE']));
  });

  test('its tarball has the output of each source and nothing else: no tests, no maps, no older file', () => {
    const { files, read } = packed(name);
    const code = files.filter((file) => file.startsWith('dist/'));
    const sources = readdirSync(join(root, 'packages', name, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !/\.(test|test-d|d)\.ts$/.test(file))
      .map((file) => `dist/${file.slice(0, -'.ts'.length)}`);
    expect(code.sort()).toEqual(sources.flatMap((file) => [`${file}.d.ts`, `${file}.js`]).sort());
    expect(code.filter((file) => read(file).includes('sourceMappingURL'))).toEqual([]);
  });

  test('TypeScript 5.6 reads its types: no array is generic', () => {
    const { files, read } = packed(name);
    expect(files.filter((file) => file.endsWith('.d.ts') && /\b\w+(8|16|32|64)(Clamped)?Array</.test(read(file)))).toEqual([]);
  });

  test('its published package.json names nothing that only this repository has', () => {
    const { manifest } = packed(name);
    expect(JSON.stringify(manifest)).not.toMatch(/workspace:|catalog:|@autoencoders\/(source|testing)|"scripts"|"devDependencies"/);
  });

  test('its licence is an expression with the licence of all that it contains, and their texts are there', () => {
    const { manifest, files, read } = packed(name);
    const other = licences[name as keyof typeof licences] as { id: string; file: string } | undefined;
    expect(manifest.license).toBe(other ? `MIT AND ${other.id}` : 'MIT');
    const foreign = files.filter((file) => file.endsWith('.js') && /Copyright Google|CC BY 4\.0;/.test(read(file).slice(0, 400)));
    expect(foreign.length > 0, foreign.join(', ')).toBe(other !== undefined);
    if (!other) return;
    expect(read('NOTICE')).toContain(other.file);
    expect(read(other.file).length).toBeGreaterThan(10_000);
  });

  test('publint finds nothing', async () => {
    const bytes = readFileSync(tarballs[name]!);
    const tarball = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
    const { messages, pkg } = await publint({ strict: true, pack: { tarball } });
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
  });
});

describe('packing and publishing by hand', () => {
  const at = join(root, 'packages', 'core');
  const script = (name: string, env: Record<string, string>): ReturnType<typeof run> =>
    run(process.execPath, [join(root, 'scripts', name)], at, { AUTOENCODERS_RELEASE: '', ...env });

  test('npm does not pack a package', () => {
    const { ok, text } = script('prepack.mjs', { npm_config_user_agent: 'npm/11.0.0 node/v20.0.0' });
    expect(ok).toBe(false);
    expect(text).toMatch(/^@autoencoders\/core is not packed: use pnpm, .+\n$/);
  });

  test.each(['npm', 'pnpm'])('%s does not publish a package', (tool) => {
    const { ok, text } = script('prepublish.mjs', { npm_config_user_agent: `${tool}/11.0.0` });
    expect(ok).toBe(false);
    expect(text).toMatch(/^@autoencoders\/core is not published by hand: .+\n$/);
  });

  test('a package without a generated folder is not packed', () => {
    const empty = mkdtempSync(join(tmpdir(), 'unbuilt-'));
    writeFileSync(join(empty, 'package.json'), JSON.stringify({ name: 'unbuilt', version: '0.0.0', files: ['dist', 'CHANGELOG.md'] }));
    const env = { AUTOENCODERS_RELEASE: '1', npm_config_user_agent: 'pnpm/10.0.0' };
    const { ok, text } = run(process.execPath, [join(root, 'scripts', 'prepack.mjs')], empty, env);
    rmSync(empty, { recursive: true });
    expect(ok).toBe(false);
    expect(text).toBe('unbuilt is not packed: there is no dist; install the workspace, which makes it, and build.\n');
  });

  test('a build leaves no file of an older source', () => {
    const small = mkdtempSync(join(tmpdir(), 'build-'));
    mkdirSync(join(small, 'dist'));
    writeFileSync(join(small, 'dist', 'older.js'), '');
    writeFileSync(join(small, 'index.ts'), 'export {};');
    writeFileSync(join(small, 'tsconfig.build.json'), '{ "compilerOptions": { "outDir": "dist", "types": [] }, "files": ["index.ts"] }');
    const { ok, text } = run(process.execPath, [join(root, 'scripts', 'build.mjs')], small);
    expect(text).toBe('');
    expect(ok).toBe(true);
    expect(existsSync(join(small, 'dist', 'index.js'))).toBe(true);
    expect(existsSync(join(small, 'dist', 'older.js'))).toBe(false);
    rmSync(small, { recursive: true });
  });
});
