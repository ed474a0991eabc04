import type { Series } from '@autoencoders/datasets';

/** The rows from `start` to before `end`. */
export function sliceSeries(series: Series, start: number, end: number): Series {
  const { values, channels = 1, times } = series;
  return {
    ...series,
    values: values.slice(start * channels, end * channels),
    times: times && Array.prototype.slice.call(times, start, end),
  };
}
