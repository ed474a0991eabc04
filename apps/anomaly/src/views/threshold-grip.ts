import { svg } from '../svg.js';

/** How far a key moves the threshold, as a share of the axis. */
const steps: Readonly<Record<string, number>> = {
  ArrowLeft: -0.005,
  ArrowDown: -0.005,
  ArrowRight: 0.005,
  ArrowUp: 0.005,
  PageDown: -0.05,
  PageUp: 0.05,
  Home: -1,
  End: 1,
};
/** Where the threshold is on the axis, from 0 to 1, and what moves it. */
export interface Movable {
  readonly placeNow: () => number;
  readonly moveTo: (place: number) => void;
}

/** The line of the threshold, which a pointer drags and keys move. */
export function thresholdGrip(height: number, { placeNow, moveTo }: Movable): SVGGElement {
  const line = svg('line', { y1: 0, y2: height, class: 'threshold-line' });
  const grip = svg(
    'g',
    { tabindex: 0, role: 'slider', 'aria-label': 'Threshold', 'aria-valuemin': 0, 'aria-valuemax': 100, class: 'threshold' },
    svg('rect', { x: -14, width: 28, height: height, class: 'grip' }),
    line,
    svg('circle', { cy: 12, r: 8 }),
  );
  const placeOf = ({ clientX }: PointerEvent): number => {
    const box = grip.ownerSVGElement!.getBoundingClientRect();
    return (clientX - box.left) / box.width;
  };
  grip.addEventListener('pointerdown', (event) => {
    event.preventDefault();
    grip.focus();
    grip.setPointerCapture(event.pointerId);
  });
  grip.addEventListener('pointermove', (event) => grip.hasPointerCapture(event.pointerId) && moveTo(placeOf(event)));
  grip.addEventListener('keydown', (event) => {
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    moveTo(placeNow() + step);
  });
  return grip;
}
