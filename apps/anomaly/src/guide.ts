import type { GuideStep } from '@autoencoders/app-kit/page-parts';
import type { Settings } from './findings.js';
import type { Sample } from './samples/index.js';

/** What to try on this page. */
export const guide: readonly GuideStep<Settings, Sample>[] = [
  {
    task: 'Train on usual parts of a press, and look at the oddest parts of today.',
    result:
      'It learns from 1,200 usual parts alone. Then it scores 400 parts of today, ten of which have a fault. They stand at the top of “The oddest rows”. Choose one: the bars say which columns made it odd, and what is usual there.',
    source: 'presses',
  },
  {
    task: 'Drag the dashed line of the threshold to the left, then to the right.',
    result:
      'To the left, more parts are alarms, and more of these are false. To the right, alarms are fewer, and a fault can be missed. The sentence below the picture says how many false alarms to expect: it comes from usual parts that the model did not learn from.',
    source: 'presses',
    isByHand: true,
  },
  {
    task: 'Find the faults of a pump in three weeks of measurements.',
    result:
      'A series has an order, so the model looks at windows of many steps. It learns from the first half and looks at the rest. Each mark is an event. Choose one: the colours say which of flow, pressure and vibration behaves oddly, and when.',
    source: 'pump',
  },
];
