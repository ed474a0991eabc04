import { parseArgs } from 'node:util';
import { protocols } from './protocols.js';
import type { ProtocolName } from './protocols.js';

/** The options of the command line. */
export interface Options {
  readonly data: string;
  readonly methods: readonly string[];
  readonly sets: readonly string[];
  readonly seeds: readonly number[];
  readonly protocols: readonly ProtocolName[];
  readonly backend: 'wasm' | 'blas';
  readonly save: boolean;
}

export const help: string = `Usage: npm run bench:anomaly -- --data <folder> [options]

Trains methods on the tables of ADBench and measures how well they find the anomalies. All methods on all sets take hours.

  --data <folder>    the tables, with their published-auroc.csv; or set the environment variable ADBENCH
  --methods <names>  only these methods, separated by commas
  --sets <names>     only these sets, separated by commas
  --seeds <number>   how many seeds (default 5)
  --protocol <name>  only this protocol: ${Object.keys(protocols).join(' or ')}
  --backend <name>   wasm (default) or blas
  --save             adds the results to bench/results/anomaly.json, in place of earlier ones of the same runs, and writes anomaly.md
  --help             print this

scikit-learn takes part when a Python has it: python3, or the one in the environment variable PYTHON.
`;

/** What the options may name. */
interface Names {
  readonly methods: readonly string[];
  readonly sets: (data: string) => readonly string[];
}

/** Reads the command line; undefined where it asks for help. Throws for a name that does not exist. */
export function optionsOf(args: readonly string[], names: Names): Options | undefined {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: text,
      methods: text,
      sets: text,
      seeds: { type: 'string', default: '5' },
      protocol: text,
      backend: { type: 'string', default: 'wasm' },
      save: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  const data = values.data ?? process.env.ADBENCH;
  if (!data) throw new Error('bench:anomaly: give the folder of the tables with --data or in the environment variable ADBENCH');
  const seeds = Number(values.seeds);
  if (!Number.isInteger(seeds) || seeds < 1) throw new Error(`--seeds ${values.seeds}: it must be a whole number of 1 or more`);
  return {
    data,
    methods: chosen('--methods', values.methods, names.methods),
    sets: chosen('--sets', values.sets, names.sets(data)),
    seeds: Array.from({ length: seeds }, (_, seed) => seed),
    protocols: chosen('--protocol', values.protocol, Object.keys(protocols) as ProtocolName[]),
    backend: chosen('--backend', values.backend, ['wasm', 'blas'] as const)[0]!,
    save: values.save,
  };
}

/** The names in a list separated by commas, in the order of `all`; without a list, all. */
function chosen<T extends string>(option: string, list: string | undefined, all: readonly T[]): readonly T[] {
  if (list === undefined) return all;
  const words = list.split(',');
  const unknown = words.find((word) => !(all as readonly string[]).includes(word));
  if (unknown !== undefined) throw new Error(`${option} ${unknown}: there are ${all.join(', ')}`);
  return all.filter((name) => words.includes(name));
}
