import { InputError } from '@autoencoders/core';
import { show } from '@autoencoders/core/internal';
import { arithmetic } from '../arithmetic.js';
import { within } from '../graph.js';
import { withoutLevel } from './center-windows.js';
import { codeNeighboursGraph } from './code-neighbours.js';
import { isolationForestGraph } from './isolation-forest.js';
import { nearestNeighboursGraph } from './nearest-neighbours.js';
import { pcaGraph } from './pca.js';
import { reconstructionGraph } from './reconstruction.js';
import type { ScorerGraph, ScorerState } from './scorer.js';
import { variationalGraph } from './variational.js';

type Read = (call: string, state: ScorerState) => ScorerGraph | Promise<ScorerGraph>;

/** How each kind of scorer is written. */
const kinds: Readonly<Record<string, Read>> = {
  averaged: weightedGraph,
  centerWindows: centeredGraph,
  codeNeighbours: codeNeighboursGraph,
  combined: weightedGraph,
  isolationForest: (_, state) => isolationForestGraph(state),
  nearestNeighbours: (_, state) => nearestNeighboursGraph(state),
  pca: (_, state) => pcaGraph(state),
  reconstruction: reconstructionGraph,
  variational: variationalGraph,
};

/** What writes a scorer. Throws for a kind that has no counterpart in ONNX. */
export async function scorerGraph(call: string, state: ScorerState): Promise<ScorerGraph> {
  if (Object.hasOwn(kinds, state.kind)) return kinds[state.kind]!(call, state);
  const known = Object.keys(kinds).join(', ');
  throw new InputError(`${call}: the method ${show(state.kind)} has no counterpart in ONNX; there are ${known}`);
}

/** Σ weight · score. */
async function weightedGraph(call: string, { config, arrays }: ScorerState): Promise<ScorerGraph> {
  const configs = config as readonly { readonly kind: string; readonly weight: number; readonly config: unknown }[];
  const parts: { readonly weight: number; readonly write: ScorerGraph }[] = [];
  for (const [i, part] of configs.entries()) {
    const own = Object.entries(arrays).filter(([name]) => name.startsWith(`${i}.`));
    const named = Object.fromEntries(own.map(([name, array]) => [name.slice(`${i}.`.length), array]));
    parts.push({ weight: part.weight, write: await scorerGraph(call, { kind: part.kind, config: part.config, arrays: named }) });
  }
  return (g, examples) => {
    const found = parts.map(({ weight, write }, i) => ({ weight, ...write(part(g, i), examples) }));
    const total = (type: 'float' | 'double', of: (each: (typeof found)[number]) => string): string => {
      const m = arithmetic(g, type);
      return found.map((each) => m.mul(of(each), each.weight)).reduce(m.add as (a: string, b: string) => string);
    };
    g.at('sum');
    return { score: total('double', ({ score }) => score), contributions: () => total('float', (each) => each.contributions()) };
  };
}

/** Scores windows without their level. */
async function centeredGraph(call: string, { config, arrays }: ScorerState): Promise<ScorerGraph> {
  const scorer = await scorerGraph(call, { ...(config as Pick<ScorerState, 'kind' | 'config'>), arrays });
  return (g, examples) => scorer(g, withoutLevel(g, examples));
}

/** The graph for one of several parts: names begin with its place. */
function part(g: Parameters<ScorerGraph>[0], i: number): Parameters<ScorerGraph>[0] {
  const inner = within(g, `${i}.`);
  inner.at('scorer');
  return inner;
}
