import { random } from './random.js';
import type { Random } from './random.js';

/** One part that a press has made. */
interface Part {
  material: string;
  tool: string;
  force: number;
  temperature: number;
  cycle: number;
  energy: number;
  weight: number;
  noise: number;
}

const materials = { steel: { density: 7.85, warmth: 0 }, brass: { density: 8.5, warmth: 12 }, iron: { density: 7.2, warmth: -14 } };
const names = Object.keys(materials) as (keyof typeof materials)[];
const tools = ['A', 'B', 'C'] as const;

/**
 * A usual part. The material decides the weight and warms the tool; force and time of the cycle decide the energy; the tool decides the noise.
 */
function usualPart({ share, normal, pick }: Random): Part {
  const [material, tool] = [pick(names), pick(tools)];
  const { density, warmth } = materials[material];
  const force = 120 + 60 * share();
  const cycle = 4 + 3 * share();
  return {
    material,
    tool,
    force,
    cycle,
    temperature: 60 + warmth + 0.15 * (force - 150) + 1.5 * normal(),
    energy: 0.05 * force * cycle + 0.6 * normal(),
    weight: 31 * density + 0.9 * normal(),
    noise: 70 + 4 * tools.indexOf(tool) + 0.05 * (force - 150) + 0.8 * normal(),
  };
}

/** What can be wrong with a part: the column that is odd, and how. */
export interface PartFault {
  readonly column: string;
  readonly why: string;
  readonly spoil: (part: Part) => void;
}

/** All kinds of faults. Most of the values are usual by themselves, and odd for this part. */
export const faults: readonly PartFault[] = [
  { column: 'energy_kJ', why: 'too much energy for this force and this cycle: friction', spoil: (part) => void (part.energy += 14) },
  { column: 'weight_g', why: 'too light for its material: a hole', spoil: (part) => void (part.weight -= 12) },
  { column: 'noise_dB', why: 'too loud for its tool: a loose bolt', spoil: (part) => void (part.noise += 9) },
  { column: 'temperature_C', why: 'too hot for its material: no cooling', spoil: (part) => void (part.temperature += 16) },
  {
    column: 'material',
    why: 'its material is not the one that was noted',
    spoil: (part) => void (part.material = part.material === 'iron' ? 'brass' : 'iron'),
  },
];

const heading = 'part,material,tool,force_kN,temperature_C,cycle_s,energy_kJ,weight_g,noise_dB';

const line = (part: Part, i: number): string =>
  [
    `P-${10_000 + i}`,
    part.material,
    part.tool,
    part.force.toFixed(1),
    part.temperature.toFixed(1),
    part.cycle.toFixed(2),
    part.energy.toFixed(1),
    part.weight.toFixed(1),
    part.noise.toFixed(1),
  ].join(',');

/** The parts of a usual month: a table to learn from. */
export function usualParts(count: number = 1200, seed: number = 1): string {
  const numbers = random(seed);
  return [heading, ...Array.from({ length: count }, (_, i) => line(usualPart(numbers), i))].join('\n');
}

/** The parts of today, two of each fault among them, and which rows have which fault. */
export function partsOfToday(
  count: number = 400,
  seed: number = 2,
): { readonly csv: string; readonly odd: ReadonlyMap<number, PartFault> } {
  const numbers = random(seed);
  const odd = new Map<number, PartFault>();
  const lines = Array.from({ length: count }, (_, i) => {
    const part = usualPart(numbers);
    const turn = Math.floor(count / (2 * faults.length + 1));
    const fault = i % turn === turn - 1 ? faults[Math.floor(i / turn) % faults.length] : undefined;
    if (fault && odd.size < 2 * faults.length) {
      fault.spoil(part);
      odd.set(i, fault);
    }
    return line(part, 5000 + i);
  });
  return { csv: [heading, ...lines].join('\n'), odd };
}
