// Builds the packages, packs them, installs the tarballs into an empty folder as a user would, and there trains a
// small model with the command and with a program of one's own, on every Node that the packages support.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packAll } from './pack.mjs';
import { root } from './packages.mjs';
import { run } from './spawn.mjs';

const folder = mkdtempSync(join(tmpdir(), 'autoencoders-smoke-'));
const results = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0 };

function check(name, ok, text) {
  results[ok ? 'numPassedTests' : 'numFailedTests'] += 1;
  console.log(`${ok ? '✓' : '✗'} ${name}`);
  if (!ok) console.log(text);
}

const program = `
import { setNodeBackend } from '@autoencoders/backend-node';
import { digits, take, toFlat } from '@autoencoders/datasets';
import { chain, dense, relu, sigmoid } from '@autoencoders/layers';
import { squaredError } from '@autoencoders/losses';
import { autoencoder } from '@autoencoders/models';
import { fit } from '@autoencoders/training';
await setNodeBackend();
const model = autoencoder({ input: [64], encoder: chain(dense(32), relu, dense(8)), decoder: chain(dense(32), relu, dense(64)), output: sigmoid, seed: 1 });
const data = toFlat(take(await digits(), 512));
let last;
for await (const { loss } of fit(model, data, { loss: { squaredError }, epochs: 5, seed: 1 })) last = loss;
console.log(last.toFixed(3));
`;

try {
  const built = run('turbo', ['run', 'build', '--output-logs=errors-only'], root);
  check('the packages build', built.ok, built.text);
  // All of ours from the tarballs, whatever version they name of each other.
  const tarballs = Object.fromEntries(Object.entries(packAll(folder)).map(([name, file]) => [`@autoencoders/${name}`, `file:${file}`]));
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({
      type: 'module',
      dependencies: { ...tarballs, '@tensorflow/tfjs-core': '4.22.0' },
      overrides: Object.fromEntries(Object.keys(tarballs).map((name) => [name, `$${name}`])),
    }),
  );
  const installed = run('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock'], folder);
  check('the tarballs install into an empty folder', installed.ok, installed.text);
  writeFileSync(join(folder, 'program.mjs'), program);
  const losses = [20, 22, 24, 26].map((version) => {
    const own = version === Number(process.versions.node.split('.')[0]);
    const node = own ? [process.execPath, []] : ['npx', ['--yes', `node@${version}`]];
    const { ok, text } = run(node[0], [...node[1], 'program.mjs'], folder);
    check(`a program trains on Node ${version}`, ok && /^\d+\.\d{3}$/m.test(text), text);
    return text.match(/^\d+\.\d{3}$/m)?.[0];
  });
  check(`every Node gives the same loss (${losses[0]})`, new Set(losses).size === 1, losses.join(' '));
  const trained = run('npx', ['autoencoders', 'train', 'variational', '--data', 'digits', '--epochs', '1', '--out', 'run'], folder);
  check('npx autoencoders train works', trained.ok && readdirSync(join(folder, 'run')).includes('report.html'), trained.text);
  const refusing = '--disallow-code-generation-from-strings';
  const strict = run(process.execPath, [refusing, 'program.mjs'], folder);
  check('a program trains where code from text is refused, with the same loss', strict.ok && strict.text.includes(losses[0]), strict.text);
  const cli = join('node_modules', '@autoencoders', 'cli', 'bin', 'autoencoders.js');
  const strictly = run(
    process.execPath,
    [refusing, cli, 'train', 'sparse', '--data', 'digits', '--epochs', '1', '--out', 'strict'],
    folder,
  );
  check('so does the command', strictly.ok && readdirSync(join(folder, 'strict')).includes('report.html'), strictly.text);
  const shell = (line) => run('bash', ['-c', `PATH=node_modules/.bin:$PATH; ${line}; echo " \${PIPESTATUS[0]}"`], folder);
  const unread = shell('autoencoders encode run --part train 2>&1 | true');
  check('nobody reading results is no error', unread.text === ' 141\n', unread.text);
  const unheard = shell('autoencoders train sparse --data digits --epochs 1 --out unheard 2>&1 | true');
  check('nobody reading messages loses no run', unheard.text === ' 0\n' && readdirSync(join(folder, 'unheard')).length === 3, unheard.text);
} finally {
  rmSync(folder, { recursive: true, force: true });
  writeFileSync(join(root, 'scripts', 'test-results.json'), JSON.stringify(results));
}
process.exitCode = results.numFailedTests > 0 ? 1 : 0;
