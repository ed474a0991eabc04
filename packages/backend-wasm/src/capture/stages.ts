import type { WasmRecording } from './recording.js';

/**
 * The stage of each call, counted from 0. No call reads what another one of its stage makes. So the threads may share all calls of a stage. In a
 * backward pass, these are the gradients of the input, the weights and the bias of a layer.
 */
export function stagesOf({ calls }: Pick<WasmRecording, 'calls'>): readonly number[] {
  let stage = 0;
  let first = 0;
  return calls.map(({ inputs, made }, call) => {
    // Views make nothing, and run no kernel.
    if (made.length > 0 && inputs.some(({ source }) => source.kind === 'made' && source.call >= first)) {
      stage++;
      first = call;
    }
    return stage;
  });
}
