import { renderReport } from '@autoencoders/report';
import type { Entries, Finding, Section } from '@autoencoders/report';
import { detectorFindings } from '../findings/detector.js';
import { figure } from '../format.js';
import { explained } from '../measure-words.js';
import { versions } from '../versions.js';
import type { DetectorInfo } from './detector-run.js';
import { driftSection } from './drift.js';
import { alarmsIn } from './found.js';
import type { Judged } from './judged.js';
import { oddestPictures } from './oddest-pictures.js';
import { oddestRows } from './oddest-rows.js';
import { controlsSection, curvesSection, distributionSection, notesSection } from './sections.js';

/** The examples with the largest scores: rows with the columns to blame, pictures with their score maps. */
async function oddestSections({ detector, examples, found }: Judged): Promise<readonly Section[]> {
  const { rows } = examples;
  return rows ? [oddestRows(examples, rows, found, detector.reference)] : oddestPictures(detector, examples, found);
}

/** The report of a detector and the examples that it scored. */
export async function detectReport(judged: Judged): Promise<string> {
  const { detector, examples, found, info, outcomes, methods, advice, own, drift } = judged;
  const [first] = methods;
  const { noun } = examples;
  return renderReport({
    title: `Anomalies in ${examples.name}`,
    subtitle: own
      ? `The detector learned from these ${noun}s. Each has the score of nets that had not seen it.`
      : `The detector learned from ${info?.data ?? `other ${noun}s`}.`,
    findings: findingsOfDetector(judged),
    results: explained({
      alarms: alarmsIn(found.alarms),
      [`${noun}s`]: found.scores.length,
      threshold: detector.threshold.value,
      'expected false-alarm rate': `${figure(100 * detector.threshold.alarmRate)} %`,
      ...(first?.auroc !== undefined && { AUROC: first.auroc, 'average precision': first.averagePrecision! }),
    }),
    settings: {
      ...(info && { Settings: settingsOf(info, noun) }),
      Versions: versions(),
    },
    sections: [
      distributionSection(detector, examples, found, own),
      ...(await oddestSections(judged)),
      ...curvesSection(examples.kinds, outcomes),
      ...controlsSection(methods, advice, noun),
      ...(drift ? [driftSection(drift, examples)] : []),
      ...notesSection([...detector.notes, ...examples.notes]),
    ],
  });
}

/** What was found out about a detector, for the verdict of its report. */
export const findingsOfDetector = ({ detector, examples, found, methods, advice, drift }: Judged): readonly Finding[] =>
  detectorFindings({
    noun: examples.noun,
    scored: found.scores.length,
    alarms: alarmsIn(found.alarms),
    alarmRate: detector.threshold.alarmRate,
    methods,
    advice,
    drifted: drift?.drift?.scores?.drifted ?? false,
  });

/** How a detector was made, for the report. */
export const settingsOf = (info: DetectorInfo, noun: string): Entries => ({
  'learned from': info.data,
  [`usual ${noun}s`]: info.rows,
  ...(info.columns !== undefined && { columns: info.columns }),
  method: info.method,
  'false-alarm rate': info.alarmRate,
  trim: info.trim,
  seed: info.seed,
  seconds: info.seconds,
  ...(info.label && { label: info.label.column, 'usual words': info.label.usual.join(', ') }),
});
