import type { Station } from './stations.js';

/** What a station does, as a formula and in a sentence. */
export interface Explanation {
  readonly formula: string;
  readonly words: string;
}

const activations: Readonly<Record<string, string>> = { ReLU: 'max(0, ·)', sigmoid: '1 / (1 + e⁻ˣ)', tanh: 'tanh' };

const linkWords = 'The links are the strongest: red adds to what they lead to, blue takes away.';

/** Explains a station. `thing` is what an example is: a picture or a row. */
export function explain(station: Station, thing: 'picture' | 'row'): Explanation {
  const { role, main } = station;
  if (role === 'input') return { formula: 'x', words: `The ${thing} that goes in, as numbers from 0 to 1.` };
  if (role === 'corrupted') return { formula: 'x̃ = x with noise', words: `What the model reads. It must give back the clean ${thing}.` };
  const does = layerWords(main?.config?.name ?? 'custom', main?.config?.args ?? []);
  const f = station.after.find((name) => activations[name]);
  const formula = `${f ? `${f}(${does.formula})` : does.formula}`;
  const tail = role === 'output' ? ` This is the ${thing} that the decoder makes of the code.` : '';
  const chosen = station.after.find((name) => name.startsWith('top'));
  return {
    formula: `y = ${chosen ? `${chosen} of (${formula})` : formula}${does.tail ?? ''}${f && activations[f] !== f ? `, with ${f}(x) = ${activations[f]!.replace('·', 'x')}` : ''}`,
    words: `${does.words}${chosen ? ` Only the ${chosen.slice(4)} largest stay, all others become 0.` : ''}${tail} ${linkWords}`,
  };
}

function layerWords(name: string, args: readonly unknown[]): Explanation & { readonly tail?: string } {
  const stride = (args[1] as { readonly stride?: unknown } | undefined)?.stride;
  const step = stride === undefined ? '' : `, stride ${String(stride)}`;
  switch (name) {
    case 'dense':
      return { formula: 'x·W + b', words: 'Each unit reads all numbers before it, each with a weight of its own.' };
    case 'dictionary':
      return { formula: 'x·D + b', words: 'Each unit that fires adds its row of the dictionary D.' };
    case 'conv2d':
      return {
        formula: 'x ∗ K + b',
        tail: step,
        words: 'Small filters slide over what is read. Each makes one map: bright where it finds its pattern.',
      };
    case 'conv2dTranspose':
      return { formula: 'x ∗ᵀ K + b', tail: step, words: 'Each number stamps its small filter into a larger map. The stamps add up.' };
    case 'gaussian':
      return {
        formula: 'μ + σ·ε, with μ = x·W₁ + b₁, ln σ² = x·W₂ + b₂, ε drawn from N(0, 1)',
        words:
          'Blue: where the code of this example may lie, N(μ, σ²). Dotted: where training pulls all codes to, the prior N(0, 1). Red: the code z that was drawn this time and goes to the decoder.',
      };
    default:
      return { formula: `${name}(x)`, words: 'A layer of this model.' };
  }
}
