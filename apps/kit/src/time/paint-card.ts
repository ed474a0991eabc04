/** Pixels between the picture and its edge. */
const MARGIN = 16;
const WIDEST = 960;

/** A picture of a part of the page: its text, its canvases, and the backgrounds and borders of its parts. `mark` stands in a corner. */
export function paintCard(card: HTMLElement, mark: string): HTMLCanvasElement {
  const box = card.getBoundingClientRect();
  const scale = Math.min(1, WIDEST / box.width);
  const canvas = document.createElement('canvas');
  // Encoders of video want even sides.
  const even = (size: number): number => 2 * Math.ceil(size / 2);
  Object.assign(canvas, { width: even(box.width * scale), height: even(box.height * scale) });
  const ink = canvas.getContext('2d')!;
  const style = getComputedStyle(card);
  ink.fillStyle = style.backgroundColor;
  ink.fillRect(0, 0, canvas.width, canvas.height);
  ink.setTransform(scale, 0, 0, scale, -box.left * scale, -box.top * scale);
  paintParts(ink, card);
  ink.fillStyle = style.color;
  Object.assign(ink, { font: '600 16px system-ui, sans-serif', textAlign: 'right', textBaseline: 'top' });
  ink.fillText(mark, box.right - MARGIN, box.top + MARGIN);
  return canvas;
}

function paintParts(ink: CanvasRenderingContext2D, parent: HTMLElement): void {
  for (const node of parent.childNodes) {
    if (node instanceof Text) paintText(ink, node, getComputedStyle(parent));
    if (!(node instanceof HTMLElement) || node.hidden || !node.checkVisibility()) continue;
    if (node instanceof HTMLSelectElement || node instanceof HTMLInputElement) continue;
    const style = getComputedStyle(node);
    if (node instanceof HTMLCanvasElement) paintCanvas(ink, node, style);
    else {
      paintBox(ink, node.getBoundingClientRect(), style);
      paintParts(ink, node);
    }
  }
}

function paintCanvas(ink: CanvasRenderingContext2D, canvas: HTMLCanvasElement, style: CSSStyleDeclaration): void {
  const box = canvas.getBoundingClientRect();
  if (canvas.width === 0 || box.width === 0) return;
  paintBox(ink, box, style);
  ink.imageSmoothingEnabled = style.imageRendering !== 'pixelated';
  ink.drawImage(canvas, box.left, box.top, box.width, box.height);
}

function paintBox(ink: CanvasRenderingContext2D, { left, top, width, height }: DOMRect, style: CSSStyleDeclaration): void {
  ink.beginPath();
  ink.roundRect(left, top, width, height, Number.parseFloat(style.borderTopLeftRadius) || 0);
  ink.fillStyle = style.backgroundColor;
  ink.fill();
  if (style.borderTopStyle === 'none' || Number.parseFloat(style.borderLeftWidth) === 0) return;
  Object.assign(ink, { strokeStyle: style.borderTopColor, lineWidth: 1 });
  ink.stroke();
}

/** Writes a text word by word, so that each stands in its line. */
function paintText(ink: CanvasRenderingContext2D, text: Text, style: CSSStyleDeclaration): void {
  const range = document.createRange();
  Object.assign(ink, { fillStyle: style.color, textAlign: 'left', textBaseline: 'alphabetic' });
  ink.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  for (const { index, 0: word } of text.data.matchAll(/\S+/g)) {
    range.setStart(text, index);
    range.setEnd(text, index + word.length);
    const [box] = range.getClientRects();
    if (!box) continue;
    const { fontBoundingBoxAscent: up, fontBoundingBoxDescent: down } = ink.measureText(word);
    ink.fillText(word, box.left, box.top + (box.height + up - down) / 2);
  }
}
