import type { HelperName } from './helpers.js';
import { helpers } from './helpers.js';
import type { Module } from './module.js';
import type { Parameter } from './parameter.js';

/** The parts of a model, by the names that they have in Python. */
export type PythonParts = Readonly<Record<string, readonly Module[]>>;

/** All modules, those within others included. */
const flat = (modules: readonly Module[]): readonly Module[] => modules.flatMap((each) => [each, ...flat(each.inner ?? [])]);

/** The parameters of the parts by their names in PyTorch's state dict. */
export function parametersOf(parts: PythonParts): Readonly<Record<string, Parameter>> {
  const named = (prefix: string, { parameters, inner }: Module): readonly (readonly [string, Parameter])[] => [
    ...parameters.map((parameter) => [`${prefix}.${parameter.name}`, parameter] as const),
    ...(inner ?? []).flatMap((module, i) => named(`${prefix}.layer.${i}`, module)),
  ];
  const all = Object.entries(parts).flatMap(([part, modules]) =>
    // A part of one layer is that layer, not a Sequential.
    isSingle(part) ? named(part, modules[0]!) : modules.flatMap((module, i) => named(`${part}.${i}`, module)),
  );
  return Object.fromEntries(all);
}

/** The two layers of a Gaussian bottleneck. */
const isSingle = (part: string): boolean => part === 'mean' || part === 'log_var';

function moduleLines(module: Module, indent: string): string {
  if (!module.inner) return `${indent}${module.code},\n`;
  const inner = module.inner.map((each) => moduleLines(each, `${indent}    `)).join('');
  return `${indent}${module.code}(nn.Sequential(\n${inner}${indent})),\n`;
}

const partLines = (part: string, modules: readonly Module[]): string =>
  isSingle(part)
    ? `        self.${part} = ${modules[0]!.code}\n`
    : `        self.${part} = nn.Sequential(\n${modules.map((each) => moduleLines(each, '            ')).join('')}        )\n`;

/** A model as a Python module: the class, and the modules that PyTorch does not have. */
export function pythonCode(name: string, kind: string, parts: PythonParts, about: string, range?: readonly [number, number]): string {
  const used = new Set(Object.values(parts).flatMap((modules) => flat(modules).flatMap(({ helper }) => (helper ? [helper] : []))));
  const own = (Object.keys(helpers) as HelperName[]).filter((each) => used.has(each)).map((each) => `\n\n${helpers[each]}`);
  return `"""${about}

from safetensors.torch import load_file
model = ${name}()
model.load_state_dict(load_file("model.safetensors"))
model.eval()
"""

import torch
import torch.nn.functional as F
from torch import nn
${own.join('')}

class ${name}(nn.Module):
    def __init__(self):
        super().__init__()
${Object.entries(parts)
  .map(([part, modules]) => partLines(part, modules))
  .join('')}
${methods(kind, 'mean' in parts, range)}`;
}

function methods(kind: string, isGaussian: boolean, range: readonly [number, number] | undefined): string {
  const last = kind === 'autoencoder' ? 'decoder' : 'head';
  if (!isGaussian)
    return `    def encode(self, x):
        return self.encoder(x)

    def forward(self, x):
        return self.${last}(self.encode(x))
`;
  const clamp = range ? `.clamp(${range[0]}, ${range[1]})` : '';
  const encode = `    def encode(self, x):
        """The mean and the logarithm of the variance of the codes."""
        h = self.encoder(x)
        return self.mean(h), self.log_var(h)${clamp}
`;
  if (last === 'head')
    return `${encode}
    def forward(self, x):
        mean, _ = self.encode(x)
        return self.head(mean)
`;
  return `${encode}
    def forward(self, x):
        """The reconstruction, the mean and the logarithm of the variance. Codes are drawn in training; otherwise they are the mean."""
        mean, log_var = self.encode(x)
        codes = mean + torch.exp(log_var / 2) * torch.randn_like(mean) if self.training else mean
        return self.decoder(codes), mean, log_var
`;
}
