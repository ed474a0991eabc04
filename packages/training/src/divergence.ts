import type { DivergenceError, FaultOrigin } from '@autoencoders/core';
import type { Diagnosis } from './diagnosis.js';

/** The values of the loss terms of one step, and how many examples it had. */
export interface StepLosses {
  readonly values: Float32Array;
  readonly size: number;
}

/** A step that went wrong, and how that was noticed. */
export interface Fault {
  /** The step, from 1. */
  readonly step: number;
  /** In which epoch, from 1. */
  readonly epoch: number;
  /** What was noticed: a loss that is not finite, a spike, or weights that are not finite. */
  readonly kind: 'loss' | 'spike' | 'weights';
  /** The loss term, if it was a loss; all losses together, if it was a spike. */
  readonly term?: string | undefined;
  readonly value?: number;
  /** The median of the losses before a spike. */
  readonly median?: number | undefined;
  /** The first weight that is not finite. */
  readonly weight?: string | undefined;
}

/** What else an error says. */
interface Circumstances {
  readonly call: string;
  readonly diagnosis: Diagnosis | undefined;
  /** Whether no step has changed the model. */
  readonly isUnchanged: boolean;
  /** How many steps in a row failed before this one. Training went on after them. */
  readonly before: number;
}

/** What the error that ends a training is made from. */
export function divergence(
  fault: Fault,
  { call, diagnosis, isUnchanged, before }: Circumstances,
): ConstructorParameters<typeof DivergenceError> {
  const { step, epoch, kind } = fault;
  const first = kind === 'spike' ? undefined : diagnosis?.first;
  const origin: FaultOrigin = kind === 'weights' ? (first?.origin ?? 'weights') : first?.origin === 'data' ? 'data' : 'loss';
  const layer = origin === 'loss' && first?.origin === 'loss' ? first.where : undefined;
  const where = `at step ${step}, in epoch ${epoch}`;
  const state = isUnchanged
    ? 'the model is unchanged'
    : kind === 'weights'
      ? 'the model holds the weights before that step'
      : kind === 'spike'
        ? 'the model holds the last weights that gave a loss without a spike'
        : 'the model holds the last weights that gave a finite loss';
  const clauses = [
    what(fault, origin, first, where),
    layer && `the first output that is not finite is that of ${layer}`,
    before > 0 && `the ${before} steps before it failed, too`,
  ].filter(Boolean);
  return [
    `${call}: ${clauses.join('; ')}; training stopped and ${state}. ${advice(fault, origin, diagnosis)}`,
    {
      step,
      origin,
      term: kind === 'loss' ? fault.term : undefined,
      layer,
    },
  ];
}

function what({ step, kind, term, value, median, weight }: Fault, origin: FaultOrigin, first: Diagnosis['first'], where: string): string {
  if (kind === 'spike') return `the loss rises to ${value} ${where}, from a median of ${median}`;
  if (origin === 'gradient') return `the gradient of ${first!.where} is ${first!.value} ${where}, though the losses are finite`;
  if (kind === 'weights') return `step ${step} left weights that are not finite${weight ? ` (${weight})` : ''}`;
  const loss = `loss.${term} is ${value} ${where}`;
  return origin === 'data' ? `${first!.where} ${isCorruption(first!.where) ? 'gives' : 'holds'} ${first!.value}, so ${loss}` : loss;
}

const isCorruption = (where: string): boolean => where === 'corrupt' || where === 'augment';

/** Data with a larger standard deviation, or with a larger number, count as not scaled. */
const [WIDE, LARGE] = [10, 100];

function advice({ kind, term, step }: Fault, origin: FaultOrigin, diagnosis: Diagnosis | undefined): string {
  const slower = 'A smaller learning rate or clipByGlobalNorm may help';
  if (origin === 'data') return `Look at ${diagnosis!.first!.where}`;
  const spread = diagnosis && spreadOf(diagnosis.batch);
  const isWide = spread !== undefined && (spread.deviation > WIDE || spread.greatest > LARGE);
  const unscaled = isWide ? `${spread.sentence}; standardise each feature: subtract its mean and divide by its standard deviation` : '';
  if (origin === 'gradient')
    return 'A root, a norm or a division has such a gradient at 0: add a small number to its argument' + (unscaled && `. ${unscaled}`);
  if (step > 1 || kind !== 'loss') return slower + (unscaled && `. ${unscaled}`);
  if (!isWide) return `This is the first step, so the learning rate is not the cause: look at loss.${term} and at the starting weights`;
  return unscaled + (diagnosis!.hasLogVar ? ', or bound ln σ² with gaussian(size, { logVarRange: [-10, 10] })' : '');
}

/** How far the numbers of a batch spread. */
function spreadOf({ values, features }: Diagnosis['batch']): { deviation: number; greatest: number; sentence: string } {
  const all = deviationOf(values, 0, 1);
  const each = Array.from({ length: features }, (_, i) => deviationOf(values, i, features));
  const widest = each.indexOf(Math.max(...each));
  let greatest = 0;
  for (let i = 0; i < values.length; i++) greatest = Math.max(greatest, Math.abs(values[i]!));
  const of = features > 1 && each[widest]! > 0 ? ` (feature ${widest}: ${round(each[widest]!)})` : '';
  return {
    deviation: all,
    greatest,
    sentence: `The data of this batch have a standard deviation of ${round(all)}${of} and go up to ${round(greatest)}`,
  };
}

/** The standard deviation of the numbers at `first`, `first + by`, `first + 2·by` … */
function deviationOf(values: ArrayLike<number>, first: number, by: number): number {
  let [count, mean, squares] = [0, 0, 0];
  for (let i = first; i < values.length; i += by) {
    count += 1;
    const off = values[i]! - mean;
    mean += off / count;
    squares += off * (values[i]! - mean);
  }
  return Math.sqrt(squares / count);
}

const round = (value: number): number => Number(value.toPrecision(4));
