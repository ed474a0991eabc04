import type { Finding } from '@autoencoders/report';
import type { Compared } from '../detect/controls.js';
import { counted, figure, whole } from '../format.js';

/** What is known of a detector and what it scored. */
export interface Detected {
  /** `row`, `picture` or `step`. */
  readonly noun: 'row' | 'picture' | 'step';
  readonly scored: number;
  readonly alarms: number;
  /** The expected share of false alarms among usual examples. */
  readonly alarmRate: number;
  /** The detector, and the controls beside it. */
  readonly methods: readonly Compared[];
  /** Whether there is a control that is clearly better. */
  readonly advice: string;
  /** Whether the scores have drifted from those that the threshold was made from. */
  readonly drifted: boolean;
}

/** An AUROC from which on a detector finds nearly all anomalies, and one below which it finds few. */
const GREAT = 0.9;
const WEAK = 0.75;
/** More alarms than so many times those that are expected, and than this share, are too many to look at. */
const TIMES = 5;
const MANY = 0.1;
/** So many standard errors are a difference that is hardly chance. */
const SURE = 1.96;

/** What was found out about a detector. */
export function detectorFindings(detected: Detected): readonly Finding[] {
  return [separation(detected), alarms(detected), beside(detected), drift(detected)].filter((finding) => finding !== undefined);
}

function separation({ methods: [own], noun }: Detected): Finding {
  const auroc = own?.auroc;
  if (auroc === undefined)
    return {
      grade: 'note',
      brief: 'no labels to judge it by',
      text: `Without labels of both kinds nobody can say how many anomalies the detector finds. Look at the oddest ${noun}s yourself.`,
      advice: noun === 'picture' ? 'Name the usual classes (--usual) to measure it.' : 'Name a column of labels (--label) to measure it.',
    };
  const text = `AUROC ${figure(Number(auroc.toPrecision(3)))}: this is the chance that an anomaly has a higher score than a usual ${noun}. 0.5 is chance, and 1 is perfect.`;
  const brief = `AUROC ${figure(Number(auroc.toPrecision(3)))}`;
  if (auroc >= GREAT) return { grade: 'good', brief, text };
  return {
    grade: auroc >= WEAK ? 'fair' : 'bad',
    brief,
    text,
    advice: 'Try another method (--method), or learn from more usual examples.',
  };
}

function alarms({ noun, scored, alarms: count, alarmRate }: Detected): Finding {
  const expected = scored * alarmRate;
  const brief = `${counted(count, 'alarm')} in ${counted(scored, noun)}`;
  const text = `${counted(count, `${noun}`)} of ${whole(scored)} ${count === 1 ? 'is an alarm' : 'are alarms'}. Usual ${noun}s alone would give about ${figure(Number(expected.toPrecision(2)))}.`;
  if (count > TIMES * expected && count > MANY * scored)
    return {
      grade: 'fair',
      brief,
      text: `${text} So many mean that these ${noun}s differ from those that the detector learned from, or that many of them are anomalies.`,
      advice: `If they are usual, learn again from ${noun}s like them.`,
    };
  return { grade: 'note', brief, text };
}

/** Whether a simple method does better. */
function beside({ methods: [own, ...controls], advice }: Detected): Finding | undefined {
  if (own?.auroc === undefined || controls.length === 0) return undefined;
  const better = controls.some(({ lead }) => lead && Number.isFinite(lead.error) && lead.difference < -SURE * lead.error);
  const best = controls.every(({ lead }) => lead && Number.isFinite(lead.error) && lead.difference > SURE * lead.error);
  if (better) return { grade: 'fair', brief: 'a simpler method does better', text: advice };
  return { grade: best ? 'good' : 'note', ...(best && { brief: 'better than all simple methods' }), text: advice };
}

const drift = ({ drifted, noun }: Detected): Finding | undefined =>
  drifted
    ? {
        grade: 'fair',
        brief: 'the scores have drifted',
        text: `The scores of these ${noun}s are no longer like those that the threshold was made from, so that the expected rate of false alarms may not hold.`,
        advice: `If these ${noun}s are usual, learn again from ${noun}s like them.`,
      }
    : undefined;
