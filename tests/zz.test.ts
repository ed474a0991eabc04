import { test } from 'vitest';
import { smallest } from '../bench/src/size/smallest.js';
import { writeFileSync } from 'node:fs';
test('sizes', async () => {
  const m = await smallest();
  console.log(m.javascript, m.isolated);
  const t = m.parts[0]!.text; writeFileSync('/tmp/stdin.min.js', t);
}, 100000);
