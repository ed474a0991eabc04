import { sizeOf } from '@autoencoders/app-kit/measures';
import type { Shape } from '@autoencoders/core';
import type { Stack } from '@autoencoders/models';
import { stackOf } from './model.js';
import { unitsOf } from './settings.js';
import type { Settings } from './settings.js';

export const model = (shape: Shape, settings: Settings): Stack => stackOf(sizeOf(shape), unitsOf(settings), settings.seed);
