import { figure } from '../format.js';
import type { Compared } from './controls.js';
import { methodNamed } from './methods.js';

/** So many standard errors are a difference that is hardly chance. */
const SURE = 1.96;

/** Where a difference of AUROC is known no better than this, methods are not called equal. */
const WIDE = 0.03;

/** Scores that rank rows so much alike, with so many alarms in common, are the same for most uses. */
const ALIKE = { rankCorrelation: 0.95, commonAlarms: 0.8 };

const control = (name: string): string =>
  ({ 'untrained net': 'an untrained net', 'isolation forest': 'an isolation forest' })[name] ?? name;

const take = (name: string): string =>
  Object.hasOwn(methodNamed, name) ? `take it (--method ${methodNamed[name]!})` : 'training brought nothing here';

/** What is scored. */
type Noun = 'row' | 'picture' | 'step';

/** What would tell which method is better. */
const LABELS: Readonly<Record<Noun, string>> = {
  row: ' Labels of some rows (--label) would tell which method is better.',
  picture: ' The names of the usual classes (--usual) would tell which method is better.',
  step: ' Labels of some steps (--label) would tell which method is better.',
};

/** What follows from the comparison, in one or two sentences. `methods` begin with the detector. */
export function adviceOf(methods: readonly Compared[], noun: Noun = 'row'): string {
  const [detector, ...controls] = methods as readonly [Compared, ...Compared[]];
  if (controls.length === 0) return '';
  return detector.auroc === undefined ? withoutLabels(detector, controls, noun) : withLabels(detector, controls, noun);
}

function withLabels(detector: Compared, controls: readonly Compared[], noun: Noun): string {
  const [best] = [...controls].sort((a, b) => b.auroc! - a.auroc!) as [Compared];
  const { difference, error } = best.lead!;
  const both = `AUROC ${figure(best.auroc!)} against ${figure(detector.auroc!)}`;
  if (!Number.isFinite(error))
    return `One labelled ${noun === 'step' ? 'event' : 'anomaly'} is too little to tell the detector from ${control(best.name)} (${both}).`;
  const numbers = `${both}; the difference is ${figure(Math.abs(difference))} ± ${figure(SURE * error)}`;
  const name = control(best.name);
  const begun = name.charAt(0).toUpperCase() + name.slice(1);
  if (difference < -SURE * error) return `${begun} ${verb(best)} better here (${numbers}): ${take(best.name)}.`;
  if (difference > SURE * error) return `The detector is better here than all controls; the best of them is ${name} (${numbers}).`;
  if (SURE * error > WIDE) return `The labels are too few to tell the detector from ${name} (${numbers}).`;
  return `${begun} ${verb(best)} as good here (${numbers}): ${take(best.name)}${best.name === 'untrained net' ? '' : ', as it is simpler'}.`;
}

const verb = ({ name }: Compared): string => (name === 'nearest neighbours' ? 'are' : 'is');

function withoutLabels(detector: Compared, controls: readonly Compared[], noun: Noun): string {
  const alike = controls.find(
    ({ rankCorrelation, commonAlarms }) =>
      rankCorrelation >= ALIKE.rankCorrelation && (commonAlarms >= ALIKE.commonAlarms || Number.isNaN(commonAlarms)),
  );
  const labels = LABELS[noun];
  if (!alike) return `No control gives the same alarms as the detector. Look at the oddest ${noun}s of each.${labels}`;
  const share = Number.isNaN(alike.commonAlarms) ? 'none has an alarm' : `${figure(100 * alike.commonAlarms)} % of the alarms are the same`;
  return `${control(alike.name).replace(/^./, (c) => c.toUpperCase())} ${verb(alike)} nearly the same here (rank correlation ${figure(alike.rankCorrelation)}, ${share}): ${take(alike.name)}${detector.alarms === 0 ? '' : `, unless the ${noun}s that differ matter to you`}.${labels}`;
}
