import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

/* A page loads one of the two. Their bytes are compressed, and stand in base64. */
test.each(['simd', 'relaxed'])('%s stays below 20 kB gzipped', (name) => {
  expect(gzipSync(readFileSync(new URL(`../../kernels/${name}.js`, import.meta.url))).length).toBeLessThan(20_000);
});
