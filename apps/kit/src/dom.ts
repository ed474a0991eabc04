type Child = Node | string | number | false | undefined | null | readonly Child[];
type Properties = Readonly<Record<string, unknown>>;

/**
 * An element: `h('button', { type: 'button', onclick: start }, 'Start')`. Properties go by their names in the DOM, `class`,
 * `for`, `aria-…`, `data-…` and `role` as attributes; children that are false or undefined are left out.
 */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Properties = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === false) continue;
    if (/^(class|for|role|list)$|^(aria|data)-/.test(name)) element.setAttribute(name, String(value));
    else Object.assign(element, { [name]: value });
  }
  append(element, children);
  return element;
}

function append(parent: Node, children: readonly Child[]): void {
  for (const child of children) {
    if (child === false || child === undefined || child === null) continue;
    if (typeof child === 'string' || typeof child === 'number') parent.appendChild(document.createTextNode(String(child)));
    else if (child instanceof Node) parent.appendChild(child);
    else append(parent, child);
  }
}

let count = 0;
/** A name that no other element has. */
export const uniqueId = (name: string): string => `${name}-${++count}`;
