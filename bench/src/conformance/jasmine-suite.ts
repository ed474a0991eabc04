import type { Suite } from './protocol.js';

// tfjs's tests use Jasmine's globals. Its source text is bundled as they do it.
const jasmineRequire = require('jasmine-core/lib/jasmine-core/jasmine.js');

/** The time limit of a test that waits, in milliseconds. runs.ts ends a test that keeps the thread busy. */
const PATIENCE = 60_000;

type Done = (() => void) & { readonly fail: (why: unknown) => void };
type Test = (done?: Done) => Promise<unknown> | undefined;
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
  jasmine.DEFAULT_TIMEOUT_INTERVAL = PATIENCE;
  const env = jasmine.getEnv({ suppressLoadErrors: true });
  const names = jasmineRequire.interface(jasmine, env);
  // Older versions of Jasmine allowed async tests that also call `done`.
  const it = (name: string, test: Test, ...rest: unknown[]): unknown =>
    names.it(name, test?.length > 0 ? (done: Done) => void test(done)?.catch(done.fail) : test, ...rest);
  Object.assign(globalThis, names, { jasmine, it });
  env.configure({ random: false, failSpecWithNoExpectations: false });
  return env;
}

/** Names by Jasmine's ids. A repeated name gets a number, and names have no flags of a contender. */
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

/** The Jasmine tests that `load` defines, under the names in tfjs's list of exclusions. */
const jasmineSuite =
  (load: () => Promise<unknown>): Suite =>
  async ({ only = '', skip }, { backend, start, options }, say) => {
    const env = makeJasmine();
    const { setTestEnvs } = await import('@tensorflow/tfjs-core/dist/jasmine_util.js');
    const flags = start === 'stock' && options?.simd === false ? { WASM_HAS_SIMD_SUPPORT: false } : {};
    setTestEnvs([{ name: 'test-wasm', backendName: backend, isDataSync: true, flags }]);
    await load();
    const names = namer();
    const wanted = new RegExp(only);
    const skipped = new Set(skip);
    const chosen = new Set<string>();
    env.configure({
      specFilter: (spec: Spec) => {
        const name = names.add(spec);
        if (wanted.test(name) && !skipped.has(name)) chosen.add(spec.id);
        return chosen.has(spec.id);
      },
    });
    env.addReporter({
      specStarted(result: Result) {
        if (chosen.has(result.id)) say({ kind: 'begins', id: names.of(result) });
      },
      specDone(result: Result) {
        if (result.status !== 'passed' && result.status !== 'failed') return;
        const why = result.failedExpectations[0]?.message.split('\n')[0];
        say({ kind: 'ended', id: names.of(result), outcome: result.status, ...(why && { why }) });
      },
    });
    await env.execute();
  };

/** The tests in the package of tfjs-core. */
export const coreSuite: Suite = jasmineSuite(() => import('@tensorflow/tfjs-core/dist/tests.js'));

/** The tests of tfjs-layers, which layers-tests.ts finds. */
// @ts-expect-error: the bundler gives this module.
export const layersSuite: Suite = jasmineSuite(() => import('tfjs-layers/tests'));
