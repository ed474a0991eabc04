import type { ProtocolName } from './protocols.js';

/** What one run of a method on a set gave. */
export interface Run {
  readonly protocol: ProtocolName;
  readonly method: string;
  readonly set: string;
  readonly seed: number;
  readonly auroc: number;
  readonly averagePrecision: number;
  /** Seconds. */
  readonly fit: number;
  readonly score: number;
}

/** What the page shows. */
export interface Results {
  readonly date: string;
  readonly machine: string;
  /** The methods in the order of the page. */
  readonly methods: readonly { readonly name: string; readonly title: string; readonly published?: string | undefined }[];
  readonly sets: readonly {
    readonly name: string;
    readonly rows: number;
    readonly features: number;
    readonly published: Readonly<Record<string, number>>;
  }[];
  readonly runs: readonly Run[];
}

const keyOf = ({ protocol, method, set, seed }: Run): string => [protocol, method, set, seed].join(' ');

/** All runs of both; where both have one, the later. */
export const merged = (earlier: readonly Run[], later: readonly Run[]): Run[] => [
  ...new Map([...earlier, ...later].map((run) => [keyOf(run), run])).values(),
];

/** JSON with one run on a line, so that changes are readable. */
export function toJson({ runs, sets, methods, ...rest }: Results): string {
  const lines = (items: readonly object[]): string => `[\n${items.map((item) => `    ${JSON.stringify(item)}`).join(',\n')}\n  ]`;
  const head = JSON.stringify(rest, null, 2).slice(0, -2);
  return `${head},\n  "methods": ${lines(methods)},\n  "sets": ${lines(sets)},\n  "runs": ${lines(runs)}\n}\n`;
}
