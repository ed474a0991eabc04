import { max, min, square, sum } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { check, checkOptions, showShape } from '@autoencoders/core/operations';
import { checkModel, checkTensor, show } from '@autoencoders/core/internal';
import type { Model, Range } from '@autoencoders/core';
import { perRow } from './blocks.js';

/** The largest label. Labels are whole numbers from 0 on. */
const GREATEST_LABEL = 9999;

/** Throws unless two tensors `[examples, …]` have the same shape and at least one example. */
export function checkAlike(call: string, target: Tensor, output: Tensor): void {
  checkTensor(call, 'the target', target);
  checkTensor(call, 'the output', output);
  check(
    String(target.shape) === String(output.shape),
    () => `${call}: an output of shape ${showShape(output.shape)} does not fit a target of shape ${showShape(target.shape)}`,
  );
  check(
    target.rank > 0 && target.size > 0,
    () => `${call}: there are no examples, target and output have shape ${showShape(target.shape)}`,
  );
}

/** The option `dataRange`, by default 1. Throws unless it is finite and above 0. */
export function dataRangeOf(call: string, options: { readonly dataRange?: number }): number {
  checkOptions(call, options, { dataRange: true });
  const { dataRange = 1 } = options;
  check(dataRange > 0 && Number.isFinite(dataRange), () => `${call}: dataRange must be a finite number above 0, not ${show(dataRange)}`);
  return dataRange;
}

/** Throws unless `codes` are `[examples, latents]`, with at least one of each. */
export function checkFlat(call: string, name: string, codes: Tensor2D): void {
  checkTensor(call, name, codes);
  check(codes.rank === 2, () => `${call}: ${name} must be flat, [examples, n], not ${showShape(codes.shape)}`);
  check(codes.size > 0, () => `${call}: ${name} must have at least one example and one number each, not ${showShape(codes.shape)}`);
}

/**
 * Throws unless `codes` are flat and all numbers are finite. Comparisons with NaN are always false, so a measure would ignore NaN silently.
 */
export async function checkCodes(call: string, name: string, codes: Tensor2D): Promise<void> {
  checkFlat(call, name, codes);
  await checkFinite(call, name, codes);
}

async function checkFinite(call: string, name: string, x: Tensor): Promise<void> {
  const squares = await perRow([x], (rows) => sum(square(rows), 1));
  const bad = squares.findIndex((value) => !Number.isFinite(value));
  check(bad < 0, () => `${call}: ${name} must be finite, row ${bad} holds NaN, infinity or a number too large to square`);
}

/**
 * Throws unless there are `count` labels, all of them whole numbers from 0 on. The error calls the labels `name` and what they belong to
 * `of`.
 */
export function checkLabels(call: string, name: string, labels: ArrayLike<number>, count: number, of: string): void {
  check(labels.length === count, () => `${call}: ${labels.length} ${name} do not fit ${count} ${of}`);
  for (let i = 0; i < count; i++) {
    const label = labels[i];
    check(
      Number.isInteger(label) && label! >= 0 && label! <= GREATEST_LABEL,
      () => `${call}: ${name} must be whole numbers from 0 to ${GREATEST_LABEL}, number ${i} is ${show(label)}`,
    );
  }
}

/** The distinct labels in rising order, and the index of each label among them. Throws when all labels are the same. */
export function classesOf(call: string, name: string, labels: ArrayLike<number>): { classes: readonly number[]; places: Int32Array } {
  const classes = [...new Set(Array.from(labels))].sort((a, b) => a - b);
  check(classes.length > 1, () => `${call}: all ${name} are ${classes[0]}, at least two classes are needed`);
  const placeOf = new Map(classes.map((label, place) => [label, place]));
  return { classes, places: Int32Array.from(labels, (label) => placeOf.get(label)!) };
}

/** Throws unless `data` are finite examples that fit the model, within `range` if there is one. */
export async function checkData(call: string, model: Model<any, any>, data: Tensor, range: Range | undefined): Promise<void> {
  checkModel(call, model);
  checkTensor(call, 'data', data);
  const [count = 0, ...shape] = data.shape;
  check(
    count > 0 && String(shape) === String(model.input),
    () => `${call}: data of shape ${showShape(data.shape)} do not fit the model, which takes [examples, ${model.input.join(', ')}]`,
  );
  await checkFinite(call, 'data', data);
  if (!range) return;
  const least = (await perRow([data], (rows) => min(rows, 1))).reduce((a, b) => Math.min(a, b));
  const greatest = (await perRow([data], (rows) => max(rows, 1))).reduce((a, b) => Math.max(a, b));
  check(
    least >= range[0] - SLACK && greatest <= range[1] + SLACK,
    () =>
      `${call}: data lie from ${round(least)} to ${round(greatest)}, the likelihood takes numbers from ${range[0]} to ${range[1]}; scale the data`,
  );
}

/** How far data may lie outside a range, because of rounding. */
const SLACK = 1e-6;

const round = (value: number): number => Number(value.toPrecision(4));
