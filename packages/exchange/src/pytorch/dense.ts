import { InputError } from '@autoencoders/core';
import type { Shape } from '@autoencoders/core';
import { sizeOf } from '@autoencoders/core/internal';
import type { Operation } from '../operation.js';
import { inOurOrder, own, plain, truth } from './module.js';
import type { Step, Written } from './module.js';
import { channelsFirst, reordered } from './parameter.js';

type Dense = Extract<Operation, { readonly kind: 'dense' }>;

/**
 * A Linear. Beside a flatten or a reshape, its rows or columns are in PyTorch's order: `wanted` are the images that its result will be reshaped
 * to.
 */
export function dense(operation: Dense, step: Step, wanted: Shape | undefined): Written {
  if (operation.transposed) return tied(operation, step);
  const { kernel, bias, shape } = operation;
  const { flow, at, kernels } = step;
  const [inputs, outputs] = [flow.order, wanted].map((order) => order && channelsFirst(order));
  const parameters = [reordered('weight', kernel, [1, 0], [outputs, inputs])];
  if (bias) parameters.push(reordered('bias', bias, [0], [outputs]));
  const after = { shape, order: wanted };
  if (!kernels.has(kernel)) kernels.set(kernel, { place: at(0), before: flow, after });
  return { modules: [plain(`nn.Linear(${kernel.shape[0]}, ${kernel.shape[1]}${bias ? '' : ', bias=False'})`, parameters)], after };
}

/** The mirror of a Linear that stands earlier in the model. */
function tied({ kernel, bias, shape }: Dense, { call, flow, kernels }: Step): Written {
  const layer = kernels.get(kernel);
  if (!layer || layer.after.order) throw new InputError(`${call}: ${kernel.path} is tied in an order that PyTorch does not have`);
  const { order } = layer.before;
  const parameters = bias ? [reordered('bias', bias, [0], [order && channelsFirst(order)])] : [];
  const module = own('Tied', [layer.place, 'transposed_linear', sizeOf(shape), truth(bias)], parameters);
  return { modules: [...inOurOrder(flow), module], after: { shape, order } };
}
