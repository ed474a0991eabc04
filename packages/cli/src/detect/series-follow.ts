import type { OnlineDetection, SeriesDetector } from '@autoencoders/anomaly';
import { InputError } from '@autoencoders/core';
import { readTable } from '@autoencoders/tables';
import { blamedText, scoreText } from './follow.js';
import type { LineScorer } from './follow.js';
import { stepShares } from './series-csv.js';
import { columnsOf, stepText } from './series-data.js';
import type { SeriesReading } from './series-data.js';

/**
 * Scores the steps of a series as they come: the time or the number of the step, its score, 1 for an alarm, and with several columns those to
 * blame. A step is scored when all windows that cover it have come, so that the output is behind by the detector's delay.
 */
export function stepScorer(detector: SeriesDetector, reading: SeriesReading): LineScorer {
  const { time } = reading;
  if (reading.resample !== undefined)
    throw new InputError('detect: --follow takes steps as they come, and this detector learned from steps that were resampled');
  const columns = columnsOf(reading);
  const schema = { ...reading.schema, columns: reading.schema.columns.map((column) => (column.name === time?.name ? time : column)) };
  const optional = schema.columns.map(({ name }) => name).filter((name) => !columns.includes(name) && name !== time?.name);
  const online = detector.online();
  const cellsOf = ({ step, time: at, value, alarm, contributions }: OnlineDetection): readonly string[] => {
    const table = { name: '', table: { rows: 1, columns: {} }, times: at === undefined ? undefined : Float64Array.of(at), merged: 0 };
    const when = stepText({ table, reading }, at === undefined ? step : 0);
    const blame = stepShares(contributions ?? []).map(({ column, share }) => ({ column: columns[column]!, share }));
    return [when, scoreText(value), alarm ? '1' : '0', ...(columns.length > 1 ? [blamedText(blame)] : [])];
  };
  return {
    schema,
    columns: [...(time ? [time] : []), ...columns.map((name) => ({ name }))],
    async score(source) {
      const { table } = await readTable(source, { schema, optional });
      const cell = (name: string): number => Number(table.columns[name]![0]);
      const found = await online.push(columns.map(cell), time && cell(time.name));
      return found && cellsOf(found);
    },
    end: async () => (await online.flush()).map(cellsOf),
  };
}
