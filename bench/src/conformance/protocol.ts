import type { ContenderName } from './contenders.js';

/** tfjs-core's own tests, tfjs-layers' own tests, and our cases of every layer. */
export type SuiteName = 'core' | 'layers' | 'cases';

/** The job of a process that runs tests. */
export interface Job {
  readonly suite: SuiteName;
  readonly contender: ContenderName;
  /** Where the `.wasm` files of tfjs are. */
  readonly wasmFolder: string;
  /** A regular expression: only tests whose name matches. */
  readonly only?: string;
  /** The ids of tests to leave out. */
  readonly skip: readonly string[];
}

export type Outcome = 'passed' | 'failed';

/** Its messages: a test begins, a test ended, all is done, or why it cannot run. */
export type Message =
  | { readonly kind: 'begins'; readonly id: string }
  | { readonly kind: 'ended'; readonly id: string; readonly outcome: Outcome; readonly why?: string }
  | { readonly kind: 'done' }
  | { readonly kind: 'cannot'; readonly why: string };

/** Runs the tests of a suite on a contender that was started. */
export type Suite = (job: Job, contender: import('./contenders.js').Contender, say: (message: Message) => void) => Promise<void>;
