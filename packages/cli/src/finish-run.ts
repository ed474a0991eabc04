import type { NamedDataset } from '@autoencoders/datasets';
import type { OpenDataset } from '@autoencoders/datasets/node';
import { save } from '@autoencoders/models';
import { evaluate } from '@autoencoders/training';
import { endRun } from './checkpointing.js';
import { failures } from './failures.js';
import { findingsOf } from './findings/trained.js';
import type { WatchedRun } from './fit-with-progress.js';
import { measuresOf } from './measures.js';
import { conclude } from './messages.js';
import { toMetadata } from './run-info.js';
import type { RankTimes } from './rank-times.js';
import type { RunInfo } from './run-info.js';
import type { EpochRecord, RunRecord } from './run-record.js';
import type { Text } from './text.js';
import type { TrainedModel } from './trained-model.js';

/** An autoencoder whose training has ended. */
interface EndedTraining {
  readonly trained: TrainedModel;
  readonly history: readonly EpochRecord[];
  /** The epochs in which the whole model was trained (default: all). */
  readonly learning?: readonly EpochRecord[];
  readonly seconds: number;
  /** Why training failed, if it did. The weights are those before that. */
  readonly failure: Error | undefined;
  /** What a step took on each rank, where several trained. */
  readonly ranks?: readonly RankTimes[] | undefined;
  /** The data as the user named them, as words for a shell, their training part, and labelled examples of it to look for nearest neighbours among. */
  readonly source: Text;
  readonly training: OpenDataset;
  readonly neighbours: NamedDataset | undefined;
  readonly info: (testLoss: number) => RunInfo;
  readonly report: (record: RunRecord) => Promise<string>;
}

/**
 * Writes the model of a run, and then evaluates it and writes the results. Throws the failure of the training, or an `Interrupted`, when
 * all is written.
 */
export async function finishRun(ended: EndedTraining, watched: WatchedRun): Promise<void> {
  const { trained, history, learning = history, seconds, failure, ranks, source, training, neighbours } = ended;
  const { run, signals, terminal } = watched;
  const { model, variant, settings, dataset: test } = trained;
  const { attempt, rethrow } = failures(terminal);
  const saved = (info: RunInfo) => save(model, { metadata: toMetadata(info) });
  signals.enter('writing the model');
  await run.writeModel(await saved(ended.info(NaN)));
  signals.enter('judging');
  const evaluation = { loss: variant.loss(settings), corrupt: variant.corrupt?.(settings), seed: settings.seed };
  const { loss = NaN, terms = {} } = (await attempt('the test loss', () => evaluate(model, test, evaluation))) ?? {};
  const measures = (failure ? undefined : await attempt('the measures', () => measuresOf(trained, neighbours, { attempt }))) ?? {};
  const info = ended.info(loss);
  const record: RunRecord = { ...info, test: { loss, terms }, measures, history, ranks };
  const report = history.length > 0 ? await attempt('the report', () => ended.report(record)) : undefined;
  const written = await run.writeResults(await saved(info), record, report);
  const findings = findingsOf(trained, { ...record, history: learning });
  conclude(
    { trained, record, findings, written, seconds, training, source, report: report !== undefined, failed: failure !== undefined },
    terminal,
  );
  await endRun(watched, failure);
  rethrow();
}
