import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

/* A page loads one of the two. Their bytes stand in base64, which gzip takes back to little more than the bytes themselves. */
test.each(['simd', 'relaxed'])('%s stays below 30 kB gzipped', (name) => {
  expect(gzipSync(readFileSync(new URL(`../../kernels/${name}.js`, import.meta.url))).length).toBeLessThan(30_000);
});
