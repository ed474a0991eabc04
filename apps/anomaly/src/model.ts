import { combine, nearestNeighbours, reconstruction } from '@autoencoders/anomaly';
import type { Method } from '@autoencoders/anomaly';

/*
 * The page wants an answer in some seconds, on one or a few threads of WebAssembly. So its nets are smaller than those of the package, and
 * train for fewer steps. On the tables and series here, they find the same rows.
 */

/** The layers and the steps of the net that learns rows. The package takes three layers of 256 units, and 1,000 steps or more. */
const ROWS = { hidden: [128, 128], steps: 600 } as const;
/** The same of the net that learns windows. */
const WINDOWS = { hidden: [128, 128], steps: 600 } as const;

/** Rows of a table: the errors of a net that restores noisy and hidden cells, and the squared distance to the most similar usual row. */
export const rowMethod = (): Method => combine(reconstruction(ROWS), nearestNeighbours({ k: 1, distance: 'squared' }));

/** Windows of a series: the errors of the same kind of net. */
export const windowMethod = (): Method => reconstruction(WINDOWS);

/** Events of a series with fewer steps between them are one: what rises above the threshold twice in a short time is one thing to look at. */
export const MERGE = 4;

/** Of one table, the share of the rows, drawn at random, that is learned from. The others are looked at. */
export const LEARNED = 0.7;

/** How often the rows are divided: each row is held out once, so that each gives a score for the threshold. */
export const FOLDS = 4;

/** The shortest and the longest window that the page wishes for. Longer ones take longer to learn. */
export const WINDOW = { min: 24, max: 96 } as const;
