import { valueAndGradients } from '@autoencoders/core/operations';
import { expect } from 'vitest';
import { itComputesAgain } from '../../test/again.js';

// Importing it registers the gradients.
expect(valueAndGradients).toBeTypeOf('function');

itComputesAgain({ threads: 2 }, { simd: expect.any(String), threads: 2 } as never);
