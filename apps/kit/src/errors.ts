import { BackendLostError, DivergenceError, InputError } from '@autoencoders/core';

/** An error as the page shows it: our own messages without the name of the call, others with a word on what they are. */
export function messageOf(error: Error): string {
  const known = error instanceof InputError || error instanceof DivergenceError || error instanceof BackendLostError;
  const text = error.message.replace(/^(fit|pretrain|load|detect|windows|[a-z]+[A-Z]\w*): /, '');
  return known ? `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}` : `Something failed: ${text}`;
}
