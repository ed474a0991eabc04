import type { Config, Shape } from '@autoencoders/core';
import type { LayerPass, Numbers } from './pass.js';

/** What a station of the network is. */
export type Role = 'input' | 'corrupted' | 'layer' | 'code' | 'output';

/** A place on the way from the input to the reconstruction: a layer with weights, and what follows it up to the next one. */
export interface Station {
  readonly key: string;
  readonly role: Role;
  readonly title: string;
  /** What follows the weights: `ReLU`, `sigmoid`, `top 5`. */
  readonly after: readonly string[];
  /** What the station shows: its output, before `flatten`. */
  readonly shown: Numbers;
  /** What the layer with weights reads; undefined for the input. */
  readonly reads: Numbers | undefined;
  /** The layer with weights; undefined for the input. */
  readonly main: LayerPass | undefined;
  /** Numbers that training changes, and running statistics. */
  readonly parameters: number;
}

/** The examples that the picture starts with. */
export interface Source {
  readonly input: Numbers;
  /** The input with noise, which the model reads, where there is noise. */
  readonly corrupted?: Numbers | undefined;
}

/** The stations of a pass. `Source` has the shape of the data: the model may read pictures as rows of pixels. */
export function stationsOf(passes: readonly LayerPass[], { input, corrupted }: Source): readonly Station[] {
  const read = corrupted ?? input;
  const start: Station[] = [starting('input', 'Input', input)];
  if (corrupted) start.push(starting('corrupted', 'With noise', corrupted));
  const layers = grouped(passes).map(({ group, main, before }, i, all): Station => {
    const isCode = group.some(({ name }) => name === 'bottleneck');
    const role = i === all.length - 1 ? 'output' : isCode ? 'code' : 'layer';
    const last = group.at(-1)!;
    const tail = group.slice(group.indexOf(main));
    return {
      key: main.name,
      role,
      title: role === 'output' ? 'Reconstruction' : role === 'code' ? 'Code' : layerName(main.config).split(' ')[0]!,
      after: group.flatMap(({ config, name }) => afterName(config, name === main.name)),
      shown: role === 'output' ? { ...last, shape: input.shape } : (tail.findLast(({ shape }) => shape.length === 3) ?? last),
      reads: before ?? read,
      main,
      parameters: group.reduce((sum, { parameters }) => sum + parameters, 0),
    };
  });
  return [...start, ...layers];
}

const starting = (role: 'input' | 'corrupted', title: string, shown: Numbers): Station => ({
  key: role,
  role,
  title,
  after: [],
  shown,
  reads: undefined,
  main: undefined,
  parameters: 0,
});

interface Group {
  readonly group: LayerPass[];
  readonly main: LayerPass;
  /** The output of the layer before `main`; undefined for the first layer. */
  readonly before: LayerPass | undefined;
}

/** Layers with weights, each with the small layers after it. Those before the first belong to the first. */
function grouped(passes: readonly LayerPass[]): readonly Group[] {
  const groups: Group[] = [];
  let waiting: LayerPass[] = [];
  for (const [i, pass] of passes.entries()) {
    if (isMain(pass) || (i === passes.length - 1 && groups.length === 0)) {
      groups.push({ group: [...waiting, pass], main: pass, before: passes[i - 1] });
      waiting = [];
    } else (groups.at(-1)?.group ?? waiting).push(pass);
  }
  return groups;
}

const isMain = ({ kernel, config }: LayerPass): boolean => kernel !== undefined || /pool|upsample|residual/i.test(config?.name ?? 'custom');

const names: Readonly<Record<string, string>> = {
  dense: 'Dense',
  dictionary: 'Dictionary',
  tied: 'Tied',
  conv2d: 'Convolution',
  conv2dTranspose: 'Transposed convolution',
};

/** The name of a layer: `Dense`, `Convolution`. */
export function layerName(config: Config | undefined): string {
  const name = config?.name ?? 'custom';
  return names[name] ?? name[0]!.toUpperCase() + name.slice(1).replaceAll(/[A-Z0-9]+/g, (part) => ` ${part.toLowerCase()}`);
}

const silent = new Set(['plain', 'linear', 'flatten', 'reshape', 'dropout']);

function afterName(config: Config | undefined, isMain: boolean): readonly string[] {
  if (!config || isMain || silent.has(config.name)) return [];
  if (config.name === 'relu') return ['ReLU'];
  if (config.name === 'topK') return [`top ${String(config.args?.[0])}`];
  if (config.name === 'center') return ['minus mean'];
  if (config.name === 'uncenter') return ['plus mean'];
  return [config.name];
}

/** The size of an output in words: `128 units`, `16 maps, 14 × 14`. */
export function sizeWords({ role, shown: { shape } }: Pick<Station, 'role' | 'shown'>): string {
  const isPicture = role === 'input' || role === 'corrupted' || role === 'output';
  if (shape.length === 1)
    return `${shape[0]} ${isPicture ? 'numbers' : role === 'code' ? (shape[0] === 1 ? 'number' : 'numbers') : 'units'}`;
  const [height, width, channels = 1] = shape;
  return isPicture ? `${height} × ${width}` : `${channels} maps, ${height} × ${width}`;
}

/** A shape as in the documentation: `[28, 28, 1]`. */
export const shapeWords = (shape: Shape): string => `[${shape.join(', ')}]`;
