import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** The modules that `file` imports, directly or not, its own among them. */
function imports(file: string, found: Set<string> = new Set()): Set<string> {
  const url = new URL(file, import.meta.url);
  if (found.has(url.href)) return found;
  found.add(url.href);
  for (const [, name] of readFileSync(url, 'utf8').matchAll(/from '([^']+)'/g)) {
    if (name!.startsWith('./')) imports(name!.replace(/\.js$/, '.ts'), found);
    else found.add(name!);
  }
  return found;
}

it('imports nothing of Node outside the subpath node', () => {
  const isNode = (name: string): boolean => name.startsWith('node:');
  expect([...imports('./index.ts')].filter(isNode)).toEqual([]);
  expect([...imports('./node.ts')].filter(isNode)).not.toEqual([]);
});
