import { fusedKernel } from './simd-kernel.js';

fusedKernel('FusedAffine', (heap, { x, kernel, bias }, { activation, slope, transposed }) => {
  void [kernel, bias, activation, slope, transposed];
  return heap.output(x.shape);
});
fusedKernel('GaussianKl', (heap, { mean, logVar }) => [heap.output([]), mean, logVar]);
fusedKernel('AdamStep', (_, inputs, { count }) => inputs.slice(0, 3 * count));

// @ts-expect-error there is no such kernel
fusedKernel('FusedDense', (heap) => heap.output([]));
// @ts-expect-error the input is called kernel
fusedKernel('FusedAffine', (_, { weights }) => weights);
// @ts-expect-error the attribute is called transposed
fusedKernel('FusedAffine', (heap, { x }, { transpose }) => heap.output(transpose ? x.shape.toReversed() : x.shape));
// @ts-expect-error a loss gives its gradient, too
fusedKernel('PointwiseLoss', (heap) => [heap.output([])]);
// @ts-expect-error the inputs of a step have no names
fusedKernel('AdamStep', (_, { m }) => [m]);
