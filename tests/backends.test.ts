import '@tensorflow/tfjs-backend-cpu';
import { setWasmBackend } from '@autoencoders/backend-wasm';
import { leaves } from '@autoencoders/core';
import { digits, take, toFlat, toImages } from '@autoencoders/datasets';
import type { NamedDataset } from '@autoencoders/datasets';
import { fit } from '@autoencoders/training';
import { variants } from '@autoencoders/variants';
import type { Variant } from '@autoencoders/variants';
import { setBackend } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';

let data: NamedDataset;
beforeAll(async () => {
  data = take(await digits(), 160);
});

/** Trains a variant; its losses every five steps, and the weights it ends with. */
async function trained(backend: 'cpu' | 'wasm', variant: Variant, seed: number): Promise<{ losses: number[]; weights: Float32Array[] }> {
  if (backend === 'wasm') await setWasmBackend();
  else await setBackend('cpu');
  const settings = variant.settings(data.shape, { seed });
  const x: Tensor = variant.images ? toImages(data) : toFlat(data);
  using model = variant.model(data.shape, settings);
  const losses: number[] = [];
  const corrupt = variant.corrupt?.(settings);
  for await (const { loss } of fit(model, x, {
    loss: variant.loss(settings),
    epochs: 3,
    batch: 16,
    every: 4,
    seed,
    validation: 0.1,
    corrupt,
  }))
    losses.push(loss);
  x.dispose();
  return { losses, weights: Object.values(leaves(model.weights)).map((leaf) => leaf.dataSync<'float32'>().slice()) };
}

describe.each(variants.map((variant) => [variant.name, variant] as const))('%s', (_, variant) => {
  it('ends with the same weights to the last bit, run after run', async () => {
    const [once, again] = [await trained('wasm', variant, 5), await trained('wasm', variant, 5)];
    expect(again).toEqual(once);
    expect((await trained('wasm', variant, 6)).weights[0]).not.toEqual(once.weights[0]);
  });

  it('has the same loss curve on the CPU backend and on WASM, to 1e-3', async () => {
    const [cpu, wasm] = [await trained('cpu', variant, 5), await trained('wasm', variant, 5)];
    expect(wasm.losses.length).toBe(9);
    for (const [i, loss] of cpu.losses.entries()) expect(Math.abs(wasm.losses[i]! / loss - 1)).toBeLessThan(1e-3);
  });
});
