import { check } from '@autoencoders/core/operations';
import { chart } from '../chart.js';
import { formatNumber, plural } from '../format.js';
import { html } from '../html.js';
import { classColours } from '../palettes.js';
import type { Section, SectionText } from '../types.js';

/** Options of `scoreDistribution`. */
export interface ScoreDistributionOptions extends SectionText {
  /** Scores by group, such as held-out rows and new rows. */
  readonly groups: readonly { readonly name: string; readonly scores: Float64Array }[];
  /** A score above it is an alarm. */
  readonly threshold: number;
}

/** How many bins the scores are divided into. */
const BINS = 48;

/** Where the largest score is so many times the median, the axis is logarithmic. */
const WIDE = 12;

/** Distributions of anomaly scores with their threshold. Scores that are not finite are left out, and counted in the caption. */
export function scoreDistribution({
  groups: given,
  threshold,
  title = 'Distribution of scores',
  caption,
}: ScoreDistributionOptions): Section {
  check(given.length > 0, 'scoreDistribution: there are no groups');
  const groups = given.map(({ name, scores }) => ({ name, scores: scores.filter(Number.isFinite) }));
  const all = Float64Array.from([...groups.flatMap(({ scores }) => [...scores]), threshold]).sort();
  const positive = all[0]! > 0;
  const logarithmic = positive && all.at(-1)! > WIDE * all[all.length >> 1]!;
  const edges = edgesOf(all[0]!, all.at(-1)!, logarithmic);
  const colours = classColours(groups.length);
  const charted = groups.map(({ name, scores }, i) => ({ name, colour: colours[i]!, shares: sharesOf(scores, edges) }));
  const lost = given.reduce((sum, { scores }, i) => sum + scores.length - groups[i]!.scores.length, 0);
  const facts = groups
    .map(({ name, scores }) => `${name}: ${plural(scores.length, 'score')}, ${plural(scores.filter((s) => s > threshold).length, 'alarm')}`)
    .join('; ');
  const line = { value: threshold, name: `threshold ${formatNumber(threshold)}` };
  return {
    title,
    caption: `${caption ?? 'Each bar is the share of rows whose score is in that range. A score above the threshold is an alarm.'}${
      lost > 0 ? ` ${plural(lost, 'score')} that are not finite are left out.` : ''
    }`,
    body: html`<div class="legend">${charted.map(({ name, colour }) => html`<span><i style="background:${colour}"></i>${name}</span>`)}</div>${chart(
      { kind: 'distributions', label: 'score', logarithmic, edges, groups: charted, threshold: line },
      320,
      `Distributions of scores. ${facts}.`,
    )}`,
  };
}

/** The limits of bins that are equal on the axis. */
function edgesOf(least: number, greatest: number, logarithmic: boolean): readonly number[] {
  const [from, to] = logarithmic ? [Math.log(least), Math.log(greatest)] : [least, greatest === least ? least + 1 : greatest];
  return Array.from({ length: BINS + 1 }, (_, i) => {
    const at = from + ((to - from) * i) / BINS;
    return Number((logarithmic ? Math.exp(at) : at).toPrecision(6));
  });
}

function sharesOf(scores: Float64Array, edges: readonly number[]): readonly number[] {
  const counts = Array.from({ length: BINS }, () => 0);
  for (const score of scores) {
    let [low, high] = [0, BINS - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (score < edges[middle + 1]!) high = middle;
      else low = middle + 1;
    }
    counts[low]! += 1;
  }
  return counts.map((count) => Number((count / Math.max(1, scores.length)).toPrecision(5)));
}
