/** Names for columns: empty ones become `column 3`, and the second `x` becomes `x.1`, as in pandas. */
export function columnNames(heading: readonly string[]): readonly string[] {
  const used = new Set(heading.map((name) => name.trim()));
  const seen = new Set<string>();
  return heading.map((given, i) => {
    const name = given.trim() || `column ${i + 1}`;
    if (!seen.has(name)) {
      seen.add(name);
      return name;
    }
    let again = 1;
    while (used.has(`${name}.${again}`) || seen.has(`${name}.${again}`)) again++;
    seen.add(`${name}.${again}`);
    return `${name}.${again}`;
  });
}
