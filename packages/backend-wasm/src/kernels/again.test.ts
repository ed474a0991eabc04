import { valueAndGradients } from '@autoencoders/core/operations';
import { expect } from 'vitest';
import { itComputesAgain } from '../../test/again.js';

// Importing it registers the gradients.
expect(valueAndGradients).toBeTypeOf('function');

itComputesAgain({ simd: false }, { simd: 'none', threads: 1 } as never);
