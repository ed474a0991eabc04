import { leaves } from '@autoencoders/core';
import { check, checkInteger, initPart } from '@autoencoders/core/operations';
import { checkSize, isLayer, nameOf, show } from '@autoencoders/core/internal';
import type { Activation, InitContext, Layer, Shape } from '@autoencoders/core';
import type { Bottleneck } from './bottlenecks.js';

/** Throws unless `input` is the shape of one example. */
export function checkInput(call: string, input: Shape): void {
  check(
    Array.isArray(input) && input.length > 0,
    () => `${call}: input must be the shape of one example, such as [784], not ${JSON.stringify(input)}`,
  );
  for (const size of input) checkInteger(call, 'every size of input', size, 1);
  checkSize(() => `${call}: input`, input);
}

const LAYER = 'a layer, such as dense(32)';
const EXPECTED: Readonly<Record<string, string>> = {
  bottleneck: 'a bottleneck, such as gaussian(2)',
  output: 'an activation, such as sigmoid',
};

/** Throws unless `part` is what its name says: a layer, a bottleneck or an activation. */
export function checkPart(call: string, name: string, part: unknown): void {
  const fits = name === 'bottleneck' ? isBottleneck(part) : isLayer(part);
  check(fits, () => `${call}: ${name} must be ${EXPECTED[name] ?? LAYER}, not ${shown(part)}`);
}

/** Throws unless `output` is an activation: it keeps `shape`, and has no weights. */
export function checkActivation(call: string, output: Activation, shape: Shape, context: InitContext): void {
  checkPart(call, 'output', output);
  const made = initPart(`${call}: output`, output, shape, context);
  check(
    String(made.shape) === String(shape) && Object.keys(leaves(made.weights)).length === 0,
    () => `${call}: output must be ${EXPECTED.output}, which keeps the shape and has no weights, not ${shown(output)}`,
  );
}

const isBottleneck = (part: unknown): boolean =>
  typeof part === 'object' && part !== null && 'bottleneck' in part && typeof (part as Bottleneck<any>).apply === 'function';

const shown = (part: unknown): string => (isLayer(part) || isBottleneck(part) ? nameOf(part as Layer<any>) : show(part));
