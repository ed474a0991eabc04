import { events, quantileThreshold } from '@autoencoders/anomaly';
import type { Method } from '@autoencoders/anomaly';
import { overlapF1, vusPr, vusRoc, vusWindow } from '@autoencoders/metrics';
import { NAB_OPTIONS } from './nab.js';
import type { LabelledSeries } from './nab.js';
import { seriesScores } from '@autoencoders/anomaly';
import type { SeriesRun } from './series-markdown.js';

/** The share of steps above which an alarm begins, where it is set by all scores of a series. */
const ALARMED = 0.02;

/** Scores a series by a method, and measures the scores. Series without labelled steps have no areas. */
export async function runSeries(name: string, method: Method, series: LabelledSeries, seed: number): Promise<SeriesRun> {
  const start = process.cpuUsage();
  const found = await seriesScores(method, { values: series.values }, { ...NAB_OPTIONS, seed });
  const { user, system } = process.cpuUsage(start);
  const known = found.values.map((value) => (Number.isFinite(value) ? value : 0));
  const labelled = series.odd.length > 0;
  const window = vusWindow(series.values);
  const threshold = quantileThreshold(known, { alarmRate: ALARMED });
  const alarms = events(found, threshold.value, { minLength: 5, merge: 20 });
  const { truePositives, falsePositives, falseNegatives } = overlapF1(series.odd, alarms);
  return {
    series: series.name,
    method: name,
    seed,
    vusPr: labelled ? vusPr(series.labels, known, { window }) : undefined,
    vusRoc: labelled ? vusRoc(series.labels, known, { window }) : undefined,
    truePositives,
    falsePositives,
    falseNegatives,
    seconds: (user + system) / 1e6,
  };
}
