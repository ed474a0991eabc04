// What pages load: the smallest useful app, each package, and the first load of the sample apps. `npm run bench:size` writes
// bench/results/size.json and size.md.
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromiumPath } from '@autoencoders/testing/browser';
import { firstLoads } from './size/apps.js';
import { markdown } from './size/markdown.js';
import { sizeOf } from './size/packages.js';
import { smallest } from './size/smallest.js';

if (!chromiumPath) throw new Error('bench:size needs Chromium: install it, or set CHROMIUM_PATH');

const results = join(import.meta.dirname, '..', 'results');
const names = readdirSync(join(import.meta.dirname, '..', '..', 'packages')).filter((name) => name !== 'testing' && !name.includes('.'));
const packages: Record<string, number> = {};
for (const name of names) packages[name] = await sizeOf(name);
const { parts: _, ...app } = await smallest();
const { loads, version } = await firstLoads();
const sizes = { chromium: version, packages, smallest: app, apps: loads };
writeFileSync(
  join(results, 'size.json'),
  `${JSON.stringify(sizes, (_, value) => (typeof value === 'number' ? Math.round(value) : value), 2)}\n`,
);
writeFileSync(join(results, 'size.md'), markdown(sizes));
console.log(markdown(sizes));
