import { InputError } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import { gunzip } from '@autoencoders/datasets';

/** A file that comes with a page, from the folder `pretrained`. Throws where it cannot be downloaded. */
export async function pretrainedFile(name: string): Promise<Uint8Array> {
  const address = new URL(`../../pretrained/${name}.safetensors.gz`, import.meta.url);
  const answer = await fetch(address).catch((cause: unknown) => {
    throw new InputError('the model of this page could not be downloaded; is there a connection?', { cause });
  });
  check(answer.ok, () => `the model of this page could not be downloaded (${answer.status})`);
  return unzipped(new Uint8Array(await answer.arrayBuffer()));
}

/** Some servers send gzipped files unzipped. */
export const unzipped = async (bytes: Uint8Array): Promise<Uint8Array> => (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzip(bytes) : bytes);
