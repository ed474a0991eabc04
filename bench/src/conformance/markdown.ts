import { contenders } from './contenders.js';
import type { SuiteName } from './protocol.js';
import type { Comparison, SuiteReport } from './report.js';

const titles: Readonly<Record<SuiteName, string>> = { core: 'tfjs-core', layers: 'tfjs-layers', cases: 'Every layer of tfjs-layers' };

const about: Readonly<Record<SuiteName, string>> = {
  core: 'The tests that the npm package `@tensorflow/tfjs-core` 4.22.0 ships (265 files). In brackets those that tfjs itself runs on its WASM backend, by the list in `dist/setup_test.js` of `@tensorflow/tfjs-backend-wasm` 3.18.0, the last release with that file.',
  layers: `The 48 files of tests of \`@tensorflow/tfjs-layers\` 3.9.0, laid over the modules of 4.22.0. No release ships its tests compiled: the source maps of 3.9.0 and before hold their TypeScript, those of 3.10.0 and after do not. Tests that tfjs keeps to its CPU backend or to WebGL run here on every backend, with a browser's storage kept in memory.

25 tests fail on the CPU backend, too: ten expect another \`summary()\`, six another way to yield between batches, three another way to make orthogonal weights and one another \`package.json\` than 4.22.0 has; five replace a function that a module exports, which bundled modules do not allow. Most of the others that stock WASM fails train a dense layer: its fused product keeps tensors, and tfjs's own check for leaks finds them. The one that \`setWasmBackend\` with SIMD fails expects a loss of 13922.4492 to within 0.005, and gets 13922.4434, which is six units away in float32's last place.`,
  cases:
    'Every layer of `@tensorflow/tfjs-layers` 4.22.0 that computes, under settings that reach its branches: outputs and gradients against the CPU backend, to 1e-4 of the largest number. The tests above are older than some of these layers.',
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
    '| | passed | failed | hung or ended the process | fail on the CPU backend, too |',
    '| --- | ---: | ---: | ---: | ---: |',
    ...lines,
  ].join('\n');
}

function comparison({ contender, against, lost, won, neither }: Comparison): string {
  return `${contenders[contender].title} beside ${contenders[against].title}:

- ${contenders[against].title} passes, this fails: ${lost.length === 0 ? 'none' : `${lost.length}\n${lost.map(({ test, why }) => `  - ${test}: ${why}`).join('\n')}`}
- this passes, ${contenders[against].title} fails: ${sum(won)} (${list(won)})
- both fail, the CPU backend passes: ${sum(neither)} (${list(neither)})`;
}

/** The report as Markdown. */
export const markdown = (suites: readonly SuiteReport[], machine: string): string => `# Other people's tests

\`npm run conformance\` on ${machine}.

${suites
  .map(
    (suite) => `## ${titles[suite.suite]}\n\n${about[suite.suite]}\n\n${table(suite)}\n\n${suite.comparisons.map(comparison).join('\n\n')}`,
  )
  .join('\n\n')}
`;
