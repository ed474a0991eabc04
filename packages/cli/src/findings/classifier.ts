import type { Finding } from '@autoencoders/report';
import { meanAndSpread } from '@autoencoders/report';
import { figure, whole } from '../format.js';
import type { ClassifierRun } from '../finetune-report.js';
import { overfitting } from './curves.js';

/** So many standard errors are a difference that is hardly chance. */
const SURE = 1.96;
/** A classifier with a smaller share of the errors of a constant answer is good. */
const FEW = 0.5;

/** How good a classifier is, and whether pre-training helps. The first run is the one that is kept. */
export function classifierFindings(runs: readonly ClassifierRun[]): readonly Finding[] {
  const [first] = runs as readonly [ClassifierRun];
  return [againstConstant(first), pretraining(runs), overfitting(first.result.history, NaN)].filter((finding) => finding !== undefined);
}

const sum = (numbers: Iterable<number>): number => [...numbers].reduce((a, b) => a + b, 0);

function againstConstant({ testError, confusion }: ClassifierRun): Finding {
  const rows = confusion.map((row) => sum(row));
  const constant = 100 * (1 - Math.max(...rows) / sum(rows));
  const brief = `${figure(testError)} % wrong`;
  const text = `Of ${whole(sum(rows))} test examples, ${figure(testError)} % are classified wrongly. The most frequent class as the only answer would be wrong for ${figure(Number(constant.toPrecision(3)))} %.`;
  if (testError < FEW * constant) return { grade: 'good', brief, text };
  return {
    grade: testError < constant ? 'fair' : 'bad',
    brief,
    text,
    advice: 'Give more labels (--labels), train for more epochs (--epochs), or pre-train for longer.',
  };
}

function pretraining(runs: readonly ClassifierRun[]): Finding | undefined {
  const [own, random] = (['pre-trained', 'random'] as const).map((start) =>
    runs.filter((run) => run.start === start).map(({ testError }) => testError),
  );
  if (!own?.length || !random?.length) return undefined;
  const [a, b] = [meanAndSpread(own), meanAndSpread(random)];
  const tested = sum(runs[0]!.confusion.map((row) => sum(row)));
  const margin = SURE * Math.hypot(errorOf(a, own.length, tested), errorOf(b, random.length, tested));
  const text = `From pre-trained weights ${figure(a.mean)} % are wrong, and from random weights ${figure(b.mean)} %. A difference below ${figure(Number(margin.toPrecision(2)))} may be chance.`;
  if (b.mean - a.mean > margin) return { grade: 'good', brief: 'pre-training helps', text };
  if (a.mean - b.mean > margin)
    return { grade: 'bad', brief: 'pre-training hurts', text, advice: 'Pre-train for longer, or in another way (pretrain --method).' };
  return {
    grade: 'fair',
    brief: 'pre-training makes no clear difference',
    text,
    advice: 'Try fewer labels (--labels), where pre-training helps most, and more draws (--draws 5).',
  };
}

/** The standard error of a mean of errors in percent: that of the draws, or of the test examples where that is larger. */
const errorOf = ({ mean, spread }: ReturnType<typeof meanAndSpread>, draws: number, tested: number): number =>
  Math.max(spread / Math.sqrt(draws), Math.sqrt((mean * (100 - mean)) / tested));
