import { chart, h } from '@autoencoders/app-kit/figures';
import type { Line, Values } from '@autoencoders/app-kit/figures';
import type { Epoch } from './messages.js';

/** Milliseconds between two drawings. */
const PACE = 120;
const colours = ['--training', '--validation', '--third', '--fourth'] as const;

/** The losses of trainings by `fit`, or of the levels of `pretrain`, in one chart. */
export interface Curves {
  readonly element: HTMLElement;
  readonly add: (epoch: Epoch) => void;
}

export function curves(call: Epoch['call']): Curves {
  const { element, draw } = chart({ label: `Loss of ${call}`, x: 'epoch' });
  const runs = new Map<number, Epoch[]>();
  let lines: readonly Line[] = [];
  let due = 0;
  const drawAll = (): void => {
    due = 0;
    const found = linesOf(call, [...runs.values()]);
    // The chart keeps what it has drawn as long as the lines are the same ones.
    if (found.length !== lines.length) lines = found.map(({ name }, i) => ({ name, colour: colours[i % colours.length]! }));
    const epochs = Math.max(...found.map(({ values }) => values.length));
    draw(
      lines,
      Array.from({ length: epochs }, (_, i) => i + 1),
      found.map(({ values }) => Array.from({ length: epochs }, (_, i) => values[i])),
    );
  };
  return {
    element: h('div', {}, h('p', { class: 'live-title' }, `Loss of ${call}`), element),
    add(epoch) {
      runs.set(epoch.run, [...(runs.get(epoch.run) ?? []), epoch]);
      due ||= window.setTimeout(drawAll, PACE);
    },
  };
}

/** The loss of each run. If there is only one, also its terms and its loss on validation data. */
function linesOf(call: Epoch['call'], runs: readonly (readonly Epoch[])[]): readonly { readonly name: string; readonly values: Values }[] {
  const [first] = runs;
  if (runs.length > 1 || !first)
    return runs.map((run) => ({
      name: `${call === 'fit' ? 'fit' : 'level'} ${run[0]!.run}`,
      values: run.map(({ loss }) => loss),
    }));
  const terms = Object.keys(first[0]!.terms);
  return [
    { name: 'loss', values: first.map(({ loss }) => loss) },
    ...(first[0]!.validation === undefined ? [] : [{ name: 'validation', values: first.map(({ validation }) => validation) }]),
    ...(terms.length < 2 ? [] : terms.map((name) => ({ name, values: first.map((epoch) => epoch.terms[name]) }))),
  ];
}
