import { thresholdSentence } from '@autoencoders/anomaly';
import type { Detector } from '@autoencoders/anomaly';
import { clockTime, counted, figure } from '../format.js';
import type { Terminal } from '../terminal.js';
import { lines, raw, text } from '../text.js';
import type { Text } from '../text.js';
import type { Compared, Outcome } from './controls.js';
import type { DetectorInfo } from './detector-run.js';
import type { DriftFound } from './drift.js';
import { bothKinds } from './examples.js';
import type { Examples } from './examples.js';
import { alarmsIn, oddest } from './found.js';
import type { Found } from './found.js';
import { ANOMALY } from './labels.js';

/** All that is known of a detector and the rows that it scored. */
export interface Judged {
  readonly detector: Detector;
  readonly examples: Examples;
  readonly found: Found;
  readonly info: DetectorInfo | undefined;
  readonly outcomes: readonly Outcome[];
  readonly methods: readonly Compared[];
  readonly advice: string;
  /** Whether the rows are those that were learned from. */
  readonly own: boolean;
  /** Whether the rows are like those of the calibration set. Undefined for the rows that were learned from. */
  readonly drift?: DriftFound | undefined;
}

/** What the file of figures has. */
export function recordOf({ detector, examples, found, info, methods: all, advice, drift }: Judged): object {
  const { threshold, notes } = detector;
  return {
    variant: 'detector',
    ...info,
    threshold,
    scored: {
      data: examples.name,
      rows: found.scores.length,
      alarms: alarmsIn(found.alarms),
      ...(examples.rule && { label: examples.rule }),
    },
    oddest: oddest(found, 20).map((row) => ({
      row: row + 1,
      ...(examples.files && { file: examples.files[row] }),
      score: found.scores[row],
      pValue: found.pValues[row],
      blame: found.blame[row],
    })),
    methods: all,
    advice,
    ...(drift && { drift: { ...drift.drift, sentence: drift.sentence, ...(!examples.rows && { columns: undefined }) } }),
    notes: [...notes, ...examples.notes],
  };
}

/** The longest note that is printed, in characters. */
const LONGEST = 1000;

/** What came out, in a few lines. */
export function summary(
  { detector, examples, found, info, methods: all, advice, own, drift }: Judged,
  { style }: Pick<Terminal, 'style'>,
): Text {
  const { kinds, notes, noun } = examples;
  const [first] = all;
  const oneKind = bothKinds(kinds) ? undefined : kinds;
  const unknown = oneKind
    ? `The labels are of one kind only (${oneKind.includes(ANOMALY) ? 'anomalies' : `usual ${noun}s`}): they cannot judge the scores.\n`
    : '';
  const measures =
    first?.auroc === undefined ? '' : `AUROC ${figure(first.auroc)}, average precision ${figure(first.averagePrecision!)}.\n`;
  const rows = [...detector.notes, ...notes].map((note) => text`${lines(note, LONGEST)}\n`);
  const took = info && ` Learning took ${clockTime(info.seconds)}.`;
  const share = figure(Number(((100 * alarmsIn(found.alarms)) / found.scores.length).toPrecision(3)));
  return text`\n${style.bold(counted(alarmsIn(found.alarms), 'alarm'))} in ${counted(found.scores.length, noun)} of ${examples.name} (${share} %).${took}\n${raw(thresholdSentence(detector.threshold))}\n${own && raw(`The ${noun}s are those that were learned from: each has the score of nets that had not seen it.\n`)}${raw(unknown)}${raw(measures)}${advice !== '' && text`${raw(advice)}\n`}${drift && text`${lines(drift.sentence, LONGEST)}\n`}${rows}\n`;
}
