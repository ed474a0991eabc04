import type { EventSink } from './event-stream.js';
import type { TrainingProgress } from './progress.js';
import { checkSummaryOptions, summaryWriter } from './summary-writer.js';
import type { SummaryOptions } from './summary-writer.js';

/**
 * Gives the progress of a run as it comes, and writes it for TensorBoard. The run is one of `fit` or `pretrain`, or anything that gives their
 * progress. Leaving the loop stops the run. If the sink fails while the run goes on, `onNotice` is called, and the run goes on. Throws at
 * the call for options that do not fit, and before the first step when the first bytes cannot be written.
 *
 * ```ts
 * const chunks: Uint8Array[] = [];
 * const sink = { write: (bytes: Uint8Array) => void chunks.push(bytes) };
 * for await (const { loss } of tensorboard(fit(model, images, options), sink, { model })) console.log(loss);
 * ```
 */
export function tensorboard<P extends TrainingProgress>(
  run: AsyncIterable<P>,
  sink: EventSink,
  options: SummaryOptions = {},
): AsyncGenerator<P, void, void> {
  return summarized(run, async () => sink, options);
}

/** The progress of a run, which is written to the sink that `open` gives when the run begins. */
export function summarized<P extends TrainingProgress>(
  run: AsyncIterable<P>,
  open: () => Promise<EventSink>,
  options: SummaryOptions,
): AsyncGenerator<P, void, void> {
  checkSummaryOptions('tensorboard', options);
  return (async function* () {
    const writer = await summaryWriter(await open(), options);
    let failed = true;
    try {
      for await (const progress of run) {
        await writer.add(progress);
        failed = false;
        yield progress;
        failed = true;
      }
      failed = false;
    } finally {
      await writer.close({ failed });
    }
  })();
}
