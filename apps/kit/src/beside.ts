import type { AnyModel } from './definition.js';

/** A model that has another one beside it. Disposing of it disposes of both. */
export function withBeside(own: AnyModel, beside: AnyModel): AnyModel {
  const dispose = (): void => [own, beside].forEach((each) => each.dispose());
  return { ...own, beside, dispose, [Symbol.dispose]: dispose };
}
