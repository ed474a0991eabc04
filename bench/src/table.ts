/** One row of the table. */
export interface Row {
  readonly name: string;
  readonly epochs: number;
  readonly parameters: number;
  readonly seconds: number;
  readonly reached: number;
  readonly terms: Readonly<Record<string, number>>;
  readonly meanActivation: number;
  readonly pytorch: number | null;
  readonly atMost: number;
  readonly pca: number | null;
}

/** The results as Markdown. `note` is a remark on this measurement, which is added by hand to its JSON. */
export function table(rows: readonly Row[], pca: ReadonlyMap<number | string, number>, machine: string, note?: string): string {
  const detail = ({ name, terms, meanActivation }: Row): string => {
    if (Object.keys(terms).length < 2) return '';
    const parts = Object.entries(terms).map(([term, value]) => `${term} ${value.toFixed(2)}`);
    return [...parts, ...(name.startsWith('sparse') ? [`mean activation ${meanActivation.toFixed(3)}`] : [])].join(', ');
  };
  const lines = rows.map((row) =>
    [
      row.name,
      row.epochs,
      row.reached.toFixed(2),
      row.atMost,
      row.pytorch?.toFixed(2) ?? '–',
      row.pca?.toFixed(2) ?? '–',
      detail(row),
      `${row.seconds.toFixed(0)} s`,
    ].join(' | '),
  );
  return `# Quality on MNIST

Each model is trained on the 60,000 images with Adam 1e-3, batch 128 and seed 1, and evaluated on the 10,000 test images. The figure is the
mean over the images of the squared error summed over the 784 pixels, or nats for the variational model. PyTorch is PyTorch 1.13 with its
default initialization and the same layers, epochs, batch and optimizer. PCA is exact, has as many components as the code has latents, and is
fitted in the same run. Made by \`npm run bench:quality\` on ${machine}.${note ? ` ${note}` : ''}

| model | epochs | test | target, at most | PyTorch | PCA | terms | training |
| --- | ---: | ---: | ---: | ---: | ---: | --- | ---: |
${lines.map((line) => `| ${line} |`).join('\n')}

PCA by components: ${[...pca].map(([k, error]) => `${k}: ${error.toFixed(2)}`).join(', ')}.
`;
}
