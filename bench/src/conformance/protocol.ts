/** What a process that runs tests is told. */
export interface Job {
  readonly contender: string;
  /** Where the `.wasm` files of tfjs are. */
  readonly wasmFolder: string;
  /** Only tests whose name matches. */
  readonly only?: string;
  /** Tests to leave out, by their ids. */
  readonly skip: readonly string[];
}

/** What it says: that a test begins, what has become of it, that all is done, or why nothing could be run. */
export type Message =
  | { readonly kind: 'begins'; readonly id: string }
  | { readonly kind: 'ended'; readonly id: string; readonly outcome: Outcome; readonly why?: string }
  | { readonly kind: 'done' }
  | { readonly kind: 'cannot'; readonly why: string };

export type Outcome = 'passed' | 'failed';
