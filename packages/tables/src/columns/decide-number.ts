import { show } from '@autoencoders/core/internal';
import { knownOf } from './evidence.js';
import type { Evidence } from './evidence.js';
import { LONGEST_MARKER } from './number-evidence.js';
import { bodyOf } from './numbers.js';
import type { NumberFormat } from './numbers.js';
import type { Decision } from './decide.js';

/** What the whole table says of its decimal marks. */
export interface Marks {
  /** Whether some column has numbers that can only have a decimal comma. */
  readonly comma: boolean;
  /** What separates the cells of the file. */
  readonly separator?: string | undefined;
}

/** The share of cells that must be numbers, where a few words among them are taken for missing cells. */
const SHARE = 0.9;
const FEW_WORDS = 3;
const LEAST_ROWS = 20;

/** Whether a column's numbers can only be read with a decimal comma. */
export const needsComma = (evidence: Evidence): boolean => {
  const { point, comma, both } = evidence.numbers;
  return comma > both && comma > point && isMost(evidence, comma, point - both);
};

/** Whether `count` of the cells, and none of the `others`, which are numbers with the other decimal mark, make a column of numbers. */
function isMost(evidence: Evidence, count: number, others: number, share: number = SHARE): boolean {
  const known = knownOf(evidence);
  if (count === known) return known > 0;
  const { strangers } = evidence.numbers;
  // Numbers without the sign that the others have are no missing cells.
  const areWords = ![...strangers].some((word) => word.length > LONGEST_MARKER || bodyOf(word));
  return known >= LEAST_ROWS && others === 0 && count >= share * known && strangers.size <= FEW_WORDS && areWords;
}

/** The decision for a column of numbers. Undefined if less than `share` of its cells are numbers. */
export function numbersOf(evidence: Evidence, marks: Marks, share: number = SHARE): Decision | undefined {
  const { numbers } = evidence;
  const { point, comma, both, hasPoint, hasComma } = numbers;
  const [isPoint, isComma] = [isMost(evidence, point, comma - both, share), isMost(evidence, comma, point - both, share)];
  if (!isPoint && !isComma && share > 0) return undefined;
  const unsure = point === comma && (hasPoint || hasComma);
  const decimalComma = marks.comma || marks.separator === ';';
  // "1,234" and "1.234" alone do not tell. Then the other columns do, and the separator of the file.
  const usesComma = unsure ? (hasComma ? decimalComma : marks.comma) : comma > point;
  const mark = usesComma ? 'comma' : 'point';
  const decimals = numbers.decimals[mark];
  const group = numbers.groups[mark];
  const { prefix = '', suffix = '' } = numbers.affixes ?? {};
  const format: NumberFormat = {
    ...(usesComma && { decimal: ',' as const }),
    ...(group && { thousands: group }),
    ...(prefix && { prefix }),
    ...(suffix && { suffix }),
    ...(!numbers.scientific && { decimals }),
  };
  const whole = numbers.plain === numbers.point && !usesComma ? numbers.whole : decimals === 0 && !numbers.scientific;
  const isCount = whole && numbers.least >= 0 && suffix === '';
  const reading =
    unsure && (hasComma || decimalComma)
      ? `, where "1${hasComma ? ',' : '.'}234" is read as ${hasComma === usesComma ? '1.234' : '1234'}`
      : '';
  const because =
    [
      `its cells are ${isCount ? 'whole numbers' : 'numbers'}`,
      ...(usesComma ? ['with a decimal comma'] : []),
      ...(group ? [`with ${show(group)} between thousands`] : []),
      ...(suffix === '%' ? ['of percent: 12.5% is 12.5'] : []),
    ].join(' ') + reading;
  const strangers = [...numbers.strangers];
  if (strangers.length === 0) return { kind: isCount ? 'count' : 'number', because, format };
  const words = strangers.map(show).join(', ');
  return { kind: isCount ? 'count' : 'number', because: `${because}; ${words} among them count as missing`, format, markers: strangers };
}
