// Reads mutated files for `npm run fuzz`: process.argv has the first number, how many, the step, and a file for the number at hand.
import { openSync, writeSync } from 'node:fs';
import '@tensorflow/tfjs-backend-cpu';
import { setBackend } from '@tensorflow/tfjs-core';
import { formats } from './formats.js';
import { emptyTally, tallied } from './tally.js';
import { tryFile } from './try-files.js';

/** After how many files the results are sent. */
const BATCH = 1000;

const [first, count, step] = process.argv.slice(2, 5).map(Number) as [number, number, number];
const place = openSync(process.argv[5]!, 'w');
const number = Buffer.alloc(8);

await setBackend('cpu');
const all = await formats();
let tally = emptyTally();
for (let i = 0; i < count; i++) {
  const index = first + i * step;
  // What this process was reading, should it end or hang.
  number.writeDoubleLE(index);
  writeSync(place, number, 0, 8, 0);
  tally = tallied(tally, index, await tryFile(all, index));
  if ((i + 1) % BATCH === 0 || i === count - 1) {
    process.send!({ tally, read: i + 1, peak: process.resourceUsage().maxRSS / 1e3 });
    tally = emptyTally();
  }
}
process.disconnect();
