import type { Fault } from '../truth.js';
import { random } from './random.js';

/** A part of the sample series that is odd, and the column that is. */
interface PumpFault extends Fault {
  readonly column: 'flow_m3h' | 'pressure_bar' | 'vibration_mm_s';
}

const QUARTER = 900;
const PER_DAY = 96;
const DAYS = 21;

export const pumpFaults: readonly PumpFault[] = [
  { start: 1190, end: 1206, column: 'pressure_bar', why: 'the pressure falls while the flow does not: a leak' },
  { start: 1480, end: 1510, column: 'vibration_mm_s', why: 'the vibration rises slowly: a worn bearing' },
  { start: 1756, end: 1774, column: 'flow_m3h', why: 'the flow stands still: the sensor is stuck' },
];

/** A pump of a water works, every 15 minutes for three weeks. The pressure follows from the flow, the vibration from both. */
export function pumpSeries(seed: number = 3): string {
  const { normal } = random(seed);
  const start = Date.UTC(2026, 2, 2) / 1000;
  let drift = 0;
  let stuck = 0;
  const lines = Array.from({ length: PER_DAY * DAYS }, (_, i) => {
    const hour = (i % PER_DAY) / 4;
    drift = 0.95 * drift + 0.6 * normal();
    const peaks = Math.exp(-(((hour - 7.5) / 2) ** 2)) + 0.8 * Math.exp(-(((hour - 19) / 2.5) ** 2));
    const flow = 40 + 35 * peaks + drift + 0.8 * normal();
    const at = (fault: PumpFault): boolean => i >= fault.start && i < fault.end;
    const [leak, bearing, sensor] = pumpFaults as readonly [PumpFault, PumpFault, PumpFault];
    if (!at(sensor)) stuck = flow;
    const pressure = 6.5 - 0.03 * flow + 0.04 * normal() - (at(leak) ? 0.7 : 0);
    const worn = at(bearing) ? 0.9 * ((i - bearing.start) / (bearing.end - bearing.start)) : 0;
    const vibration = 1.2 + 0.012 * flow + 0.06 * normal() + worn;
    const time = new Date(1000 * (start + i * QUARTER)).toISOString().slice(0, 16).replace('T', ' ');
    return `${time},${stuck.toFixed(2)},${pressure.toFixed(3)},${vibration.toFixed(3)}`;
  });
  return ['time,flow_m3h,pressure_bar,vibration_mm_s', ...lines].join('\n');
}
