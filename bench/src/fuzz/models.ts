import * as layers from '@autoencoders/layers';
import { autoencoder, batchTopK, classifier, gaussian, regressor, save, stacked, topK } from '@autoencoders/models';
import type { Savable } from '@autoencoders/models';

const { chain, conv1d, conv2d, conv2dTranspose, crop2d, dense, relu, sigmoid } = layers;

/** Small models with every kind of layer. */
function models(): readonly (Savable & { readonly dispose: () => void })[] {
  const hidden = dense(5);
  const middle = layers.center();
  const units = dense(6);
  const down = conv2d(2, { stride: 2, kernelInitializer: 'heNormal' });
  return [
    autoencoder({ input: [4], encoder: chain(dense(3), relu), decoder: dense(4), output: sigmoid }),
    autoencoder({
      input: [6],
      encoder: chain(hidden, layers.batchNorm(), layers.tanh, layers.dropout(0.2)),
      bottleneck: gaussian(2),
      decoder: chain(dense(5), layers.layerNorm(), layers.residual(chain(dense(5), layers.gelu)), layers.tied(hidden)),
    }),
    autoencoder({
      input: [6],
      encoder: chain(middle, units),
      bottleneck: topK(2),
      decoder: chain(layers.dictionary(6, units), layers.uncenter(middle)),
    }),
    autoencoder({ input: [6], encoder: dense(6), bottleneck: batchTopK(2, { deadAfter: 3 }), decoder: dense(6) }),
    autoencoder({
      input: [6, 6, 1],
      encoder: chain(down, layers.groupNorm(1), relu, layers.depthwiseConv2d(), layers.maxPool2d(), layers.flatten, dense(2)),
      decoder: chain(
        dense(4),
        layers.reshape([2, 2, 1]),
        layers.upsample2d(2, { interpolation: 'bilinear' }),
        conv2dTranspose(1, { stride: 2 }),
        layers.averagePool2d(3, { stride: 1, padding: 'same' }),
        layers.zeroPad2d([[1, 0], 1]),
        crop2d([6, 6]),
      ),
      output: sigmoid,
    }),
    autoencoder({
      input: [8, 1],
      encoder: chain(conv1d(2, { kernelSize: 3, stride: 2, dilation: 1 }), layers.elu, layers.averagePool1d(2), layers.flatten, dense(2)),
      decoder: chain(dense(8), layers.reshape([4, 2]), layers.upsample1d(2), layers.conv1dTranspose(1), layers.crop1d(8)),
    }),
    stacked({
      input: [6],
      levels: [
        { encoder: chain(dense(4), sigmoid), decoder: dense(6), output: sigmoid },
        { encoder: dense(2), decoder: dense(4), output: relu },
      ],
    }),
    classifier({ input: [5], encoder: chain(dense(3), layers.leakyRelu(0.1)), bottleneck: gaussian(2), classes: 3 }),
    regressor({ input: [5], encoder: chain(dense(3), layers.softplus), targets: 2, output: sigmoid }),
  ];
}

/** The files of small models of every kind. */
export const modelFiles = (): Promise<readonly Uint8Array[]> =>
  Promise.all(
    models().map(async (model) => {
      const bytes = await save(model, { metadata: { note: 'fuzz' } });
      model.dispose();
      return bytes;
    }),
  );
