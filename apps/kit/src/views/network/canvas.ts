/** Colours of the page, as CSS writes them. */
export interface Theme {
  readonly ink: string;
  readonly muted: string;
  readonly line: string;
  readonly accent: string;
  readonly surface: string;
}

export function themeOfPage(): Theme {
  const style = getComputedStyle(document.documentElement);
  const of = (name: string): string => style.getPropertyValue(name).trim();
  return { ink: of('--ink'), muted: of('--muted'), line: of('--line'), accent: of('--accent'), surface: of('--surface') };
}

/** Red above 0, blue below, and the stronger the farther from 0: for numbers and links on light and on dark. */
export const signColour = (value: number, alpha: number): string =>
  value >= 0 ? `rgba(214, 82, 62, ${alpha.toFixed(3)})` : `rgba(54, 128, 196, ${alpha.toFixed(3)})`;

/** Sets the size of a canvas in CSS pixels, with as many real pixels as the screen has. */
export function sized(canvas: HTMLCanvasElement, width: number, height: number): CanvasRenderingContext2D {
  const scale = Math.max(1, devicePixelRatio);
  const [w, hgt] = [Math.round(width * scale), Math.round(height * scale)];
  if (canvas.width !== w || canvas.height !== hgt) Object.assign(canvas, { width: w, height: hgt });
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const ink = canvas.getContext('2d')!;
  ink.setTransform(scale, 0, 0, scale, 0, 0);
  ink.clearRect(0, 0, width, height);
  return ink;
}

/** Sets the font of a drawing. */
export function text(ink: CanvasRenderingContext2D, colour: string, size: number = 11.5): void {
  Object.assign(ink, { font: `${size}px system-ui, sans-serif`, textBaseline: 'middle', fillStyle: colour });
}

export function line(ink: CanvasRenderingContext2D, colour: string, x0: number, y0: number, x1: number, y1: number): void {
  Object.assign(ink, { strokeStyle: colour, lineWidth: 1 });
  ink.beginPath();
  ink.moveTo(x0, y0);
  ink.lineTo(x1, y1);
  ink.stroke();
}
