import { alarmRateInterval, thresholdSentence } from '@autoencoders/anomaly';
import type { AnomalyEvent, SeriesDetection, SeriesDetector } from '@autoencoders/anomaly';
import { clockTime, counted, figure, whole } from '../format.js';
import type { Terminal } from '../terminal.js';
import { lines as linesOf, raw, text } from '../text.js';
import type { Text } from '../text.js';
import type { Compared, Outcome } from './controls.js';
import type { DetectorInfo } from './detector-run.js';
import { alarmsIn } from './found.js';
import { percent } from './sections.js';
import { stepText } from './series-data.js';
import type { DetectSeries } from './series-data.js';
import type { SeriesLabels } from './series-labels.js';

/** All that is known of a series detector and the series that it scored. */
export interface SeriesJudged {
  readonly detector: SeriesDetector;
  readonly data: DetectSeries;
  readonly found: SeriesDetection;
  readonly info: DetectorInfo | undefined;
  /** Labels that can judge the scores. */
  readonly labels: SeriesLabels | undefined;
  readonly outcomes: readonly Outcome[];
  readonly methods: readonly Compared[];
  readonly advice: string;
  /** The first steps, which were learned from. 0 for another series. */
  readonly learned: number;
}

/** The events by their score, the oddest first. */
export const byScore = ({ events }: SeriesDetection): readonly AnomalyEvent[] => events.toSorted((a, b) => b.score - a.score);

/** When an event was: the times or numbers of its first and last step, and of its peak. */
export const placesOf = (data: DetectSeries, { start, end, peak }: AnomalyEvent): Readonly<Record<'first' | 'last' | 'peak', string>> => ({
  first: stepText(data, start),
  last: stepText(data, end - 1),
  peak: stepText(data, peak),
});

/** The columns to blame for an event, by share: those above one in twenty. */
export const blameText = ({ columns = [] }: AnomalyEvent): string =>
  columns
    .filter(({ share }) => share > 0.05)
    .slice(0, 3)
    .map(({ name, share }) => `${name} ${percent(share)}`)
    .join(', ');

/** How many steps have a score, and how many of them are alarms. */
export function countsOf({ values, alarms }: SeriesDetection): { readonly scored: number; readonly alarms: number } {
  return {
    scored: values.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : 1), 0),
    alarms: alarmsIn(alarms),
  };
}

/** Where more of the steps are alarms, the threshold does not fit the series, or the series is not usual. */
const MANY = 0.1;

const manyAlarms = (share: number): string =>
  `${percent(share)} of the steps are alarms, far more than the threshold allows a usual series. This series differs from the part that was learned from, or that part is too short to know what is usual. Learn from a longer part (--train), or from a series like this one.`;

const oneKind = (learned: number): string =>
  `The labels${learned > 0 ? ' of the steps that were not learned from' : ''} are of one kind only: they cannot judge the scores.${learned > 0 ? ' Learn from a smaller part (--train), or score another series (--on).' : ''}`;

/** The labelled events that were found, in a sentence. */
export function eventsText({ events: { truePositives, falseNegatives, falsePositives, f1 } }: SeriesLabels): string {
  const labelled = truePositives + falseNegatives;
  return `${whole(truePositives)} of ${counted(labelled, 'labelled event')} ${labelled === 1 ? 'has' : 'have'} an alarm; ${counted(falsePositives, 'event')} with alarms ${falsePositives === 1 ? 'has' : 'have'} no label (F1 ${figure(f1)}).`;
}

/** Sentences that a reader should know. */
export function seriesNotes({ detector, data, found, learned, labels }: SeriesJudged): readonly string[] {
  const { scored, alarms } = countsOf(found);
  const without = found.values.length - scored;
  return [
    ...detector.notes,
    ...(learned > 0 ? [`The first ${whole(learned)} steps of this series were learned from, so their scores flatter the detector.`] : []),
    ...(data.kinds && !labels ? [oneKind(learned)] : []),
    ...(scored > 0 && alarms / scored > Math.max(MANY, alarmRateInterval(detector.threshold)[1]) ? [manyAlarms(alarms / scored)] : []),
    ...(without > 0
      ? [`${counted(without, 'step')} ${without === 1 ? 'has' : 'have'} no score: no whole window covers ${without === 1 ? 'it' : 'them'}.`]
      : []),
  ];
}

/** What the file of figures has. */
export function seriesRecord(judged: SeriesJudged): object {
  const { detector, data, found, info, labels, methods, advice } = judged;
  const { threshold, window, rule } = detector;
  return {
    variant: 'detector',
    ...info,
    series: { columns: data.columns, time: data.reading.time?.name },
    threshold,
    window,
    rule,
    scored: { data: data.name, steps: found.values.length, ...countsOf(found), ...(data.rule && { label: data.rule }) },
    events: byScore(found).map((event) => ({
      ...placesOf(data, event),
      start: event.start + 1,
      end: event.end,
      steps: event.end - event.start,
      score: event.score,
      columns: event.columns,
    })),
    ...(labels && { labelledEvents: labels.events }),
    methods,
    advice,
    notes: seriesNotes(judged),
  };
}

/** The longest sentence that is printed, in characters. */
const LONGEST = 1000;

/** The most events that are printed. */
const PRINTED = 10;

/** What came out, in a few lines: the events, and what their number means. */
export function seriesSummary(judged: SeriesJudged, { style }: Pick<Terminal, 'style'>): Text {
  const { detector, data, found, info, labels, methods, advice } = judged;
  const { events } = found;
  const { scored, alarms } = countsOf(found);
  const shown = byScore(found).slice(0, PRINTED);
  const lines = shown.map((event) => {
    const { first, last, peak } = placesOf(data, event);
    const blame = data.columns.length > 1 && text`  ${blameText(event)}`;
    return text`  ${first} to ${last}  ${counted(event.end - event.start, 'step')}, score ${figure(event.score)} at ${peak}${blame}\n`;
  });
  const took = info && ` Learning took ${clockTime(info.seconds)}.`;
  const measures = labels && `VUS-PR ${figure(methods[0]!.vusPr!)}, AUROC ${figure(methods[0]!.auroc!)}. ${eventsText(labels)}\n`;
  const share = scored > 0 ? percent(alarms / scored) : '0 %';
  return text`\n${style.bold(counted(events.length, 'event'))} in ${counted(found.values.length, 'step')} of ${data.name} (${counted(alarms, 'alarm')}, ${share} of the steps with a score).${took}\n${shown.length < events.length && `The ${PRINTED} oddest:\n`}${lines}${raw(thresholdSentence(detector.threshold))}\n${measures && raw(measures)}${advice !== '' && text`${raw(advice)}\n`}${seriesNotes(judged).map((note) => text`${linesOf(note, LONGEST)}\n`)}\n`;
}
