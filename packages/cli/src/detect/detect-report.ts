import { renderReport } from '@autoencoders/report';
import { figure } from '../format.js';
import { versions } from '../versions.js';
import { driftSection } from './drift.js';
import { alarmsIn } from './judged.js';
import type { Judged } from './judged.js';
import { controlsSection, curvesSection, distributionSection, notesSection, oddestSection } from './sections.js';

/** The report of a detector and the rows that it scored. */
export async function detectReport(judged: Judged): Promise<string> {
  const { detector, examples, found, info, outcomes, methods, advice, own, drift } = judged;
  const [first] = methods;
  const reference = examples.encoder.decode(detector.reference.values);
  return renderReport({
    title: `Anomalies in ${examples.name}`,
    subtitle: own
      ? 'The detector learned from these rows. Each has the score of nets that had not seen it.'
      : `The detector learned from ${info?.data ?? 'other rows'}.`,
    results: {
      alarms: alarmsIn(found),
      rows: found.scores.length,
      threshold: detector.threshold.value,
      'expected false alarms': `${figure(100 * detector.threshold.alarmRate)} %`,
      ...(first?.auroc !== undefined && { AUROC: first.auroc, 'average precision': first.averagePrecision! }),
    },
    settings: {
      ...(info && {
        Settings: {
          'learned from': info.data,
          'usual rows': info.rows,
          columns: info.columns,
          method: info.method,
          'false-alarm rate': info.alarmRate,
          trim: info.trim,
          seed: info.seed,
          seconds: info.seconds,
          ...(info.label && { label: info.label.column, 'usual words': info.label.usual.join(', ') }),
        },
      }),
      Versions: versions(),
    },
    sections: [
      distributionSection(detector, examples, found, own),
      oddestSection(examples, found, reference),
      ...curvesSection(examples.kinds, outcomes),
      ...controlsSection(methods, advice),
      ...(drift ? [driftSection(drift)] : []),
      ...notesSection([...detector.notes, ...examples.notes]),
    ],
  });
}
