import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundled } from './bundle.js';

const folder = join(import.meta.dirname, '..', '..', '..', 'packages');

/** Packages for Node only. */
const forNode = new Set(['backend-node', 'cli', 'mpi', 'report']);

/** Entries that no page imports. */
const forTools = new Set(['./node', './vite']);

interface Manifest extends Readonly<Record<'dependencies' | 'peerDependencies' | 'optionalDependencies', object | undefined>> {
  readonly exports: Readonly<Record<string, string | { readonly default: string }>>;
}

/** What a bundle with all exports of a package contains of the package itself, in bytes, gzipped. Files that are loaded later count, too. */
export async function sizeOf(name: string): Promise<number> {
  const { exports, ...manifest } = JSON.parse(readFileSync(join(folder, name, 'package.json'), 'utf8')) as Manifest;
  const others = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies, ...manifest.optionalDependencies });
  const entries = Object.entries(exports).flatMap(([entry, to]) => (typeof to === 'object' && !forTools.has(entry) ? [to.default] : []));
  const external = others.flatMap((other) => [other, `${other}/*`]);
  const parts = await bundled(
    entries.map((entry, i) => `export * as entry${i} from ${JSON.stringify(join(folder, name, entry))};`).join('\n'),
    external,
    forNode.has(name) ? 'node' : 'browser',
  );
  return parts.reduce((sum, { bytes }) => sum + bytes, 0);
}
