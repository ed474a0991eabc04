import { unpackWeights } from '@autoencoders/app-kit/packed-weights';
import { pretrainedFile } from '@autoencoders/app-kit/pretrained-file';
import type { Sample } from './samples/index.js';

/** The detector that comes with the page for a sample. */
export const shippedDetector = async (sample: Sample): Promise<Uint8Array> => unpackWeights(await pretrainedFile(`anomaly-${sample}`));
