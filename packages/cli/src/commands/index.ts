import type { Command } from './command.js';

/** What help lists of a subcommand, and how to load the rest: what a command needs takes longer to load than help takes to print. */
export interface CommandEntry {
  readonly name: string;
  readonly usage: string;
  readonly about: string;
  readonly load: () => Promise<Command>;
}

/** Every subcommand, in the order of the help. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'train',
    usage: '[options] <variant>',
    about: 'train an autoencoder, and write the model and a report',
    load: async () => (await import('./train.js')).trainCommand,
  },
  {
    name: 'pretrain',
    usage: '[options]',
    about: 'train a deep autoencoder one level at a time, without labels',
    load: async () => (await import('./pretrain.js')).pretrainCommand,
  },
  {
    name: 'finetune',
    usage: '[options] <model>',
    about: 'train a classifier on the encoder of a model with few labels, and one from random weights to compare with',
    load: async () => (await import('./finetune.js')).finetuneCommand,
  },
  {
    name: 'detect',
    usage: '[options] [data]',
    about: 'find what is odd in a table or among pictures: scores, alarms, and the columns or pixels to blame',
    load: async () => (await import('./detect.js')).detectCommand,
  },
  {
    name: 'resume',
    usage: '[options] <folder>',
    about: 'go on with a training that was interrupted',
    load: async () => (await import('./resume.js')).resumeCommand,
  },
  {
    name: 'compare',
    usage: '[options] <runs...>',
    about: 'print the measures of several runs side by side; runs that differ in their seed alone make one column',
    load: async () => (await import('./compare.js')).compareCommand,
  },
  {
    name: 'encode',
    usage: '[options] <model>',
    about: 'write the codes of examples as CSV, JSON lines, NPY, Arrow or Parquet',
    load: async () => (await import('./encode.js')).encodeCommand,
  },
  {
    name: 'reconstruct',
    usage: '[options] <model>',
    about: 'draw examples and their reconstructions as a PNG; of a table, write the reconstructed rows as CSV',
    load: async () => (await import('./reconstruct.js')).reconstructCommand,
  },
  {
    name: 'impute',
    usage: '[options] <model>',
    about: 'fill the missing cells of a table',
    load: async () => (await import('./impute.js')).imputeCommand,
  },
  {
    name: 'sample',
    usage: '[options] <model>',
    about: 'draw new examples from random codes as a PNG: from the prior (variational models), or from a mixture fitted to codes',
    load: async () => (await import('./sample.js')).sampleCommand,
  },
  {
    name: 'interpolate',
    usage: '[options] <model>',
    about: 'draw interpolations between the codes of examples as a PNG',
    load: async () => (await import('./interpolate.js')).interpolateCommand,
  },
  {
    name: 'traverse',
    usage: '[options] <model>',
    about: 'draw latent traversals as a PNG: one code, with one latent at a time moved through its range',
    load: async () => (await import('./traverse.js')).traverseCommand,
  },
  {
    name: 'evaluate',
    usage: '[options] <model>',
    about: 'print the loss on a dataset, or the accuracy of a classifier',
    load: async () => (await import('./evaluate.js')).evaluateCommand,
  },
  {
    name: 'export',
    usage: '[options] <model>',
    about: 'write a model or a detector for another tool: an ONNX file, or a folder for PyTorch, TensorFlow.js or Hugging Face',
    load: async () => (await import('./export.js')).exportCommand,
  },
  {
    name: 'import',
    usage: '[options] <file>',
    about: 'make a model of this command from one of Keras, TensorFlow.js, PyTorch or Hugging Face',
    load: async () => (await import('./import.js')).importCommand,
  },
  {
    name: 'inspect',
    usage: '[options] <data>',
    about: 'print what would be read from a file, a folder or a set',
    load: async () => (await import('./inspect.js')).inspectCommand,
  },
  {
    name: 'info',
    usage: '<model>',
    about: 'print the layers of a model, and how it was trained; of a detector, its threshold',
    load: async () => (await import('./info.js')).infoCommand,
  },
  {
    name: 'doctor',
    usage: '[options]',
    about: 'measure the backends on this machine, and say how to make them faster',
    load: async () => (await import('./doctor.js')).doctorCommand,
  },
];
