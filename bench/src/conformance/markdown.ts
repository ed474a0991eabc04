import { contenders } from './contenders.js';
import type { Comparison, SuiteReport } from './report.js';

const about: Readonly<Record<SuiteReport['suite'], string>> = {
  core: 'The tests that the npm package `@tensorflow/tfjs-core` 4.22.0 ships (265 files). In brackets those that tfjs itself runs on its WASM backend, by the list in `dist/setup_test.js` of `@tensorflow/tfjs-backend-wasm` 3.18.0, the last release with that file.',
  layers:
    'Every layer of `@tensorflow/tfjs-layers` 4.22.0 that computes, under settings that reach its branches: outputs and gradients against the CPU backend, to 1e-4 of the largest number. (That package ships no tests.)',
};

const list = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .toSorted(([a, m], [b, n]) => n - m || a.localeCompare(b))
    .map(([kind, n]) => `${kind} ${n}`)
    .join(', ') || 'none';

const sum = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((a, b) => a + b, 0);

function table({ rows }: SuiteReport): string {
  const lines = rows.map(({ contender, passed, failed, lost, chosen }) => {
    const within = (n: number | undefined): string => (n === undefined ? '' : ` (${n})`);
    return `| ${contenders[contender].title} | ${passed}${within(chosen?.passed)} | ${failed}${within(chosen?.failed)} | ${lost} |`;
  });
  return ['| | passed | failed | hung or ended the process |', '| --- | ---: | ---: | ---: |', ...lines].join('\n');
}

function comparison({ contender, against, lost, won, neither }: Comparison): string {
  return `${contenders[contender].title} beside ${contenders[against].title}:

- ${contenders[against].title} passes, this fails: ${lost.length === 0 ? 'none' : `${lost.length}\n${lost.map(({ test, why }) => `  - ${test}: ${why}`).join('\n')}`}
- this passes, ${contenders[against].title} fails: ${sum(won)} (${list(won)})
- both fail: ${sum(neither)} (${list(neither)})`;
}

/** The report as Markdown. */
export const markdown = (suites: readonly SuiteReport[], machine: string): string => `# Other people's tests

\`npm run conformance\` on ${machine}.

${suites
  .map((suite) => `## tfjs-${suite.suite}\n\n${about[suite.suite]}\n\n${table(suite)}\n\n${suite.comparisons.map(comparison).join('\n\n')}`)
  .join('\n\n')}
`;
