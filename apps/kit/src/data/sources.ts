import { InputError } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import { digits, fromIdx, readIdx, split } from '@autoencoders/datasets';
import type { NamedDataset } from '@autoencoders/datasets';
import { files } from 'mnist-files';
import type { Data, Source } from './index.js';

/** The 8×8 digits, which are part of the datasets package. */
export async function digitsData(): Promise<Data> {
  const [training, test] = split(await digits(), 1500, { seed: 1 });
  return { training, test };
}

/** MNIST, from the server of the page; `told` is called with the share that has been downloaded. */
export async function mnistData(source: Exclude<Source, 'digits'>, told: (share: number) => void): Promise<Data> {
  if (source === 'mnist-small') {
    const [training, test] = split({ ...(await mnist('t10k', told)), name: source }, 9000, { seed: 1 });
    return { training, test };
  }
  return { training: await mnist('train', (share) => told(0.86 * share)), test: await mnist('t10k', (share) => told(0.86 + 0.14 * share)) };
}

const classes = Array.from('0123456789');

async function mnist(part: 'train' | 't10k', told: (share: number) => void): Promise<NamedDataset> {
  const images = await fetched(files[`${part}-images-idx3-ubyte`], told);
  const labels = await fetched(files[`${part}-labels-idx1-ubyte`]);
  // The files are gzipped, but some servers already send them unzipped.
  return fromIdx(await readIdx(images, 'images'), await readIdx(labels, 'labels'), { name: 'mnist', classes });
}

async function fetched(address: string, told: (share: number) => void = () => undefined): Promise<Uint8Array> {
  const name = address.split('/').at(-1);
  const answer = await fetch(address).catch((cause: unknown) => {
    throw new InputError(`${name} could not be downloaded; is there a connection?`, { cause });
  });
  check(answer.ok && answer.body !== null, () => `${name} could not be downloaded (${answer.status}); the digits need no download`);
  const size = Number(answer.headers.get('content-length') ?? 0);
  let here = 0;
  const counted = answer.body!.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(part, controller) {
        here += part.length;
        if (size > 0) told(Math.min(1, here / size));
        controller.enqueue(part);
      },
    }),
  );
  return new Uint8Array(await new Response(counted).arrayBuffer());
}
