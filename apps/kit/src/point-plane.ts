import { classColour } from './class-colours.js';
import { h } from './dom.js';

const WIDTH = 440;
const HEIGHT = 360;
const MARGIN = 14;
const DOT = 2.6;

export type Point = readonly [x: number, y: number];

/** From points of a plane to pixels of its picture, and back. */
export interface Projection {
  readonly toMap: (point: Point) => Point;
  readonly toPlane: (point: Point) => Point;
}

/** Points of a plane, drawn as dots. */
export interface PointPlane {
  readonly canvas: HTMLCanvasElement;
  readonly size: Point;
  /** Draws points with the colours of their classes, and a ring at a place; returns where they are in the picture. */
  readonly draw: (points: readonly Point[], labels?: ArrayLike<number>, ring?: Point) => Projection;
}

/** A canvas with the dots of a plane. `properties` are attributes and properties of the canvas. */
export function pointPlane(properties: Readonly<Record<string, unknown>>): PointPlane {
  const canvas = h('canvas', { class: 'map', width: WIDTH * 2, height: HEIGHT * 2, ...properties });
  const context = canvas.getContext('2d')!;
  return {
    canvas,
    size: [WIDTH, HEIGHT],
    draw(points, labels, ring) {
      const projection = fitPoints(points);
      context.setTransform(2, 0, 0, 2, 0, 0);
      context.clearRect(0, 0, WIDTH, HEIGHT);
      const circle = (point: Point, radius: number): void => {
        context.beginPath();
        context.arc(...projection.toMap(point), radius, 0, 2 * Math.PI);
      };
      context.globalAlpha = 0.75;
      for (const [i, point] of points.entries()) {
        context.fillStyle = classColour(labels?.[i]);
        circle(point, DOT);
        context.fill();
      }
      context.globalAlpha = 1;
      if (ring) {
        Object.assign(context, { strokeStyle: getComputedStyle(canvas).color, lineWidth: 2 });
        circle(ring, 7);
        context.stroke();
      }
      return projection;
    },
  };
}

/** Pairs of numbers as points. */
export const pointsOf = (values: ArrayLike<number>): readonly Point[] =>
  Array.from({ length: values.length / 2 }, (_, i) => [values[2 * i]!, values[2 * i + 1]!]);

/** Puts all points on the map, with equal units along both axes. */
function fitPoints(points: readonly Point[]): Projection {
  const range = (axis: 0 | 1): Point => {
    let [least, greatest] = [Infinity, -Infinity];
    for (const { [axis]: value } of points) [least, greatest] = [Math.min(least, value), Math.max(greatest, value)];
    return [least, greatest];
  };
  const [[left, right], [low, high]] = [range(0), range(1)];
  const unit = Math.min((WIDTH - 2 * MARGIN) / (right - left || 1), (HEIGHT - 2 * MARGIN) / (high - low || 1));
  const [x, y] = [(left + right) / 2, (low + high) / 2];
  return {
    toMap: ([px, py]) => [WIDTH / 2 + (px - x) * unit, HEIGHT / 2 - (py - y) * unit],
    toPlane: ([px, py]) => [x + (px - WIDTH / 2) / unit, y - (py - HEIGHT / 2) / unit],
  };
}
