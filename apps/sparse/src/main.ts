import '@autoencoders/app-kit/styles.css';
import './styles.css';
import type { Dataset } from '@autoencoders/datasets';
import { oncePerScene, epochsControl, mountApp, program, reconstructions, sizeOf } from '@autoencoders/app-kit';
import type { Settings } from '@autoencoders/app-kit';
import { activityOf } from './activity.js';
import { builtUp } from './built-up.js';
import { features } from './features.js';
import { kLoss, kOptimizer, kSparse, loss, optimizer, sparse } from './model.js';
import source from './model.ts?raw';
import { sparseness } from './sparseness.js';
import { isTopK, kOf } from './settings.js';

const batchOf = ({ values }: Dataset): number => (values.length > 2e6 ? 128 : 64);
const activity = oncePerScene(activityOf);

void mountApp({
  id: 'sparse',
  title: 'Sparse autoencoder',
  lead: 'Many units, of which only a few may fire for each picture. So each comes to stand for a part that many pictures share: together they are a dictionary that one can look at.',
  unit: 'squared error and penalty',
  controls: [
    {
      kind: 'choice',
      key: 'kind',
      label: 'Made sparse by',
      options: [
        ['kl', 'KL divergence to ρ'],
        ['topK', 'TopK: only the largest go on'],
      ],
      value: 'kl',
      hint: 'A penalty on the mean activation of each unit, or a limit on how many fire.',
    },
    {
      kind: 'slider',
      key: 'units',
      label: 'Units',
      min: 16,
      max: 196,
      step: 4,
      value: 100,
      hint: 'How many features the dictionary may have.',
    },
    {
      kind: 'slider',
      key: 'rho',
      label: 'ρ, the activity aimed at',
      min: 0.01,
      max: 0.3,
      step: 0.01,
      value: 0.05,
      show: (rho) => `${Math.round(100 * rho)} %`,
      hint: 'The mean activation of each unit; TopK lets so many of the units fire.',
    },
    {
      kind: 'slider',
      key: 'beta',
      label: 'β, the weight of the penalty',
      min: 0,
      max: 3,
      step: 0.1,
      value: 0.3,
      show: (beta) => beta.toFixed(1),
      hint: 'At 0 nothing is sparse; pictures of more pixels need more. TopK needs none.',
    },
    epochsControl(60, { max: 200 }),
  ],
  model: (shape, settings) =>
    isTopK(settings) ? kSparse(sizeOf(shape), Number(settings['units']), kOf(settings)) : sparse(sizeOf(shape), Number(settings['units'])),
  training: (settings, dataset) => ({
    ...(isTopK(settings)
      ? { loss: kLoss, optimizer: kOptimizer }
      : { loss: loss(Number(settings['rho']), Number(settings['beta'])), optimizer }),
    epochs: Number(settings['epochs']),
    batch: batchOf(dataset),
    seed: 1,
  }),
  lines: [
    { name: 'squared error, training', colour: '--training', value: ({ terms }) => terms['reconstruction'] },
    {
      name: 'squared error, test',
      colour: '--validation',
      dashed: true,
      value: ({ validation }) => validation?.terms['reconstruction'],
    },
    { name: 'penalty, training', colour: '--third', value: ({ terms }) => terms['penalty'] },
  ],
  code,
  views: (app) => [features(activity), builtUp(app, activity), sparseness(activity), reconstructions()],
});

function code(settings: Settings, dataset: Dataset): string {
  const { units, rho, beta, epochs } = settings;
  const size = sizeOf(dataset.shape);
  const top = isTopK(settings);
  return program({
    dataset,
    model: source,
    imports: [
      `import { toFlat } from '@autoencoders/datasets';`,
      `import { activationDensity, average } from '@autoencoders/metrics';`,
      `import { fit } from '@autoencoders/training';`,
    ],
    body: `
using model = ${top ? `kSparse(${size}, ${units}, ${kOf(settings)})` : `sparse(${size}, ${units})`};
const how = ${top ? '{ loss: kLoss, optimizer: kOptimizer }' : `{ loss: loss(${rho}, ${beta}), optimizer }`};
const options = { ...how, epochs: ${epochs}, batch: ${batchOf(dataset)}, seed: 1, validation: toFlat(test) };
for await (const { epoch, validation } of fit(model, toFlat(training), options)) {
  const { reconstruction, penalty } = validation!.terms;
  console.log(\`epoch \${epoch}: squared error \${reconstruction.toFixed(3)}, penalty \${penalty.toFixed(3)} on the test examples\`);
}
const firing = await activationDensity(model.encode(toFlat(test)), { threshold: ${top ? 0 : 0.2} });
console.log(\`\${(${units} * average(firing)).toFixed(1)} of ${units} units fire for an example\`);`,
  });
}
