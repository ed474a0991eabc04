/** The part of a file from which its dialect is found out, in characters: more, where it would hold only a few rows. */
const SAMPLE = 2 ** 16;
const SAMPLE_ROWS = 5;
export const MAX_SAMPLE: number = 2 ** 22;

/** The sample of a text that may go on. Undefined if more is needed. */
export function sampleOf(text: string): string | undefined {
  if (text.length < SAMPLE) return undefined;
  let end = 0;
  for (let i = 0; i < SAMPLE_ROWS && end >= 0; i++) end = text.indexOf('\n', end + 1);
  return end >= 0 || text.length >= MAX_SAMPLE ? text.slice(0, end >= 0 ? Math.max(SAMPLE, end + 1) : MAX_SAMPLE) : undefined;
}
