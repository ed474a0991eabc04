/** Creates an SVG element. Text is text: a name never becomes markup. */
export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string | number | undefined>> = {},
  ...children: readonly (Node | string)[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/** A line through points, which breaks where `y` is not finite. */
export function pathOf(count: number, x: (i: number) => number, y: (i: number) => number): string {
  let pen = false;
  const parts: string[] = [];
  for (let i = 0; i < count; i++) {
    const at = y(i);
    if (Number.isFinite(at)) parts.push(`${pen ? 'L' : 'M'}${x(i).toFixed(1)} ${at.toFixed(1)}`);
    pen = Number.isFinite(at);
  }
  return parts.join('');
}
