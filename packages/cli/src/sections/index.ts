import type { Section } from '@autoencoders/report';
import type { TrainedModel } from '../trained-model.js';
import { mapSection } from './codes.js';
import { planeOf } from './plane.js';
import { reconstructionSections } from './reconstructions.js';

/** The sections of a report on a trained model: those that all reports have, then those of the variant. */
export async function sectionsOf(trained: TrainedModel): Promise<readonly Section[]> {
  const plane = await planeOf(trained);
  try {
    return [...(await reconstructionSections(trained)), mapSection(trained, plane), ...(await trained.variant.sections(trained, plane))];
  } finally {
    plane.dispose();
  }
}
