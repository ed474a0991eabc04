import '@tensorflow/tfjs-backend-cpu';
import { chain, conv2d, conv2dTranspose, dense, flatten, relu, reshape, residual, sigmoid, tied } from '@autoencoders/layers';
import { expect, test } from 'vitest';
import { autoencoder } from './autoencoder.js';
import { gaussian } from './bottlenecks.js';

test('lists every layer with its output shape and its parameters', () => {
  using model = autoencoder({
    input: [8, 8, 1],
    encoder: chain(conv2d(8, { stride: 2 }), relu, flatten, dense(16)),
    bottleneck: gaussian(2),
    decoder: chain(dense(4 * 4 * 8), reshape([4, 4, 8]), conv2dTranspose(1, { stride: 2 })),
    output: sigmoid,
  });
  expect(model.summary()).toBe(
    `
part        layer                             output     parameters
input                                         [8, 8, 1]
encoder     conv2d(8, {"stride":2})           [4, 4, 8]          80
            relu                              [4, 4, 8]           0
            flatten                           [128]               0
            dense(16)                         [16]            2,064
bottleneck  gaussian(2)                       [2]                68
decoder     dense(128)                        [128]             384
            reshape([4,4,8])                  [4, 4, 8]           0
            conv2dTranspose(1, {"stride":2})  [8, 8, 1]          73
output      sigmoid                           [8, 8, 1]           0
2,669 parameters`.trimStart(),
  );
  expect(model.parameterCount).toBe(2669);
});

test('names encoders and decoders that are no chains', () => {
  using model = autoencoder({ input: [4], encoder: dense(2), decoder: dense(4) });
  expect(model.summary()).toBe(
    `
part     layer     output  parameters
input              [4]
encoder  dense(2)  [2]             10
decoder  dense(4)  [4]             12
output   linear    [4]              0
22 parameters`.trimStart(),
  );
});

test('counts a tied kernel once, where it first stands', () => {
  const hidden = dense(3);
  using model = autoencoder({ input: [5], encoder: chain(hidden, sigmoid), decoder: chain(tied(hidden)) });
  expect(model.parameterCount).toBe(5 * 3 + 3 + 5);
  expect(model.summary()).toMatch(/dense\(3\) +\[3\] +18$/m);
  expect(model.summary()).toMatch(/tied\(dense\(3\)\) +\[5\] +5$/m);
  expect(model.summary()).toMatch(/\n23 parameters$/);
});

test('counts a tied kernel once, also within other layers', () => {
  const hidden = dense(4);
  using model = autoencoder({ input: [4], encoder: hidden, decoder: chain(residual(chain(tied(hidden)))) });
  expect(model.parameterCount).toBe(4 * 4 + 4 + 4);
  expect(model.summary()).toMatch(/residual\(chain\(tied\(dense\(4\)\)\)\) +\[4\] +4$/m);
  expect(model.summary()).toMatch(/\n24 parameters$/);
});
