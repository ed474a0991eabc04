import { batches } from '@autoencoders/datasets';
import { loadDataset } from '@autoencoders/datasets/node';
import type { OpenDataset } from '@autoencoders/datasets/node';
import { save } from '@autoencoders/models';
import { evaluateParts, rowsToEvaluate } from './data.js';
import { endRun } from './checkpointing.js';
import { failures } from './failures.js';
import type { WatchedRun } from './fit-with-progress.js';
import { NEIGHBOURS, measuresOf } from './measures.js';
import { conclude } from './messages.js';
import { toMetadata } from './run-info.js';
import type { RunInfo } from './run-info.js';
import type { EpochRecord, RunRecord } from './run-record.js';
import type { TrainedModel } from './trained-model.js';

/** An autoencoder whose training has ended. */
interface EndedTraining {
  readonly trained: TrainedModel;
  readonly history: readonly EpochRecord[];
  readonly seconds: number;
  /** Why training failed, if it did. The weights are those before that. */
  readonly failure: Error | undefined;
  /** The dataset as the user named it, its training part, and how many of these examples were used. */
  readonly dataset: string;
  readonly training: OpenDataset;
  readonly examples: number;
  readonly info: (testLoss: number) => RunInfo;
  readonly report: (record: RunRecord) => Promise<string>;
}

/**
 * Writes the model of a run, and then evaluates it and writes the results. Throws the failure of the training, or an `Interrupted`, when
 * all is written.
 */
export async function finishRun(ended: EndedTraining, { run, signals, terminal }: WatchedRun): Promise<void> {
  const { trained, history, seconds, failure, dataset, training, examples } = ended;
  const { model, variant, settings, dataset: test } = trained;
  const { attempt, rethrow } = failures(terminal);
  const saved = (info: RunInfo) => save(model, { metadata: toMetadata(info) });
  signals.enter('writing the model');
  await run.writeModel(await saved(ended.info(NaN)));
  signals.enter('judging');
  const evaluation = { loss: variant.loss(settings), corrupt: variant.corrupt?.(settings), seed: settings.seed };
  const parts = batches(test, rowsToEvaluate(test.shape));
  const { loss = NaN, terms = {} } = (await attempt('the test loss', () => evaluateParts(model, parts, evaluation))) ?? {};
  const limit = Math.min(NEIGHBOURS, examples);
  const measure = async () => measuresOf(trained, await loadDataset(dataset, 'train', { limit }), { attempt });
  const measures = (failure ? undefined : await attempt('the measures', measure)) ?? {};
  const info = ended.info(loss);
  const record: RunRecord = { ...info, test: { loss, terms }, measures, history };
  const report = history.length > 0 ? await attempt('the report', () => ended.report(record)) : undefined;
  const written = await run.writeResults(await saved(info), record, report);
  conclude({ trained, record, written, seconds, training, dataset, report: report !== undefined, failed: failure !== undefined }, terminal);
  await endRun({ run, signals, terminal }, failure);
  rethrow();
}
