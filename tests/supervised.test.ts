import '@tensorflow/tfjs-backend-cpu';
import { setWasmBackend } from '@autoencoders/backend-wasm';
import { leaves } from '@autoencoders/core';
import { digits, take, toFlat } from '@autoencoders/datasets';
import type { NamedDataset } from '@autoencoders/datasets';
import { chain, dense, sigmoid } from '@autoencoders/layers';
import { binaryCrossEntropy, softmaxCrossEntropy, sparsityKl, weighted } from '@autoencoders/losses';
import { confusionMatrix } from '@autoencoders/metrics';
import { classifier, stacked } from '@autoencoders/models';
import { maskingNoise } from '@autoencoders/noise';
import { fit, pretrain } from '@autoencoders/training';
import { setBackend } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';

let data: NamedDataset;
beforeAll(async () => {
  data = take(await digits(), 200);
});

interface Outcome {
  readonly losses: readonly number[];
  readonly weights: readonly Float32Array[];
  readonly confusion: readonly Int32Array[];
}

/** Pre-trains two levels, one sparse and one denoising, and fine-tunes a classifier on them. */
async function tuned(backend: 'cpu' | 'wasm', memory?: number): Promise<Outcome> {
  if (backend === 'wasm') await setWasmBackend();
  else await setBackend('cpu');
  const x = toFlat(data);
  using stack = stacked({
    input: [64],
    levels: [
      { encoder: chain(dense(24), sigmoid), decoder: dense(64), output: sigmoid },
      { encoder: chain(dense(12), sigmoid), decoder: dense(24), output: sigmoid },
    ],
    seed: 3,
  });
  const levels = [
    { loss: { reconstruction: binaryCrossEntropy, sparsity: weighted(0.3, sparsityKl(0.1)) } },
    { loss: { reconstruction: binaryCrossEntropy }, corrupt: maskingNoise(0.25) },
  ];
  const options = { epochs: 3, batch: 16, seed: 3 };
  const losses: number[] = [];
  for await (const { loss } of pretrain(stack, x, { ...options, levels, ...(memory !== undefined && { memory }) })) losses.push(loss);
  using model = classifier({ from: stack, classes: 10, seed: 3 });
  const target = data.labels!;
  for await (const { loss } of fit(model, x, { ...options, target, loss: { softmaxCrossEntropy }, validation: 0.2 })) losses.push(loss);
  const found = model.classify(x);
  const outcome = {
    losses,
    weights: Object.values(leaves(model.weights)).map((leaf) => leaf.dataSync<'float32'>().slice()),
    confusion: confusionMatrix(target, found.dataSync()),
  };
  for (const owned of [x, found]) owned.dispose();
  return outcome;
}

describe('pre-training and fine-tuning', () => {
  it('end with the same weights to the last bit, run after run', async () => {
    expect(await tuned('wasm')).toEqual(await tuned('wasm'));
  });

  it('have the same losses on the CPU backend and on WASM, to 1e-3', async () => {
    const [cpu, wasm] = [await tuned('cpu'), await tuned('wasm')];
    for (const [i, loss] of cpu.losses.entries()) expect(Math.abs(wasm.losses[i]! / loss - 1)).toBeLessThan(1e-3);
    expect(wasm.losses).toHaveLength(9);
  });

  it('give the same weights, to rounding, whether codes are kept or encoded batch by batch', async () => {
    const [kept, streamed] = [await tuned('wasm'), await tuned('wasm', 0)];
    for (const [i, weights] of kept.weights.entries())
      for (const [j, value] of weights.entries()) expect(Math.abs(value - streamed.weights[i]![j]!)).toBeLessThan(1e-4);
  });
});
