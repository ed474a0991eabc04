// Adds up what the test runs left in their test-results.json, names the tests that failed, also those that passed when tried again, and
// prints "N passed, N failed". The argument is the exit status of what ran before: a failure that no test is, such as one of the linter,
// counts as one; then the ends of the logs that tell of errors are printed again.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
const within = (folder) =>
  readdirSync(join(root, folder))
    .map((name) => `${folder}/${name}`)
    .filter((path) => existsSync(join(root, path, 'package.json')));
const folders = ['tests', 'bench', 'scripts', 'scripts/faults', ...within('packages'), ...within('apps'), ...within('docs')];
/** Prints which test failed, and the first lines of why. */
const tell = (mark, folder, name, message = '', lines = 12) =>
  console.log([`${mark} ${folder}: ${name}`, ...message.split('\n').slice(0, lines)].join('\n    '));
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
  // A file that fails before its first test, or after its last, has no failed test.
  const files = (results.testResults ?? []).filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
  );
  // So has an error that no test caught.
  for (const file of results.testResults ?? []) {
    const name = relative(join(root, folder), file.name);
    for (const { fullName, status, failureMessages } of file.assertionResults) {
      if (status === 'failed') tell('✗', folder, `${name} > ${fullName}`, failureMessages[0]);
      else if (failureMessages.length > 0) tell('✓ at the second try,', folder, `${name} > ${fullName}`, failureMessages[0]);
    }
    if (files.includes(file)) tell('✗', folder, name, file.message);
  }
  const failed = results.numFailedTests + files.length;
  count.failed += failed || (results.success === false ? 1 : 0);
}
/** Prints what the runs that failed said of errors that no test caught, or else their last lines. */
function tellLogs(folder) {
  const logs = join(root, folder, '.turbo');
  for (const name of existsSync(logs) ? readdirSync(logs).filter((name) => name.endsWith('.log')) : []) {
    const lines = stripVTControlCharacters(readFileSync(join(logs, name), 'utf8'))
      .trimEnd()
      .split('\n');
    if (!lines.slice(-3).some((line) => line.includes('ELIFECYCLE'))) continue;
    const first = lines.findIndex((line) => /Unhandled|Uncaught/.test(line));
    tell('✗', folder, name, lines.slice(first < 0 ? -40 : first).join('\n'), 60);
  }
}
if (count.failed === 0 && Number(process.argv[2] ?? 0) !== 0) {
  for (const folder of ['.', ...folders]) tellLogs(folder);
  console.error('something failed that is no test; see above');
  count.failed = 1;
}
console.log(`${count.passed} passed, ${count.failed} failed${count.skipped > 0 ? `, ${count.skipped} skipped` : ''}`);
process.exitCode = count.failed > 0 || count.passed === 0 ? 1 : 0;
