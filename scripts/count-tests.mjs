// Adds up what the test runs left in their test-results.json, and prints "N passed, N failed".
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const within = (folder) =>
  readdirSync(join(root, folder))
    .map((name) => `${folder}/${name}`)
    .filter((path) => existsSync(join(root, path, 'package.json')));
const folders = ['tests', 'bench', 'scripts', ...within('packages'), ...within('apps'), ...within('docs')];
const count = { passed: 0, failed: 0, skipped: 0 };
for (const folder of folders) {
  const file = join(root, folder, 'test-results.json');
  if (!existsSync(file)) {
    console.error(`${folder} left no test-results.json: its tests did not run`);
    count.failed += 1;
    continue;
  }
  const results = JSON.parse(readFileSync(file, 'utf8'));
  count.passed += results.numPassedTests;
  count.skipped += results.numPendingTests;
  // A file that fails before its first test has no failed tests, but a failed suite.
  count.failed += results.numFailedTests || results.numFailedTestSuites || 0;
}
console.log(`${count.passed} passed, ${count.failed} failed${count.skipped > 0 ? `, ${count.skipped} skipped` : ''}`);
process.exitCode = count.failed > 0 || count.passed === 0 ? 1 : 0;
