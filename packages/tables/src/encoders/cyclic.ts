/** A part of a date-time that repeats: the time of day, the day of the week, the month of the year. */
export type CyclicPart = 'hour' | 'weekday' | 'month';

const DAY = 86_400;
const remainder = (x: number, period: number): number => ((x % period) + period) % period;

/** Where seconds since 1970 are in the cycle, from 0 to 1. 1970 began on a Thursday; weeks begin on Sunday. */
const share: Readonly<Record<CyclicPart, (seconds: number) => number>> = {
  hour: (seconds) => remainder(seconds, DAY) / DAY,
  weekday: (seconds) => remainder(Math.floor(seconds / DAY) + 4, 7) / 7,
  month: (seconds) => new Date(seconds * 1000).getUTCMonth() / 12,
};

/** All parts. */
export const CYCLIC_PARTS: readonly CyclicPart[] = ['hour', 'weekday', 'month'];

/** The sine and the cosine of each part, so that 23:59 lies beside 00:00. */
export const cyclicFeatures = (seconds: number, parts: readonly CyclicPart[]): readonly number[] =>
  parts.flatMap((part) => {
    const angle = 2 * Math.PI * share[part](seconds);
    return [Math.sin(angle), Math.cos(angle)];
  });
