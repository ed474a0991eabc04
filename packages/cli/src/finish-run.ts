import type { NamedDataset } from '@autoencoders/datasets';
import type { OpenDataset } from '@autoencoders/datasets/node';
import { save } from '@autoencoders/models';
import { evaluate } from '@autoencoders/training';
import { failures } from './failures.js';
import { measuresOf } from './measures.js';
import { conclude } from './messages.js';
import { filesOf, writeRun } from './output/run-folder.js';
import { toMetadata } from './run-info.js';
import type { RunInfo } from './run-info.js';
import type { EpochRecord, RunRecord } from './run-record.js';
import type { Terminal } from './terminal.js';
import type { Text } from './text.js';
import type { TrainedModel } from './trained-model.js';

/** An autoencoder whose training has ended. */
interface EndedTraining {
  readonly trained: TrainedModel;
  readonly history: readonly EpochRecord[];
  readonly seconds: number;
  /** Why training failed, if it did. The weights are those before that. */
  readonly failure: Error | undefined;
  /** The data as the user named them, as words for a shell, their training part, and labelled examples of it to look for nearest neighbours among. */
  readonly source: Text;
  readonly training: OpenDataset;
  readonly neighbours: NamedDataset | undefined;
  readonly info: (testLoss: number) => RunInfo;
  readonly report: (record: RunRecord) => Promise<string>;
}

/** Evaluates a trained autoencoder and writes its run into a folder. Throws the training's failure when all is written. */
export async function finishRun(ended: EndedTraining, folder: string, replace: boolean, terminal: Terminal): Promise<void> {
  const { trained, history, seconds, failure, source, training, neighbours } = ended;
  const { model, variant, settings, dataset: test } = trained;
  const { attempt, rethrow } = failures();
  const evaluation = { loss: variant.loss(settings), corrupt: variant.corrupt?.(settings), seed: settings.seed };
  const { loss = NaN, terms = {} } = (await attempt('the test loss', () => evaluate(model, test, evaluation))) ?? {};
  const measures = (failure ? undefined : await attempt('the measures', () => measuresOf(trained, neighbours))) ?? {};
  const info = ended.info(loss);
  const record: RunRecord = { ...info, test: { loss, terms }, measures, history };
  const report = history.length > 0 ? await attempt('the report', () => ended.report(record)) : undefined;
  const files = filesOf(await save(model, { metadata: toMetadata(info) }), record, report);
  const written = await writeRun(folder, files, replace);
  conclude({ trained, record, written, seconds, training, source, report: report !== undefined, failed: failure !== undefined }, terminal);
  if (failure) throw failure;
  rethrow();
}
