import { thresholdSentence } from '@autoencoders/anomaly';
import { html, renderReport, scoreDistribution, stepScores, stepValues } from '@autoencoders/report';
import type { Section } from '@autoencoders/report';
import { detectorFindings } from '../findings/detector.js';
import { figure, whole } from '../format.js';
import { explained } from '../measure-words.js';
import { versions } from '../versions.js';
import { settingsOf } from './detect-report.js';
import { controlsSection, curvesSection, notesSection } from './sections.js';
import { blameText, byScore, countsOf, placesOf, seriesNotes } from './series-judged.js';
import type { SeriesJudged } from './series-judged.js';
import { labelledEvents } from './series-labels.js';

/** The most columns whose values are drawn, and the most events in the table. */
const COLUMNS = 6;
const EVENTS = 50;

/** The report of a series detector and the series that it scored. */
export function seriesReport(judged: SeriesJudged): string {
  const { detector, data, found, info, labels, outcomes, methods, advice, learned } = judged;
  const [own] = methods;
  const { threshold, window } = detector;
  const { scored, alarms } = countsOf(found);
  return renderReport({
    title: `Anomalies in ${data.name}`,
    subtitle:
      learned > 0
        ? 'The detector learned from the beginning of this series.'
        : `The detector learned from ${info?.data ?? 'another series'}.`,
    findings: detectorFindings({ noun: 'step', scored, alarms, alarmRate: threshold.alarmRate, methods, advice, drifted: false }),
    results: explained({
      events: found.events.length,
      'steps that are alarms': alarms,
      'steps with a score': scored,
      threshold: threshold.value,
      'expected false-alarm rate': `${figure(100 * threshold.alarmRate)} % of the steps`,
      ...(labels && { 'VUS-PR': own!.vusPr!, AUROC: own!.auroc!, 'F1 of events': labels.events.f1 }),
    }),
    settings: { ...(info && { Settings: { ...settingsOf(info, 'step'), 'steps of a window': window.length } }), Versions: versions() },
    sections: [
      ...stepsSections(judged),
      eventsSection(judged),
      scoresSection(judged),
      ...curvesSection(labels?.kinds, outcomes),
      ...controlsSection(methods, advice, 'step'),
      ...notesSection(seriesNotes(judged)),
    ],
  });
}

function stepsSections({ detector, data, found }: SeriesJudged): readonly Section[] {
  const { times } = data.table;
  const { events } = found;
  const labelled = labelledEvents(data.kinds);
  const shaded = `Shaded parts are events.${labelled.length > 0 ? ' The thick line at the bottom marks steps that are labelled as anomalies.' : ''}`;
  const shown = data.columns.slice(0, COLUMNS);
  const columns = shown.map((name) => ({ name, values: data.table.table.columns[name] as Float64Array }));
  const more = data.columns.length > COLUMNS ? ` The first ${COLUMNS} of ${data.columns.length} columns are shown.` : '';
  return [
    stepValues({ columns, times, events, labelled, caption: `The values of each step. ${shaded}${more}` }),
    stepScores({ scores: found.values, times, threshold: detector.threshold.value, events, labelled }),
  ];
}

const scoresSection = ({ detector, data, found }: SeriesJudged): Section =>
  scoreDistribution({
    groups: [
      { name: 'held-out usual steps', scores: detector.calibration },
      { name: `all steps of ${data.name}`, scores: found.values.filter((value) => !Number.isNaN(value)) },
    ].filter(({ scores }) => scores.length > 0),
    threshold: detector.threshold.value,
    caption: `${thresholdSentence(detector.threshold)} Each bar is the share of the steps whose score is in that range.`,
  });

/** The events with the largest scores. */
function eventsSection({ data, found, detector }: SeriesJudged): Section {
  const events = byScore(found).slice(0, EVENTS);
  const several = data.columns.length > 1;
  const lines = events.map((event) => {
    const { first, last, peak } = placesOf(data, event);
    return html`<tr><th scope="row">${first}</th><td>${last}</td><td>${whole(event.end - event.start)}</td><td>${figure(event.score)}</td><td>${peak}</td>${several && html`<td class="told">${blameText(event)}</td>`}</tr>`;
  });
  const heads = ['last step', 'steps', 'highest score', 'at', ...(several ? ['columns to blame'] : [])];
  const most = events.length < found.events.length ? ` The ${EVENTS} with the highest scores of ${found.events.length}.` : '';
  const table = html`<div class="wide" tabindex="0" role="region" aria-label="Events"><table class="comparison findings">
<thead><tr><th scope="col">first step</th>${heads.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead><tbody>${lines}</tbody></table></div>`;
  return {
    title: 'Events',
    caption: `Steps in a row whose score is above the threshold. Events with fewer than ${whole(detector.window.length)} steps between them, the length of a window, are one.${most}${several ? ' A share is what a column adds to the score of the event.' : ''}`,
    body: events.length > 0 ? table : html`<p>There are none.</p>`,
  };
}
