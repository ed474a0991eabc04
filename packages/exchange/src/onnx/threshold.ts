/**
 * Scores above this are alarms: the threshold, and a millionth of it for rounding. A threshold is the score of some row, and others may have the same
 * score: they are no alarms here, and must be none in the file.
 */
export const alarmsAbove = (threshold: number): number => threshold + 1e-6 * Math.abs(threshold);
