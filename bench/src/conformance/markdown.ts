import { contenders } from './contenders.js';
import type { SuiteName } from './protocol.js';
import type { Comparison, SuiteReport } from './report.js';

const titles: Readonly<Record<SuiteName, string>> = { core: 'tfjs-core', layers: 'tfjs-layers', cases: 'Every layer of tfjs-layers' };

const about: Readonly<Record<SuiteName, string>> = {
  core: 'The tests in the npm package `@tensorflow/tfjs-core` 4.22.0 (265 files). In brackets are those that tfjs itself runs on its WASM backend, by the list in `dist/setup_test.js` of `@tensorflow/tfjs-backend-wasm` 3.18.0, the last release with that file.',
  layers: `The 48 test files of \`@tensorflow/tfjs-layers\` 3.9.0, run with the modules of 4.22.0. No release has compiled tests, but the source maps up to 3.9.0 contain their TypeScript. tfjs runs some of these tests only on its CPU backend or on WebGL; here all of them run on every backend, with a browser's storage replaced by memory.

25 tests also fail on the CPU backend. Twenty expect something that changed before 4.22.0: \`summary()\` (10), how training yields between batches (6), how orthogonal weights are made (3), \`package.json\` (1). Five replace a function that a module exports, which bundled modules do not allow. Most of the other failures of stock WASM train a dense layer: its fused product keeps tensors, and tfjs's check for leaks finds them. The one failure of \`setWasmBackend\` with SIMD expects a loss of 13922.4492 ± 0.005 and gets 13922.4434, which differs by six units in the last place of float32.`,
  cases:
    'Every layer of `@tensorflow/tfjs-layers` 4.22.0 that computes, with settings that reach its branches. Outputs and gradients must equal those of the CPU backend to 1e-4 of the largest number. The tests above are older than some of these layers.',
};

const list = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .toSorted(([a, m], [b, n]) => n - m || a.localeCompare(b))
    .map(([kind, n]) => `${kind} ${n}`)
    .join(', ') || 'none';

const sum = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((a, b) => a + b, 0);

function table({ rows }: SuiteReport): string {
  const lines = rows.map(({ contender, passed, failed, lost, drift, chosen }) => {
    const within = (n: number | undefined): string => (n === undefined ? '' : ` (${n})`);
    return `| ${contenders[contender].title} | ${passed}${within(chosen?.passed)} | ${failed}${within(chosen?.failed)} | ${lost} | ${drift} |`;
  });
  return [
    '| | passed | failed | hung or ended the process | also fail on the CPU backend |',
    '| --- | ---: | ---: | ---: | ---: |',
    ...lines,
  ].join('\n');
}

function comparison({ contender, against, lost, won, neither }: Comparison): string {
  return `${contenders[contender].title} compared with ${contenders[against].title}:

- ${contenders[against].title} passes, this fails: ${lost.length === 0 ? 'none' : `${lost.length}\n${lost.map(({ test, why }) => `  - ${test}: ${why}`).join('\n')}`}
- this passes, ${contenders[against].title} fails: ${sum(won)} (${list(won)})
- both fail, the CPU backend passes: ${sum(neither)} (${list(neither)})`;
}

/** The report as Markdown. */
export const markdown = (suites: readonly SuiteReport[], machine: string): string => `# The tests of TensorFlow.js

Measured on ${machine}, by \`npm run conformance\`.

${suites
  .map(
    (suite) => `## ${titles[suite.suite]}\n\n${about[suite.suite]}\n\n${table(suite)}\n\n${suite.comparisons.map(comparison).join('\n\n')}`,
  )
  .join('\n\n')}
`;
