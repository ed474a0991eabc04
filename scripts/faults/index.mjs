// What can go wrong while a model is trained, and whether anything is lost. `--short` takes fewer of each, and none that `npm test` tries.
// Prints a table, and ends with an error if anything was lost. Without `--short` and `--only`, the table goes to bench/results/faults.md. `--group`
// tries what can go wrong where several processes train, and its table goes to bench/results/faults-group.md.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../packages.mjs';
import { faults } from './table.mjs';

const short = process.argv.includes('--short');
const seed = Number(process.argv.find((arg) => arg.startsWith('--seed='))?.slice(7) ?? 1);
const group = process.argv.includes('--group');
const only = process.argv.find((arg) => arg.startsWith('--only='))?.slice(7);

/** Numbers from 0 to 1 that a seed decides. Mulberry32. */
function randomBy(state) {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const folder = mkdtempSync(join(tmpdir(), 'autoencoders-faults-'));
const random = randomBy(seed);
const table = join(folder, 'table.csv');
writeFileSync(
  table,
  `a,b,c,kind\n${Array.from({ length: 1500 }, () => [random(), random() * 9, Math.floor(random() * 5), random() < 0.5 ? 'x' : 'y'].join(',')).join('\n')}\n`,
);

// `npm test` has run the tests behind `together`, as often as the short form would.
const wanted = ({ name, together, group: own = false }) =>
  only ? name.includes(only) : short ? !together && (!group || own) : own === group;

let failures = 0;
const counts = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0 };
const lines = ['| fault | passed | seconds |', '| --- | --- | --- |'];
const say = (line) => (lines.push(line), console.log(line));
for (const line of lines) console.log(line);
try {
  for (const { name, times, timesShort = 1, test, together } of faults.filter(wanted)) {
    const all = short ? timesShort : times;
    const began = performance.now();
    let passed = 0;
    let skipped;
    // One call that tries all, or one for each.
    const step = together ? all : 1;
    for (let i = 0; i < all && !skipped; i += step) {
      try {
        skipped = await (together ? together(all) : test(i, { folder, random, table, short }));
        passed += skipped ? 0 : step;
      } catch (error) {
        console.error(`${name}, ${i + 1}: ${error.message}`);
      }
    }
    if (!skipped && passed < all) failures += 1;
    if (skipped) counts.numPendingTests += 1;
    else {
      counts.numPassedTests += passed;
      counts.numFailedTests += all - passed;
    }
    say(`| ${name} | ${skipped ? `skipped: ${skipped}` : `${passed} of ${all}`} | ${((performance.now() - began) / 1000).toFixed(0)} |`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
  // For scripts/count-tests.mjs.
  writeFileSync(join(import.meta.dirname, 'test-results.json'), JSON.stringify(counts));
}
if (!short && !only) {
  const about = `Measured with Node ${process.versions.node} on ${process.platform}, ${new Date().toISOString().slice(0, 10)}, by \`npm run faults${group ? ':group' : ''}\` with seed ${seed}.`;
  writeFileSync(
    join(root, 'bench', 'results', `faults${group ? '-group' : ''}.md`),
    `# Faults${group ? ' of groups' : ''}\n\n${about}\n\n${lines.join('\n')}\n`,
  );
}
process.exitCode = failures > 0 ? 1 : 0;
