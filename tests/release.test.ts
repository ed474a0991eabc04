import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../scripts/packages.mjs';
import { checkLocal, startRegistry } from '../scripts/release/registry.mjs';
import { run } from '../scripts/spawn.mjs';

describe('the registry of a rehearsal', () => {
  test.each(['http://127.0.0.1:4873/', 'http://localhost:4873', 'http://[::1]:4873/'])('may be %s', (address) => {
    expect(() => checkLocal(address)).not.toThrow();
  });

  test.each([
    'https://registry.npmjs.org/',
    'http://registry.npmjs.org/',
    'http://127.0.0.1.example.org/',
    'http://localhost.example.org/',
    'http://127.0.0.1@example.org/',
    'http://192.168.0.2:4873/',
    'https://127.0.0.1/',
    'file:///tmp',
    '127.0.0.1',
    '',
  ])('may not be "%s"', (address) => {
    expect(() => checkLocal(address)).toThrow(/^release:dry publishes to a registry on this machine only/);
  });

  test('another registry is refused before anything is done', () => {
    const script = join(root, 'scripts', 'release', 'dry.mjs');
    const { ok, text } = run(process.execPath, [script, '--registry', 'https://registry.npmjs.org/'], root);
    expect(ok).toBe(false);
    expect(text).toContain('release:dry publishes to a registry on this machine only');
    expect(text).not.toContain('clone');
  });

  test('a release by hand is refused', () => {
    const { ok, text } = run(process.execPath, [join(root, 'scripts', 'release', 'publish.mjs')], root, { GITHUB_ACTIONS: '' });
    expect(ok).toBe(false);
    expect(text).toBe('Packages are released by the workflow .github/workflows/release.yml; "npm run release:dry" rehearses it.\n');
  });
});

describe('what is published', () => {
  let registry: Awaited<ReturnType<typeof startRegistry>>;
  beforeAll(async () => {
    registry = await startRegistry();
  });
  afterAll(() => registry.close());

  const put = (version: string): Promise<Response> =>
    fetch(`${registry.url}@scope%2fname`, {
      method: 'PUT',
      body: JSON.stringify({
        name: '@scope/name',
        'dist-tags': { latest: version },
        versions: { [version]: { name: '@scope/name', version, dist: { integrity: 'kept' } } },
        _attachments: { [`@scope/name-${version}.tgz`]: { data: Buffer.from(`tarball ${version}`).toString('base64') } },
      }),
    });

  test('is served with its tarball, and a version is taken once', async () => {
    expect((await fetch(`${registry.url}@scope%2fname`)).status).toBe(404);
    expect([(await put('1.0.0')).status, (await put('1.0.1')).status, (await put('1.0.1')).status]).toEqual([201, 201, 409]);
    const { versions, 'dist-tags': tags } = (await (await fetch(`${registry.url}@scope%2fname`)).json()) as {
      readonly versions: Record<string, { dist: { integrity: string; tarball: string } }>;
      readonly 'dist-tags': object;
    };
    expect(tags).toEqual({ latest: '1.0.1' });
    expect(Object.keys(versions)).toEqual(['1.0.0', '1.0.1']);
    const { integrity, tarball } = versions['1.0.0']!.dist;
    expect(integrity).toBe('kept');
    expect(new URL(tarball).hostname).toBe('127.0.0.1');
    expect(await (await fetch(tarball)).text()).toBe('tarball 1.0.0');
    expect((await fetch(`${registry.url}@scope/name/-/other.tgz`)).status).toBe(404);
  });
});
