import type { Convolution, Operation, PerAxis, Weight } from '../operation.js';
import { areAll, around, list, own, pad, plain, truth, tuple } from './module.js';
import type { Module, Step } from './module.js';
import { asItIs, reordered } from './parameter.js';

/** PyTorch's order of axes of a kernel: filters, channels, positions. Both directions of a kernel have the same. */
const axesOf = ({ shape }: Weight): readonly number[] => [shape.length - 1, shape.length - 2, ...shape.slice(0, -2).map((_, axis) => axis)];

/** A convolution, or a transposed one where `outputPadding` is given. What PyTorch's padding cannot do, a module beside it does. */
export function convolution(operation: Convolution & Pick<Operation, 'shape'>, step: Step, outputPadding?: PerAxis): readonly Module[] {
  const { kernel, bias, stride, dilation, groups, padding, shape } = operation;
  const [rank, filters] = [shape.length - 1, shape.at(-1)!];
  const [up, isEven] = [outputPadding !== undefined, String(padding.before) === String(padding.after)];
  // PyTorch pads both sides alike. What is more at the end is padded before a convolution, or cut after a transposed one.
  const nothing = padding.before.map(() => 0);
  const inside = up || isEven ? padding.before : nothing;
  const options = [
    ...(areAll(stride, 1) ? [] : [`stride=${list(stride)}`]),
    ...(areAll(inside, 0) ? [] : [`padding=${list(inside)}`]),
    ...(areAll(dilation, 1) ? [] : [`dilation=${list(dilation)}`]),
    ...(groups === 1 ? [] : [`groups=${groups}`]),
    ...(!outputPadding || areAll(outputPadding, 0) ? [] : [`output_padding=${list(outputPadding)}`]),
  ];
  const parameters = bias ? [asItIs('bias', bias)] : [];
  const layer = step.kernels.get(kernel);
  const sizes = [step.flow.shape.at(-1)!, filters, list(kernel.shape.slice(0, -2))];
  const module = layer
    ? own('Tied', [layer.place, `F.conv${up ? '_transpose' : ''}${rank}d`, filters, truth(bias), ...options], parameters)
    : plain(`nn.Conv${up ? 'Transpose' : ''}${rank}d(${[...sizes, ...options, ...(bias ? [] : ['bias=False'])].join(', ')})`, [
        reordered('weight', kernel, axesOf(kernel)),
        ...parameters,
      ]);
  const isPadded = !up && !isEven;
  if (!layer) step.kernels.set(kernel, { place: step.at(isPadded ? 1 : 0), before: step.flow, after: { shape } });
  if (isPadded) return [pad(padding), module];
  const more = padding.after.map((n, axis) => padding.before[axis]! - n);
  return isEven ? [module] : [module, pad({ before: nothing, after: more })];
}

/** A pooling whose padding counts nothing. */
export function pooling({ by, size, stride, padding }: Extract<Operation, { readonly kind: 'pool' }>): readonly Module[] {
  const rank = size.length;
  const steps = `${list(size)}, stride=${list(stride)}`;
  const isPadded = !areAll([...padding.before, ...padding.after], 0);
  if (by === 'max') return [...(isPadded ? [pad(padding, 'float("-inf")')] : []), plain(`nn.MaxPool${rank}d(${steps})`)];
  if (!isPadded) return [plain(`nn.AvgPool${rank}d(${steps})`)];
  return [own('AveragePool', [`F.avg_pool${rank}d`, list(size), list(stride), tuple(around(padding))])];
}
