import { abs, add, max, mul, sign, sub } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { withConfig } from '@autoencoders/core';
import { stopGradient, sumOverRanks, toFloat32 } from '@autoencoders/core/operations';
import type { Loss, TopK } from '@autoencoders/core';
import { sumPerExample } from './masked.js';

/**
 * A loss that brings dead units back into use: they learn the error that the others leave. Σᵢ (eᵢ − êᵢ)², averaged over the batch. e = x − x̂ is the error of the
 * reconstruction, held fixed. ê = D(z + z̃) − D(z) is what the dead units' largest activations z̃ would add, with the decoder D
 * and the codes z; for a linear decoder it is W·z̃. Only dead units get a gradient. 0 where no unit is dead. In squared units
 * of the data. The usual weight is 1/32. Needs a bottleneck such as `topK`. Gao et al., "Scaling and evaluating sparse
 * autoencoders", 2024, appendix A.2.
 */
export const auxK: Loss<TopK> = withConfig<Loss<TopK>>(
  ({ target, mask, output, codes, decode, auxiliaryCodes, shard }) => {
    const [x, given, kept, dead] = [target, output(), codes, auxiliaryCodes()].map((each) => toFloat32(each as Tensor)) as [
      Tensor,
      Tensor,
      Tensor,
      Tensor,
    ];
    const missed = stopGradient(sub(x, given));
    const added = sub(decode(add(kept, dead) as Tensor2D), given);
    const someAreDead = stopGradient(sign(sumOverRanks(max(abs(dead)), shard)));
    return mul(someAreDead, sumPerExample('squared', { prediction: added, target: missed, mask }));
  },
  { name: 'auxK' },
);
