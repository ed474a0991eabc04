import '@autoencoders/app-kit/styles.css';
import './styles.css';
import { epochsControl, mountApp, program, sizeOf } from '@autoencoders/app-kit';
import type { Settings, Training } from '@autoencoders/app-kit';
import type { Dataset } from '@autoencoders/datasets';
import { alternate } from './alternate.js';
import { featureMaps } from './feature-maps.js';
import { kernels } from './kernels.js';
import { loss, optimizer } from './model.js';
import source from './model.ts?raw';
import { pair } from './pair.js';
import { picker } from './picker.js';
import { sideBySide } from './side-by-side.js';

const batchOf = ({ values }: Dataset): number => (values.length > 2e6 ? 128 : 32);

const training = ({ epochs }: Settings, dataset: Dataset): Training => ({
  loss,
  optimizer,
  epochs: Number(epochs),
  batch: batchOf(dataset),
  seed: 1,
});

void mountApp({
  id: 'convolutional',
  title: 'Convolutional autoencoder',
  lead: 'Small kernels slide over the picture, so that what they learn holds everywhere. A dense model with a code of the same size, which sees no neighbours, learns beside it.',
  unit: 'squared error',
  ratios: true,
  controls: [
    {
      kind: 'slider',
      key: 'code',
      label: 'Code size',
      min: 1,
      max: 32,
      step: 1,
      value: 8,
      unit: 'numbers',
      hint: 'How many numbers each picture is squeezed into, in both models.',
    },
    epochsControl(30, { hint: 'How often each model sees every picture.' }),
  ],
  model: (shape, { code }) => pair(shape, Number(code)),
  training,
  steps: (context) => alternate(context, training(context.settings, context.data.training)),
  lines: [
    { name: 'convolutional, training', colour: '--training', value: ({ terms }) => terms['convolutional'] },
    { name: 'convolutional, test', colour: '--training', dashed: true, value: ({ validation }) => validation?.terms['convolutional'] },
    { name: 'dense, training', colour: '--validation', value: ({ terms }) => terms['dense'] },
    { name: 'dense, test', colour: '--validation', dashed: true, value: ({ validation }) => validation?.terms['dense'] },
  ],
  code: ({ code, epochs }, dataset) =>
    program({
      dataset,
      model: source,
      imports: [`import { toFlat, toImages } from '@autoencoders/datasets';`, `import { fit } from '@autoencoders/training';`],
      body: `
using own = convolutional([${dataset.shape.join(', ')}], ${code});
using other = fullyConnected(${sizeOf(dataset.shape)}, ${code});
const options = { loss, optimizer, epochs: ${epochs}, batch: ${batchOf(dataset)}, seed: 1 };
const runs = {
  convolutional: fit(own, toImages(training), { ...options, validation: toImages(test) }),
  dense: fit(other, toFlat(training), { ...options, validation: toFlat(test) }),
};
for (const [name, run] of Object.entries(runs))
  for await (const { epoch, loss, validation } of run)
    console.log(\`\${name}, epoch \${epoch}: \${loss.toFixed(3)} on the training, \${validation!.loss.toFixed(3)} on the test examples\`);`,
    }),
  views: (app) => {
    const pick = picker(app);
    return [featureMaps(pick), sideBySide(), kernels(pick)];
  },
});
