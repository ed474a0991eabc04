import { Command as Parser } from 'commander';
import { expect, test } from 'vitest';
import { cifar10Archive } from '@autoencoders/files/node';
import { CIFAR10_ARCHIVE } from '../source/kind.js';
import { commands } from './index.js';

test.each(commands)('help lists what $name takes', async ({ name, usage, load }) => {
  const { argument, options } = await load();
  const parser = new Parser(name);
  if (argument) parser.argument(...argument);
  for (const option of options) parser.addOption(option);
  expect(parser.createHelp().subcommandTerm(parser)).toBe(`${name} ${usage}`.trim());
});

test("the name of CIFAR-10's archive is that of the package that reads it", () => {
  expect(CIFAR10_ARCHIVE).toBe(cifar10Archive.name);
});
