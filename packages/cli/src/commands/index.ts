import type { Command } from './command.js';
import { compareCommand } from './compare.js';
import { detectCommand } from './detect.js';
import { doctorCommand } from './doctor.js';
import { encodeCommand } from './encode.js';
import { evaluateCommand } from './evaluate.js';
import { exportCommand } from './export.js';
import { finetuneCommand } from './finetune.js';
import { importCommand } from './import.js';
import { imputeCommand } from './impute.js';
import { infoCommand } from './info.js';
import { inspectCommand } from './inspect.js';
import { interpolateCommand } from './interpolate.js';
import { pretrainCommand } from './pretrain.js';
import { reconstructCommand } from './reconstruct.js';
import { resumeCommand } from './resume.js';
import { sampleCommand } from './sample.js';
import { trainCommand } from './train.js';
import { traverseCommand } from './traverse.js';

/** Every subcommand, in the order of the help. */
export const commands: readonly Command[] = [
  trainCommand,
  pretrainCommand,
  finetuneCommand,
  detectCommand,
  resumeCommand,
  compareCommand,
  encodeCommand,
  reconstructCommand,
  imputeCommand,
  sampleCommand,
  interpolateCommand,
  traverseCommand,
  evaluateCommand,
  exportCommand,
  importCommand,
  inspectCommand,
  infoCommand,
  doctorCommand,
];
