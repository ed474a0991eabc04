import { showShape } from '@autoencoders/core/operations';
import type { Shape } from '@autoencoders/core';

/** What a model card says of a training, besides what the model tells itself. */
export interface CardOptions {
  /** The heading of the card. */
  readonly name: string;
  /** The licence of the model as Hugging Face names it: `mit`, `apache-2.0`, `cc-by-4.0`. Default `unknown`. */
  readonly license?: string | undefined;
  /** What the model was trained on. Default: the card says that it is not told. */
  readonly data?: string | undefined;
  /** How it was trained, by name. Default: nothing. */
  readonly training?: Readonly<Record<string, string | number>> | undefined;
  /** What it reached on data that it was not trained on, by name. Default: the card says that nothing was measured. */
  readonly figures?: Readonly<Record<string, number>> | undefined;
  /** What the model is not good for, as Markdown. Default: what holds for every autoencoder. */
  readonly limits?: string | undefined;
  /** More tags. Default: none. */
  readonly tags?: readonly string[] | undefined;
}

/** What a card says of the model itself. */
export interface CardModel {
  readonly kind: string;
  readonly input: Shape;
  readonly parameters: number;
  readonly layers: string;
  readonly onnx: boolean;
}

/** A model card: YAML for the search of Hugging Face, and Markdown for readers. https://huggingface.co/docs/hub/model-cards */
export const cardOf = (model: CardModel, options: CardOptions): string =>
  [frontMatter(model, options), ...sections(model, options)].join('\n');

/** Texts are written as JSON, which is YAML. */
const yaml = (text: string): string => JSON.stringify(text);

/** A number that YAML 1.1 takes for one, too: with a point before an exponent. */
const yamlNumber = (value: number): string => String(value).replace(/^(-?\d+)e/, '$1.0e');

function frontMatter({ kind, onnx }: CardModel, { name, license = 'unknown', data, figures = {}, tags = [] }: CardOptions): string {
  const metrics = Object.entries(figures).filter(([, value]) => Number.isFinite(value));
  const index = [
    'model-index:',
    `  - name: ${yaml(name)}`,
    '    results:',
    '      - task:',
    '          type: feature-extraction',
    '        dataset:',
    `          name: ${yaml(data ?? 'unknown')}`,
    '          type: other',
    '        metrics:',
    ...metrics.flatMap(([metric, value]) => [`          - type: ${yaml(metric)}`, `            value: ${yamlNumber(value)}`]),
  ];
  return [
    '---',
    `license: ${yaml(license)}`,
    'library_name: autoencoders',
    ...(kind === 'classifier' || kind === 'regressor' ? [] : ['pipeline_tag: feature-extraction']),
    'tags:',
    ...['autoencoder', kind, ...(onnx ? ['onnx'] : []), ...tags]
      .filter((tag, i, all) => all.indexOf(tag) === i)
      .map((tag) => `  - ${yaml(tag)}`),
    ...(metrics.length > 0 ? index : []),
    '---',
    '',
  ].join('\n');
}

const LIMITS = `- The model knows data like those that it was trained on. Codes and reconstructions of other data mean little.
- It has not been checked for unfair results. Look at the groups in your own data before you decide anything by its output.`;

function sections(model: CardModel, { name, license, data, training = {}, figures = {}, limits = LIMITS }: CardOptions): string[] {
  const { kind, input, parameters, layers, onnx } = model;
  return [
    `# ${plain(name)}\n`,
    `A model of kind ${kind} for examples of shape ${showShape(input)}, with ${parameters} weights, made with [@autoencoders](https://www.npmjs.com/org/autoencoders).\n`,
    `\`\`\`text\n${layers.replaceAll('```', "'''").trimEnd()}\n\`\`\`\n`,
    `## How to load it\n\n${loading(kind, onnx)}\n`,
    `## Data\n\n${data === undefined ? 'What it was trained on is not told.' : plain(data)}\n`,
    ...(Object.keys(training).length > 0 ? [`## Training\n\n${table('setting', training)}\n`] : []),
    `## Figures\n\n${Object.keys(figures).length > 0 ? `On data that it was not trained on:\n\n${table('measure', figures)}` : 'Nothing was measured.'}\n`,
    `## Limits\n\n${limits.trimEnd()}\n`,
    `## Licence\n\n${license === undefined ? 'Not told. Ask the author before you use it.' : plain(license)}\n`,
  ];
}

/** Text without a meaning in Markdown or HTML, on one line. */
const plain = (text: string): string =>
  text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\\`*_[\]|#]/g, '\\$&')
    .replaceAll('<', '&lt;');

const table = (heading: string, values: Readonly<Record<string, string | number>>): string =>
  [
    `| ${heading} | value |`,
    '| --- | --- |',
    ...Object.entries(values).map(([name, value]) => `| ${plain(name)} | ${plain(String(value))} |`),
  ].join('\n');

function loading(kind: string, onnx: boolean): string {
  const use = kind === 'classifier' ? 'classify(x)' : kind === 'regressor' ? 'predict(x)' : 'encode(x)';
  const lines = [
    '```ts',
    "import { fromHuggingFace } from '@autoencoders/exchange';",
    "import { load } from '@autoencoders/models';",
    '',
    `using model = load(await fromHuggingFace('https://huggingface.co/<user>/<model>'), { kind: '${kind}' });`,
    `const result = model.${use};`,
    '```',
    ...(onnx
      ? ['', '`onnx/model.onnx` is the same model for onnxruntime. Its input is `x`, float32, with the batch first and channels last.']
      : []),
  ];
  return lines.join('\n');
}
