import type { Suite } from './protocol.js';

// tfjs's tests use Jasmine's globals; its text is bundled as they bundle it.
const jasmineRequire = require('jasmine-core/lib/jasmine-core/jasmine.js');

interface Spec {
  readonly id: string;
  readonly getFullName: () => string;
}
interface Result {
  readonly id: string;
  readonly status: string;
  readonly failedExpectations: readonly { readonly message: string }[];
}

function makeJasmine(): any {
  const jasmine = jasmineRequire.core(jasmineRequire);
  const env = jasmine.getEnv({ suppressLoadErrors: true });
  Object.assign(globalThis, jasmineRequire.interface(jasmine, env), { jasmine });
  env.configure({ random: false, failSpecWithNoExpectations: false });
  return env;
}

/** Names by Jasmine's numbers: a name that is given again gets its count, and none has the flags of a contender. */
function namer(): { add: (spec: Spec) => string; of: (result: Result) => string } {
  const counts = new Map<string, number>();
  const names = new Map<string, string>();
  return {
    add(spec) {
      const name = spec.getFullName().replaceAll(/ test-wasm \{.*?\}/g, ' test-wasm');
      const count = (counts.get(name) ?? 0) + 1;
      counts.set(name, count);
      names.set(spec.id, count === 1 ? name : `${name} #${count}`);
      return names.get(spec.id)!;
    },
    of: ({ id }) => names.get(id)!,
  };
}

/** The tests that tfjs-core ships, under the name that tfjs's own list of exclusions expects. */
export const coreSuite: Suite = async ({ only = '', skip }, { backend, start, options }, say) => {
  const env = makeJasmine();
  const { setTestEnvs } = await import('@tensorflow/tfjs-core/dist/jasmine_util.js');
  const flags = start === 'stock' && options?.simd === false ? { WASM_HAS_SIMD_SUPPORT: false } : {};
  setTestEnvs([{ name: 'test-wasm', backendName: backend, isDataSync: true, flags }]);
  await import('@tensorflow/tfjs-core/dist/tests.js');
  const names = namer();
  const wanted = new RegExp(only);
  const skipped = new Set(skip);
  env.configure({
    specFilter: (spec: Spec) => {
      const id = names.add(spec);
      return wanted.test(id) && !skipped.has(id);
    },
  });
  env.addReporter({
    specStarted: (result: Result) => say({ kind: 'begins', id: names.of(result) }),
    specDone(result: Result) {
      if (result.status !== 'passed' && result.status !== 'failed') return;
      const why = result.failedExpectations[0]?.message.split('\n')[0];
      say({ kind: 'ended', id: names.of(result), outcome: result.status, ...(why && { why }) });
    },
  });
  await env.execute();
};
