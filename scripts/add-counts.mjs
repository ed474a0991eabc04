import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './packages.mjs';

/** Adds to the counts that `scripts/smoke.mjs` left for `scripts/count-tests.mjs`, if it ran. */
export function addCounts(more) {
  const file = join(root, 'scripts', 'test-results.json');
  if (!existsSync(file)) return;
  const results = JSON.parse(readFileSync(file, 'utf8'));
  for (const [name, number] of Object.entries(more)) results[name] += number;
  writeFileSync(file, JSON.stringify(results));
}
