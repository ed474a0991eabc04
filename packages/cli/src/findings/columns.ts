import type { Finding } from '@autoencoders/report';
import { counted, figure, whole } from '../format.js';
import type { Measures } from '../measures.js';
import type { ColumnMeasure } from '../tables/column-measures.js';

/** A column is learned where at least this share of what the best constant leaves out is given back. */
const LEARNED = 0.1;
/** From this share of learned columns on, a table is learned; below the other, it is not. */
const MOST = 0.9;
const HALF = 0.5;
/** Shares of what is lost that differ by less than this are about equal. */
const EQUAL = 0.05;

const percent = (share: number): string => `${figure(Number((100 * share).toPrecision(2)))} %`;

const isLearned = ({ value, constant }: ColumnMeasure): boolean => value > constant + LEARNED * (1 - constant);

/** The names of the measures of a table as a whole. */
export const GIVEN_BACK = 'columns given back, %';
export const GIVEN_BACK_BY_PCA = 'columns given back by PCA, %';

/** The mean over the columns of how well they are given back, in percent. */
export const givenBack = (columns: readonly ColumnMeasure[]): number =>
  (100 * columns.reduce((sum, { value }) => sum + Math.max(0, value), 0)) / columns.length;

/** How many columns are learned, and how the model does beside PCA with `components` numbers. */
export function columnFindings(columns: readonly ColumnMeasure[], measures: Measures, components: number): readonly Finding[] {
  if (columns.length === 0) return [];
  const learned = columns.filter(isLearned);
  const others = columns.filter((column) => !isLearned(column)).map(({ name }) => name);
  const brief = `${whole(learned.length)} of ${counted(columns.length, 'column')} learned`;
  const share = learned.length / columns.length;
  const rest = others.length > 0 ? ` Not learned: ${others.slice(0, 5).join(', ')}${others.length > 5 ? ' and others' : ''}.` : '';
  return [
    {
      grade: share >= MOST ? 'good' : share >= HALF ? 'fair' : 'bad',
      brief,
      text: `The model gives back ${whole(learned.length)} of ${counted(columns.length, 'column')} better than the mean or the most frequent word would.${rest}`,
      ...(share < MOST && {
        advice: 'Choose a larger code (--latent), or leave out columns that have nothing to do with the others (--ignore).',
      }),
    },
    ...besidePca(measures, components),
  ];
}

function besidePca(measures: Measures, components: number): readonly Finding[] {
  const [own, linear] = [measures[GIVEN_BACK], measures[GIVEN_BACK_BY_PCA]];
  if (own === undefined || linear === undefined || linear > 99.99) return [];
  const ratio = (100 - own) / (100 - linear);
  const text = `Over all columns it gives back ${figure(own)} % of what they say; PCA with ${counted(components, 'number')} gives back ${figure(linear)} %.`;
  const advice = 'Train for more epochs (--epochs), or choose a larger code (--latent).';
  if (ratio < 1 - EQUAL) return [{ grade: 'good', brief: `${percent(1 - ratio)} less lost than by PCA with as many numbers`, text }];
  if (ratio <= 1 + EQUAL)
    return [
      {
        grade: 'fair',
        brief: 'about as much lost as by PCA with as many numbers',
        text: `${text} PCA is simpler and does as well.`,
        advice,
      },
    ];
  return [
    { grade: 'bad', brief: `${percent(ratio - 1)} more lost than by PCA with as many numbers`, text: `${text} PCA does better.`, advice },
  ];
}
