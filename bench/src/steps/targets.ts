import { BLAS, OURS, TWO_THREADS } from './contenders.js';
import { comparisonsOf } from './machines.js';
import { limitsOf } from './markdown.js';
import { lowestShare } from './results.js';
import type { Timing, ModelResult, ProductResult } from './results.js';
import { difference, ratio } from './statistics.js';

/** A target, and what was reached. */
export interface TargetResult {
  readonly what: string;
  readonly asked: string;
  readonly reached: string;
  readonly met: boolean;
}

/** `fast` must be `times` as fast as `slow`. */
interface Target {
  readonly model: string;
  readonly slow: string;
  readonly fast: string;
  readonly times: number;
}

const target = (model: string, slow: string, times: number, fast: string = OURS): Target => ({ model, slow, fast, times });

const targets: readonly Target[] = [
  target('dense-small', 'tfjs-layers', 8),
  target('dense-small', 'jax-js', 2.5),
  target('dense-middle', 'tfjs-layers', 15),
  target('dense-middle', 'jax-js', 2.2),
  target('dense-large', 'tfjs-layers', 10),
  target('dense-large', 'jax-js', 3.5),
  target('variational', 'tfjs', 7),
  target('variational', 'jax-js', 3.5),
  target('convolutional', 'tfjs-cpu', 300),
  target('convolutional', 'jax-js', 1),
  ...['small', 'middle', 'large'].map((size) => target(`dense-${size}`, 'tfjs-layers', 4, 'tfjs-layers-ours')),
  ...['dense-middle', 'dense-large', 'convolutional'].map((model) => target(model, OURS, 1.8, TWO_THREADS)),
];

/** The largest relative difference between the losses of `model.fit` and those of stock tfjs. */
const SAME = 1e-4;
/** The least speed at 512³, as a share of the machine's limit, its fastest multiply-adds in registers. */
const SHARE = 0.85;

/** The largest ratio of our time to that of PyTorch, on one thread or on two, whichever is faster. */
const ofPytorch: Readonly<Record<string, number>> = {
  'dense-small': 0.6,
  'dense-middle': 0.5,
  'dense-large': 0.5,
  variational: 0.55,
  convolutional: 0.5,
  denoising: 0.55,
};

/** The least speed of a step of the larger dense models: with the BLAS as a share of its peak, on WASM as a share of the machine's limit. */
const ofSteps = [
  ['ofPeak', "ours, BLAS, of the BLAS's peak", 0.55],
  ['ofLimit', "ours, of the machine's limit", 0.8],
] as const;
const LARGER: ReadonlySet<string> = new Set(['dense-middle', 'dense-large']);

/** The targets whose contenders took part. */
export function judge(models: readonly ModelResult[], products: readonly ProductResult[]): readonly TargetResult[] {
  return [
    ...targets.flatMap((one) => speed(one, models)),
    ...models.flatMap(besidePytorch),
    ...sharesOfSteps(models, products),
    ...models.flatMap(sameLosses),
    ...products.flatMap(shareOfLimit),
  ];
}

const entry = ({ entries }: ModelResult, name: string): Timing | undefined => entries.find((one) => one.name === name);

function speed({ model, slow, fast, times }: Target, models: readonly ModelResult[]): readonly TargetResult[] {
  const result = models.find(({ name }) => name === model);
  const [a, b] = [slow, fast].map((name) => result && entry(result, name));
  if (!result || !a || !b) return [];
  const reached = ratio(
    a.rounds.map((ms) => [ms]),
    b.rounds.map((ms) => [ms]),
  );
  return [
    {
      what: `${result.title}: ${b.title} over ${a.title}`,
      asked: times === 1 ? 'ahead' : `≥ ${times} ×`,
      reached: `${figure(reached)} ×`,
      met: times === 1 ? reached > 1 : reached >= times,
    },
  ];
}

function besidePytorch(result: ModelResult): readonly TargetResult[] {
  const asked = ofPytorch[result.name];
  const blas = entry(result, BLAS);
  const torch = result.entries.filter(({ name }) => name.startsWith('torch-'));
  if (asked === undefined || !blas || torch.length === 0) return [];
  const best = torch.reduce((a, b) => (a.ms <= b.ms ? a : b));
  const reached = ratio(
    blas.rounds.map((ms) => [ms]),
    best.rounds.map((ms) => [ms]),
  );
  return [
    {
      what: `${result.title}: ${blas.title} of the time of ${best.title}`,
      asked: `≤ ${asked}`,
      reached: reached.toFixed(2),
      met: reached <= asked,
    },
  ];
}

function sharesOfSteps(models: readonly ModelResult[], products: readonly ProductResult[]): readonly TargetResult[] {
  const { comparisons } = comparisonsOf({ machine: '', date: '', limits: limitsOf(products), models, products });
  return models.flatMap(({ name, title }, i) =>
    ofSteps.flatMap(([share, what, least]) => {
      const reached = comparisons[i]![share];
      if (!LARGER.has(name) || !Number.isFinite(reached)) return [];
      return [{ what: `${title}: ${what}`, asked: `≥ ${percent(least)}`, reached: percent(reached), met: reached >= least }];
    }),
  );
}

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;

/** A ratio with enough digits to distinguish it from its target. */
const figure = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : 2));

function sameLosses(result: ModelResult): readonly TargetResult[] {
  const [stock, ours] = ['tfjs-layers', 'tfjs-layers-ours'].map((name) => entry(result, name));
  if (!stock || !ours) return [];
  const steps = Math.min(stock.losses.length, ours.losses.length);
  const off = difference(ours.losses, stock.losses);
  return [
    {
      what: `${result.title}: losses of model.fit after setWasmBackend() and on stock WASM, ${steps} steps`,
      asked: `the same to ${SAME}`,
      reached: off.toExponential(1),
      met: off <= SAME,
    },
  ];
}

function shareOfLimit(product: ProductResult): readonly TargetResult[] {
  const share = lowestShare(product);
  if (product.name !== 'product-512-nn' || Number.isNaN(share)) return [];
  return [
    {
      what: "512³: ours of the machine's limit",
      asked: `≥ ${percent(SHARE)}`,
      reached: percent(share),
      met: share >= SHARE,
    },
  ];
}
