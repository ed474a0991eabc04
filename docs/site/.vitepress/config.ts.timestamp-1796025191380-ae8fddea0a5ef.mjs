// .vitepress/config.ts
import { readdirSync as readdirSync3, readFileSync as readFileSync6 } from "node:fs";
import { fileURLToPath as fileURLToPath5 } from "node:url";

// ../../apps/kit/worker-runs-once.ts
var workerRunsOnce = () => ({
  name: "worker-runs-once",
  options: (options2) => ({ ...options2, preserveEntrySignatures: "strict" }),
  generateBundle(_, bundle) {
    for (const chunk of Object.values(bundle))
      if (chunk.type === "chunk" && chunk.isEntry && chunk.exports.length > 0)
        this.error(`chunks import ${chunk.fileName}, a worker's own file`);
  }
});

// .vitepress/config.ts
import { defineConfig } from "file:///work/main/node_modules/.pnpm/vitepress@1.6.4_@algolia+client-search@5.65.0_@types+node@20.19.43_@types+react@19.3.3__f20438408f2e588a3217e8d501f54ff4/node_modules/vitepress/dist/node/index.js";
import llms from "file:///work/main/node_modules/.pnpm/vitepress-plugin-llms@1.14.0/node_modules/vitepress-plugin-llms/dist/index.js";

// charts/insert.ts
import { readFileSync as readFileSync3 } from "node:fs";
import { join as join3 } from "node:path";

// ../../scripts/packages.mjs
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
var __vite_injected_original_import_meta_url = "file:///work/main/scripts/packages.mjs";
var root = fileURLToPath(new URL("..", __vite_injected_original_import_meta_url));
var packages = readdirSync(join(root, "packages")).filter((name) => existsSync(join(root, "packages", name, "package.json")));
var manifestOf = (name) => JSON.parse(readFileSync(join(root, "packages", name, "package.json"), "utf8"));
var published = packages.filter((name) => !manifestOf(name).private);

// charts/index.ts
import { readFileSync as readFileSync2 } from "node:fs";
import { join as join2 } from "node:path";

// charts/statistics.ts
var mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
function deviation(values) {
  const middle = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / Math.max(1, values.length - 1));
}
function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

// charts/quality.ts
var quality = ({ rows }) => ({
  title: "The test error of each model beside the same model in PyTorch: further left is better.",
  label: "times the error of PyTorch",
  rows: rows.flatMap(
    ({ name, reached, pytorch, pca: pca2 }) => pytorch === null ? [] : [
      { group: name, name: "ours", value: reached / pytorch, ours: true },
      ...pca2 === null ? [] : [{ group: name, name: "PCA", value: pca2 / pytorch }]
    ]
  ),
  mark: "stem",
  reference: { value: 1, name: "PyTorch" }
});
var codes = ({ labels }) => ({
  title: "What pre-training is worth with few labels: the test error by how the classifier starts, over five draws of labels.",
  label: "test error, %",
  rows: labels.rows.toSorted((a, b) => a.labels - b.labels).map(({ start, labels: count, mean: value, spread, errors }) => ({
    group: `${count.toLocaleString("en")} labels`,
    name: start,
    value,
    spread,
    values: errors,
    ours: start !== "random"
  })),
  mark: "dot"
});
function anomaly({ methods, sets, runs }) {
  const measured = methods.flatMap(({ name, title }) => {
    const own = runs.filter(({ protocol, method }) => protocol === "published" && method === name);
    const seeds = [...new Set(own.map(({ seed }) => seed))];
    if (own.length === 0 || own.length !== seeds.length * sets.length) return [];
    const values = seeds.map((each) => 100 * mean(own.filter(({ seed }) => seed === each).map(({ auroc }) => auroc)));
    return [{ name: title, value: mean(values), spread: deviation(values), values, ours: !title.startsWith("scikit-learn") }];
  });
  const published2 = Object.keys(sets[0].published).map((name) => ({
    name: `published: ${name}`,
    value: mean(sets.map((set) => set.published[name]))
  }));
  return {
    title: "The mean AUROC of each method over 22 tables, with its spread over the seeds: further right is better.",
    label: "AUROC, %",
    rows: [...measured, ...published2].toSorted((a, b) => b.value - a.value),
    mark: "dot",
    format: (value) => value.toFixed(1)
  };
}
var series = ({ methods, runs }) => ({
  title: "How well each method finds odd stretches: the mean over the series, and each series as a small dot. Further right is better.",
  label: "VUS-PR",
  rows: methods.map(({ name, title }, i) => {
    const method = title.replace(/^the same/, methods[i - 1]?.title ?? "").replace(/^the default: /, "default: ");
    const values = runs.flatMap((run) => run.method === name && run.vusPr !== void 0 ? [run.vusPr] : []);
    return { name: method, value: mean(values), values, ours: !title.startsWith("nearest") };
  }).toSorted((a, b) => b.value - a.value),
  mark: "dot"
});
var impute = ({ rows }) => ({
  title: "The share of hidden words that each method fills in correctly, over five draws: further right is better.",
  label: "share of words",
  rows: rows.map(({ set, method, scores }) => {
    const values = scores.map(({ accuracy }) => accuracy);
    return { group: set, name: method, value: mean(values), spread: deviation(values), values, ours: method.includes("autoencoder") };
  }),
  mark: "dot"
});

// charts/row-chart.ts
import * as Plot from "file:///work/main/node_modules/.pnpm/@observablehq+plot@0.6.17/node_modules/@observablehq/plot/src/index.js";
import { parseHTML } from "file:///work/main/node_modules/.pnpm/linkedom@0.18.15/node_modules/linkedom/esm/index.js";
var WIDTH = 640;
var ROW = 22;
var LONGEST = 42;
var CHARACTER = 7;
var OURS = "var(--vp-c-brand-1)";
var OTHERS = "var(--vp-c-text-3)";
var threeDigits = (value) => value >= 1e3 ? Math.round(value).toLocaleString("en") : String(Number(value.toPrecision(3)));
var compact = new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 3 });
var shortened = ({ name }) => name.length > LONGEST ? `${name.slice(0, LONGEST - 1)}\u2026` : name;
function decades(values) {
  const [least, greatest] = [Math.min(...values), Math.max(...values)];
  const steps2 = greatest / least > 100 ? [1] : [1, 2, 5];
  const powers = Array.from({ length: 25 }, (_, i) => 10 ** (i - 12));
  return powers.flatMap((power) => steps2.map((step) => step * power)).filter((tick) => tick >= least && tick <= greatest);
}
function place(rows) {
  const headings = [];
  const placed = [];
  let next = 0;
  for (const [i, row] of rows.entries()) {
    if (row.group !== void 0 && row.group !== rows[i - 1]?.group) headings.push({ group: row.group, place: next++ });
    placed.push({ ...row, place: next++ });
  }
  return { placed, headings };
}
function marksOf({ mark, reference, format = threeDigits }, placed) {
  const colour = ({ ours }) => ours ? OURS : OTHERS;
  const end = ({ value, spread = 0, values = [] }) => Math.max(value + spread, ...values);
  const isLeft = ({ value }) => mark === "stem" && value < reference.value;
  const text2 = { y: "place", text: (row) => format(row.value), fill: "var(--vp-c-text-1)" };
  const figures = [
    Plot.text(placed, { ...text2, x: end, textAnchor: "start", dx: 8, filter: (row) => !isLeft(row) }),
    Plot.text(placed, { ...text2, x: "value", textAnchor: "end", dx: -8, filter: isLeft })
  ];
  if (mark === "bar") return [Plot.barX(placed, { x: "value", y: "place", fill: colour, insetTop: 3, insetBottom: 3 }), ...figures];
  const from = (row) => mark === "stem" ? reference.value : row.value - (row.spread ?? 0);
  const to = (row) => mark === "stem" ? row.value : row.value + (row.spread ?? 0);
  const singles = placed.flatMap(({ values = [], place: y, ours }) => values.map((x) => ({ x, y, colour: ours ? OURS : OTHERS })));
  return [
    Plot.link(placed, { x1: from, x2: to, y1: "place", y2: "place", stroke: colour, strokeWidth: 2 }),
    Plot.dot(singles, { x: "x", y: "y", r: 2, fill: "colour", fillOpacity: 0.5 }),
    Plot.dot(placed, { x: "value", y: "place", r: 5, fill: colour }),
    ...figures
  ];
}
function draw(chart2) {
  const { placed, headings } = place(chart2.rows);
  const labelsWidth = Math.max(...placed.map((row) => shortened(row).length)) * CHARACTER + 60;
  const values = chart2.rows.flatMap(({ value, spread = 0 }) => [value - spread, value + spread]);
  const count = placed.length + headings.length;
  const words = { y: "place", frameAnchor: "left", fill: "var(--vp-c-text-1)" };
  return Plot.plot({
    document: parseHTML("<html><body></body></html>").document,
    width: WIDTH,
    height: ROW * count + 50,
    marginLeft: labelsWidth,
    marginRight: 70,
    marginBottom: 44,
    x: {
      label: chart2.label,
      type: chart2.logarithmic ? "log" : "linear",
      ticks: chart2.logarithmic ? decades(values) : 5,
      tickFormat: (value) => compact.format(value),
      grid: true,
      labelAnchor: "center",
      labelArrow: "none"
    },
    y: { type: "band", axis: null, domain: Array.from({ length: count }, (_, i) => i), padding: 0 },
    marks: [
      chart2.reference && Plot.ruleX([chart2.reference.value], { stroke: "var(--vp-c-text-1)", strokeDasharray: "4 3" }),
      ...marksOf(chart2, placed),
      Plot.text(placed, { ...words, text: shortened, textAnchor: "end", dx: -50 }),
      Plot.text(headings, { ...words, text: "group", textAnchor: "start", dx: -labelsWidth, fontWeight: 600 })
    ]
  });
}
var STYLE = "display: block; width: 100%; min-width: 520px; height: auto; font: 13px var(--vp-font-family-base); color: var(--vp-c-text-2)";
function rowChart(chart2) {
  const svg = draw(chart2);
  svg.querySelector("style")?.remove();
  for (const part of svg.querySelectorAll("[aria-label]")) part.removeAttribute("aria-label");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", chart2.title);
  svg.setAttribute("style", STYLE);
  const line = chart2.reference ? ` The dashed line is ${chart2.reference.name}.` : "";
  const ours = new Set(chart2.rows.map((row) => row.ours ?? false)).size > 1 ? " This project is in colour." : "";
  const scrolling = `<div style="overflow-x: auto" tabindex="0">${svg.outerHTML}</div>`;
  return `<figure style="margin: 24px 0">${scrolling}<figcaption>${chart2.title}${line}${ours}</figcaption></figure>`;
}

// charts/speed.ts
function steps({ models }) {
  const rows = models.flatMap(({ title, entries }) => {
    const torch = entries.find(({ name }) => name === "torch-1").ms;
    return entries.filter(({ name }) => name !== "torch-1").map(({ name, title: program, ms }) => ({ group: title, name: program, value: ms / torch, ours: name.startsWith("ours") }));
  });
  return {
    title: "How long a training step takes beside PyTorch with one thread: further left is faster.",
    label: "times as long as PyTorch, 1 thread",
    rows,
    mark: "stem",
    logarithmic: true,
    reference: { value: 1, name: "PyTorch with one thread" }
  };
}
var pca = ({ rows }) => ({
  title: "How long other programs take for principal components, beside ours on WASM: further left is faster.",
  label: "times as long as ours, WASM",
  rows: rows.filter(({ contender }) => contender !== "ours, WASM").map(({ task, contender, ratio }) => ({
    group: `${task.title}, ${task.rows.toLocaleString("en")} \xD7 ${task.features.toLocaleString("en")}, ${task.components} components`,
    name: contender,
    value: ratio,
    ours: contender.startsWith("ours")
  })),
  mark: "stem",
  logarithmic: true,
  reference: { value: 1, name: "ours on WASM" }
});
var noise = ({
  rows,
  augmentations
}) => ({
  title: "What each corruption costs, as a share of a training step.",
  label: "% of a training step",
  rows: [...rows.map((row) => ({ group: "Corruptions", ...row })), ...augmentations.map((row) => ({ group: "Augmentations", ...row }))].map(
    ({ group, call, share }) => ({ group, name: call, value: 100 * share, ours: true })
  ),
  mark: "bar"
});
var onnx = ({ measured }) => ({
  title: "How many rows a detector scores in a second, here and as an ONNX file.",
  label: "rows per second",
  rows: measured.flatMap(
    ({ method, contributions, rates }) => ["ours", "onnx"].map((side) => ({
      group: contributions ? `${method}, with contributions` : method,
      name: side === "ours" ? "ours, WASM" : "onnxruntime",
      value: median(rates[side]),
      ours: side === "ours"
    }))
  ),
  mark: "dot",
  logarithmic: true
});
var tables = ({ rows }) => ({
  title: "How many rows of a table each program reads in a second.",
  label: "rows per second",
  rows: rows.map(({ data, title, rounds }) => ({
    group: data,
    name: title,
    value: median(rounds.map(({ rowsPerSecond }) => rowsPerSecond)),
    ours: title.startsWith("ours")
  })),
  mark: "dot",
  logarithmic: true
});
var apps = ({ rows }) => ({
  title: "What the first load of each sample app weighs, gzipped.",
  label: "kB, gzipped",
  rows: rows.map(({ app, kilobytes }) => ({ name: app, value: kilobytes, ours: true })),
  mark: "bar"
});

// charts/index.ts
var charts = {
  steps,
  pca,
  noise,
  onnx,
  tables,
  apps,
  quality,
  "quality-blas": quality,
  codes,
  anomaly,
  "anomaly-series": series,
  impute
};
function chartOf(page) {
  const chart2 = charts[page];
  return chart2 && rowChart(chart2(JSON.parse(readFileSync2(join2(root, "bench", "results", `${page}.json`), "utf8"))));
}

// charts/insert.ts
function tableOf(page, heading) {
  const text2 = readFileSync3(join3(root, "bench", "results", `${page}.md`), "utf8");
  const start = heading === void 0 ? 0 : text2.indexOf(`
## ${heading}
`);
  const table = start < 0 ? void 0 : /(^\|.*\n?)+/m.exec(text2.slice(start))?.[0];
  if (table === void 0) throw new Error(`bench/results/${page}.md has no table under "${heading ?? "its title"}".`);
  return table;
}
function chart(page) {
  const html = chartOf(page);
  if (html === void 0) throw new Error(`The results "${page}" have no chart.`);
  return html;
}
function resultsIn(md) {
  md.core.ruler.before("normalize", "results-in", (state) => {
    state.src = state.src.replaceAll(/^<!-- table: (\S+?)(?:, (.+))? -->$/gm, (_, page, heading) => tableOf(page, heading)).replaceAll(/^<!-- chart: (\S+) -->$/gm, (_, page) => chart(page));
  });
}

// reference/entry-points.ts
import { join as join4 } from "node:path";
var ofPackage = (folder2) => {
  const { name: own, description, exports } = manifestOf(folder2);
  return Object.entries(exports).flatMap(([path, target]) => {
    const source = target["@autoencoders/source"];
    const name = join4(own, path);
    const page = name.replace("@autoencoders/", "").replaceAll("/", ".");
    return source ? [{ name, folder: folder2, description, source: join4(root, "packages", folder2, source), page }] : [];
  });
};
var entryPoints = published.flatMap(ofPackage);
var isInternal = ({ name }) => name.endsWith("/internal");

// reference/page.ts
var titleOf = ({ name }) => name.replace("@autoencoders/", "");
var others = ({ folder: folder2, name }) => entryPoints.filter((entry) => entry.folder === folder2 && entry.name !== name);
var link2 = (entry) => `[\`${entry.name}\`](${entry.page}.md)`;
function introduced(entry, contents) {
  const isMain = entry.name === `@autoencoders/${entry.folder}`;
  const what = isInternal(entry) ? "For packages of this repository: what is exported here changes without notice." : isMain ? `${entry.description}. Its [README](../../packages/${entry.folder}/README.md) has examples.` : `A part of \`@autoencoders/${entry.folder}\` to import on its own.`;
  const also = others(entry).map(link2);
  const list = also.length > 0 ? `

See also ${also.join(", ")}.` : "";
  const shorter = contents.replaceAll(/^#+ Type Parameters\n\n\| Type Parameter \|\n(\|.*\n)+\n/gm, "");
  return shorter.replace(/^# .*$/m, (title) => `---
outline: [2, 3]
---

${title}

${what}${list}`);
}
function indexPage() {
  const rows = entryPoints.filter(({ name, folder: folder2 }) => name === `@autoencoders/${folder2}`).map((entry) => {
    const parts = others(entry).filter((other) => !isInternal(other)).map(link2);
    return `| ${[link2(entry), ...parts].join("<br>")} | ${entry.description}. |`;
  });
  return `# Reference

Every export of every package, with its signature, its docstring and a link to its source. These pages are made from the code.
The search finds an export by its name.

| package | what it is |
| --- | --- |
${rows.join("\n")}
`;
}
var sidebar = entryPoints.filter((entry) => !isInternal(entry)).map((entry) => ({ text: titleOf(entry), link: `/reference/${entry.page}` }));

// reference/write.ts
import { createHash } from "node:crypto";
import { existsSync as existsSync2, readFileSync as readFileSync5, readdirSync as readdirSync2, writeFileSync as writeFileSync2 } from "node:fs";
import { join as join6 } from "node:path";
import { Application, Converter, ReflectionKind } from "file:///work/main/node_modules/.pnpm/typedoc@0.28.20_typescript@6.0.3/node_modules/typedoc/dist/index.js";
import { MarkdownPageEvent } from "file:///work/main/node_modules/.pnpm/typedoc-plugin-markdown@4.14.1_typedoc@0.28.20_typescript@6.0.3_/node_modules/typedoc-plugin-markdown/dist/index.js";

// ../../scripts/manifests.mjs
import { readFileSync as readFileSync4, writeFileSync } from "node:fs";
import { join as join5 } from "node:path";
import { fileURLToPath as fileURLToPath2 } from "node:url";
var __vite_injected_original_import_meta_url2 = "file:///work/main/scripts/manifests.mjs";
var repository = "https://github.com/autoencoders-js/autoencoders";
var keywords = {
  anomaly: ["anomaly-detection", "outlier-detection", "isolation-forest"],
  "backend-node": ["blas", "openblas", "backend", "node"],
  "backend-wasm": ["wasm", "webassembly", "simd", "backend"],
  "backend-webgl": ["webgl", "gpu", "backend"],
  "backend-webgpu": ["webgpu", "gpu", "backend"],
  cli: ["cli", "command-line", "anomaly-detection"],
  core: ["neural-network", "optimizer", "gradients"],
  datasets: ["dataset", "mnist", "fashion-mnist", "digits"],
  exchange: ["onnx", "pytorch", "keras", "safetensors", "tensorboard", "hugging-face"],
  files: ["parquet", "arrow", "npy", "images"],
  layers: ["neural-network", "layers", "convolution"],
  losses: ["loss", "kl-divergence", "reconstruction-error"],
  metrics: ["metrics", "roc-auc", "average-precision"],
  models: ["neural-network", "variational-autoencoder", "vae", "pca"],
  mpi: ["mpi", "data-parallel", "distributed-training"],
  noise: ["noise", "denoising", "augmentation"],
  report: ["report", "visualization"],
  tables: ["csv", "tabular-data", "imputation"],
  training: ["neural-network", "training", "web-worker"],
  variants: ["variational-autoencoder", "vae", "denoising-autoencoder", "sparse-autoencoder"]
};
var licences = {
  core: { id: "Apache-2.0", file: "LICENSE-APACHE" },
  "backend-wasm": { id: "Apache-2.0", file: "LICENSE-APACHE" },
  datasets: { id: "CC-BY-4.0", file: "LICENSE-CC-BY" }
};
var scripts = {
  build: "node ../../scripts/build.mjs",
  prepack: "node ../../scripts/prepack.mjs",
  prepublishOnly: "node ../../scripts/prepublish.mjs"
};
var { engines } = JSON.parse(readFileSync4(join5(root, "package.json"), "utf8"));
var FIRST = ["name", "version", "description", "keywords", "homepage", "bugs", "repository", "license", "author"];
function complete(name, manifest) {
  const other = licences[name];
  const ends = ["CHANGELOG.md", ...other ? ["NOTICE", other.file] : []];
  const shared = {
    keywords: ["autoencoder", "tensorflow", "tfjs", ...keywords[name]],
    homepage: `${repository}/tree/main/packages/${name}#readme`,
    bugs: `${repository}/issues`,
    repository: { type: "git", url: `git+${repository}.git`, directory: `packages/${name}` },
    license: other ? `MIT AND ${other.id}` : "MIT",
    author: "The @autoencoders contributors",
    files: [...manifest.files.filter((file) => !ends.includes(file)), ...ends],
    publishConfig: { access: "public" },
    scripts: { ...manifest.scripts, ...scripts },
    engines
  };
  const first = Object.fromEntries(FIRST.map((key) => [key, void 0]));
  return { ...first, ...manifest, ...shared };
}
if (process.argv[1] === fileURLToPath2(__vite_injected_original_import_meta_url2))
  for (const name of published)
    writeFileSync(join5(root, "packages", name, "package.json"), `${JSON.stringify(complete(name, manifestOf(name)), void 0, 2)}
`);

// reference/write.ts
var folder = join6(root, "docs", "reference");
var site = join6(root, "docs", "site");
var options = {
  plugin: ["typedoc-plugin-markdown"],
  entryPoints: entryPoints.map(({ source }) => source),
  tsconfig: join6(site, "reference", "tsconfig.packages.json"),
  basePath: root,
  out: folder,
  logLevel: "Error",
  readme: "none",
  // The types are checked elsewhere.
  skipErrorChecking: true,
  excludePrivate: true,
  // Links to the sources need no clone: `path` is relative to packages/, the folder that all entry points have in common.
  disableGit: true,
  sourceLinkTemplate: `${repository}/blob/main/packages/{path}#L{line}`,
  sort: ["alphabetical"],
  groupOrder: ["Functions", "Variables", "Classes", "Interfaces", "Type Aliases", "References"],
  outputFileStrategy: "modules",
  entryFileName: "index",
  flattenOutputFiles: true,
  excludeScopesInPaths: true,
  hidePageHeader: true,
  hideBreadcrumbs: true,
  useCodeBlocks: true,
  expandParameters: true,
  useCustomAnchors: true,
  useHTMLEncodedBrackets: true,
  sanitizeComments: true,
  parametersFormat: "table",
  interfacePropertiesFormat: "table",
  classPropertiesFormat: "table",
  typeAliasPropertiesFormat: "table",
  typeDeclarationFormat: "table",
  propertyMembersFormat: "table",
  tableColumnSettings: { hideSources: true, hideModifiers: true, hideInherited: true, hideOverrides: true, leftAlignHeaders: true }
};
function fingerprint() {
  const folders = [...published.map((name) => join6(root, "packages", name)), join6(site, "reference")];
  const files = folders.flatMap(
    (path) => readdirSync2(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && /(src|reference)(\/|$)/.test(entry.parentPath) && !entry.parentPath.includes("node_modules")).map((entry) => join6(entry.parentPath, entry.name))
  );
  const manifests = published.map((name) => join6(root, "packages", name, "package.json"));
  const hash = createHash("sha256").update(repository);
  for (const path of [...files, ...manifests, join6(site, "package.json")].sort()) hash.update(path).update(readFileSync5(path));
  return hash.digest("hex");
}
async function writeReference() {
  const stamp = join6(folder, ".fingerprint");
  const wanted = fingerprint();
  if (existsSync2(stamp) && readFileSync5(stamp, "utf8") === wanted) return;
  const app = await Application.bootstrapWithPlugins(options);
  const names = new Map(entryPoints.map(({ source, name }) => [source, name]));
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project: project2 }) => {
    for (const module of project2.children ?? []) module.name = names.get(module.sources?.[0]?.fullFileName ?? "") ?? module.name;
    for (const parameter of project2.getReflectionsByKind(ReflectionKind.Parameter))
      if (parameter.name === "__namedParameters") parameter.name = "options";
  });
  app.renderer.on(MarkdownPageEvent.END, (page) => {
    const entry = entryPoints.find(({ page: name }) => page.url === `${name}.md`);
    page.contents = entry ? introduced(entry, page.contents) : indexPage();
  });
  const project = await app.convert();
  if (!project) throw new Error("The sources of the packages could not be read.");
  await app.generateOutputs(project);
  if (app.logger.hasErrors()) throw new Error("The reference was not written: see the errors above.");
  writeFileSync2(stamp, wanted);
}

// live/fence.ts
function liveFences({ renderer }) {
  const fence = renderer.rules.fence;
  renderer.rules.fence = (tokens, i, ...rest) => {
    const shown = fence(tokens, i, ...rest);
    return /^ts live\b/.test(tokens[i].info) ? `<LiveProgram>${shown}</LiveProgram>` : shown;
  };
}

// .vitepress/links-out.ts
import { dirname, join as join7, relative } from "node:path";
import { fileURLToPath as fileURLToPath3 } from "node:url";
var __vite_injected_original_import_meta_url3 = "file:///work/main/docs/site/.vitepress/links-out.ts";
var docs = fileURLToPath3(new URL("../..", __vite_injected_original_import_meta_url3));
var root2 = dirname(docs.replace(/\/$/, ""));
function linksOut(md) {
  md.core.ruler.push("links-out", ({ tokens, env }) => {
    const page = env.path;
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      const href = token.type === "link_open" ? token.attrGet("href") : null;
      if (!href || !/^\.\.?\//.test(href)) continue;
      const target = join7(dirname(page), href);
      if (relative(docs, target).startsWith("..")) token.attrSet("href", `${repository}/blob/main/${relative(root2, target)}`);
    }
  });
}

// .vitepress/vue-of-the-site.ts
import { fileURLToPath as fileURLToPath4 } from "node:url";
var __vite_injected_original_import_meta_url4 = "file:///work/main/docs/site/.vitepress/vue-of-the-site.ts";
var importer = fileURLToPath4(new URL("../package.json", __vite_injected_original_import_meta_url4));
var vueOfTheSite = {
  name: "vue-of-the-site",
  enforce: "pre",
  resolveId(id, from, options2) {
    const isOutside = from !== void 0 && from !== importer && !from.includes("/node_modules/") && !from.includes("/docs/site/");
    return /^vue(\/|$)/.test(id) && isOutside ? this.resolve(id, importer, { ...options2, skipSelf: true }) : void 0;
  }
};

// .vitepress/config.ts
var __vite_injected_original_import_meta_url5 = "file:///work/main/docs/site/.vitepress/config.ts";
await writeReference();
var at = (path) => fileURLToPath5(new URL(path, __vite_injected_original_import_meta_url5));
var titleOf2 = (path) => /^# (.+)$/m.exec(readFileSync6(at(`../../${path}.md`), "utf8"))?.[1] ?? path;
var pages = (...paths) => paths.map((path) => ({ text: titleOf2(path), link: `/${path}` }));
var decisions = readdirSync3(at("../../decisions")).filter((file) => file.endsWith(".md")).map((file) => `decisions/${file.slice(0, -3)}`);
var guides = [
  { text: "Start", items: pages("start") },
  {
    text: "Tutorials",
    items: pages(
      "tutorials/undercomplete",
      "tutorials/sparse",
      "tutorials/stacked",
      "tutorials/convolutional",
      "tutorials/denoising",
      "tutorials/variational"
    )
  },
  {
    text: "How to",
    items: pages(
      "how-to/tables",
      "how-to/pictures",
      "how-to/series",
      "how-to/anomalies",
      "how-to/code-size",
      "how-to/reproduce",
      "how-to/resume",
      "how-to/export",
      "how-to/faster",
      "how-to/worker",
      "how-to/bundlers",
      "how-to/frameworks",
      "how-to/write-a-layer",
      "how-to/write-a-loss",
      "how-to/write-a-noise",
      "how-to/write-a-bottleneck",
      "how-to/write-an-app",
      "how-to/debug"
    )
  },
  {
    text: "Explanation",
    items: pages(
      "explanation/coming-from",
      "explanation/kernels",
      "explanation/memory",
      "explanation/randomness",
      "explanation/reductions",
      "explanation/precision"
    )
  }
];
var config_default = defineConfig({
  title: "autoencoders",
  description: "Compose, train, judge and ship autoencoders, in a browser or in Node.",
  lang: "en",
  srcDir: "..",
  srcExclude: ["site/**", "README.md", "public-surface.md"],
  outDir: at("../dist"),
  // A sub-folder of any host: BASE=/autoencoders/ npm run docs:build
  base: process.env["BASE"] ?? "/",
  head: [
    ["link", { rel: "icon", href: "data:image/svg+xml," + encodeURIComponent(readFileSync6(at("icon.svg"), "utf8")) }],
    ["style", {}, readFileSync6(at("access.css"), "utf8")]
  ],
  cleanUrls: false,
  lastUpdated: false,
  markdown: {
    config: (md) => void md.use(resultsIn).use(linksOut).use(liveFences),
    math: false,
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" }
  },
  vite: {
    // The plugin has the types of another vite.
    plugins: [vueOfTheSite, llms()],
    resolve: { conditions: ["@autoencoders/source"] },
    worker: { format: "es", plugins: () => [workerRunsOnce()] },
    // What they import is prepared at the start. Found at the first Run, it would make Vite's dev server load the page again.
    optimizeDeps: { entries: ["run.ts", "program.worker.ts"].map((file) => at(`../live/${file}`)) },
    build: { target: "es2022" }
  },
  themeConfig: {
    search: { provider: "local" },
    outline: [2, 3],
    nav: [
      { text: "Start", link: "/start" },
      { text: "Tutorials", link: "/tutorials/undercomplete" },
      { text: "How to", link: "/how-to/tables" },
      { text: "Reference", link: "/reference/" },
      { text: "Results", link: "/results/" }
    ],
    // No group is collapsible: VitePress makes such a group a button within a button, which screen readers cannot tell apart.
    sidebar: {
      "/reference/": [{ text: "Reference", items: [{ text: "All packages", link: "/reference/" }, ...sidebar] }],
      "/decisions/": [{ text: "Decisions", items: pages(...decisions) }],
      "/": [
        ...guides,
        {
          text: "Reference",
          items: [
            { text: "All packages", link: "/reference/" },
            ...pages("glossary", "file-format", "other-backends", "write-a-backend", "reliability", "security", "dependencies")
          ]
        },
        { text: "Results", items: [{ text: "All results", link: "/results/" }] },
        { text: "Decisions", items: [{ text: "What was decided, and why", link: `/${decisions[0]}` }] }
      ]
    }
  }
});
export {
  config_default as default
};
//# sourceMappingURL=data:application/json;base64,ewogICJ2ZXJzaW9uIjogMywKICAic291cmNlcyI6IFsiLnZpdGVwcmVzcy9jb25maWcudHMiLCAiLi4vLi4vYXBwcy9raXQvd29ya2VyLXJ1bnMtb25jZS50cyIsICJjaGFydHMvaW5zZXJ0LnRzIiwgIi4uLy4uL3NjcmlwdHMvcGFja2FnZXMubWpzIiwgImNoYXJ0cy9pbmRleC50cyIsICJjaGFydHMvc3RhdGlzdGljcy50cyIsICJjaGFydHMvcXVhbGl0eS50cyIsICJjaGFydHMvcm93LWNoYXJ0LnRzIiwgImNoYXJ0cy9zcGVlZC50cyIsICJyZWZlcmVuY2UvZW50cnktcG9pbnRzLnRzIiwgInJlZmVyZW5jZS9wYWdlLnRzIiwgInJlZmVyZW5jZS93cml0ZS50cyIsICIuLi8uLi9zY3JpcHRzL21hbmlmZXN0cy5tanMiLCAibGl2ZS9mZW5jZS50cyIsICIudml0ZXByZXNzL2xpbmtzLW91dC50cyIsICIudml0ZXByZXNzL3Z1ZS1vZi10aGUtc2l0ZS50cyJdLAogICJzb3VyY2VzQ29udGVudCI6IFsiY29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2Rpcm5hbWUgPSBcIi93b3JrL21haW4vZG9jcy9zaXRlLy52aXRlcHJlc3NcIjtjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfZmlsZW5hbWUgPSBcIi93b3JrL21haW4vZG9jcy9zaXRlLy52aXRlcHJlc3MvY29uZmlnLnRzXCI7Y29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2ltcG9ydF9tZXRhX3VybCA9IFwiZmlsZTovLy93b3JrL21haW4vZG9jcy9zaXRlLy52aXRlcHJlc3MvY29uZmlnLnRzXCI7aW1wb3J0IHsgcmVhZGRpclN5bmMsIHJlYWRGaWxlU3luYyB9IGZyb20gJ25vZGU6ZnMnO1xuaW1wb3J0IHsgZmlsZVVSTFRvUGF0aCB9IGZyb20gJ25vZGU6dXJsJztcbmltcG9ydCB7IHdvcmtlclJ1bnNPbmNlIH0gZnJvbSAnLi4vLi4vLi4vYXBwcy9raXQvd29ya2VyLXJ1bnMtb25jZS5qcyc7XG5pbXBvcnQgeyBkZWZpbmVDb25maWcgfSBmcm9tICd2aXRlcHJlc3MnO1xuaW1wb3J0IGxsbXMgZnJvbSAndml0ZXByZXNzLXBsdWdpbi1sbG1zJztcbmltcG9ydCB7IHJlc3VsdHNJbiB9IGZyb20gJy4uL2NoYXJ0cy9pbnNlcnQuanMnO1xuaW1wb3J0IHsgc2lkZWJhciB9IGZyb20gJy4uL3JlZmVyZW5jZS9wYWdlLmpzJztcbmltcG9ydCB7IHdyaXRlUmVmZXJlbmNlIH0gZnJvbSAnLi4vcmVmZXJlbmNlL3dyaXRlLmpzJztcbmltcG9ydCB7IGxpdmVGZW5jZXMgfSBmcm9tICcuLi9saXZlL2ZlbmNlLmpzJztcbmltcG9ydCB7IGxpbmtzT3V0IH0gZnJvbSAnLi9saW5rcy1vdXQuanMnO1xuaW1wb3J0IHsgdnVlT2ZUaGVTaXRlIH0gZnJvbSAnLi92dWUtb2YtdGhlLXNpdGUuanMnO1xuXG5hd2FpdCB3cml0ZVJlZmVyZW5jZSgpO1xuXG5jb25zdCBhdCA9IChwYXRoOiBzdHJpbmcpOiBzdHJpbmcgPT4gZmlsZVVSTFRvUGF0aChuZXcgVVJMKHBhdGgsIGltcG9ydC5tZXRhLnVybCkpO1xuXG4vKiogVGhlIGZpcnN0IGhlYWRpbmcgb2YgYSBwYWdlIG9mIGBkb2NzYC4gKi9cbmNvbnN0IHRpdGxlT2YgPSAocGF0aDogc3RyaW5nKTogc3RyaW5nID0+IC9eIyAoLispJC9tLmV4ZWMocmVhZEZpbGVTeW5jKGF0KGAuLi8uLi8ke3BhdGh9Lm1kYCksICd1dGY4JykpPy5bMV0gPz8gcGF0aDtcbmNvbnN0IHBhZ2VzID0gKC4uLnBhdGhzOiByZWFkb25seSBzdHJpbmdbXSkgPT4gcGF0aHMubWFwKChwYXRoKSA9PiAoeyB0ZXh0OiB0aXRsZU9mKHBhdGgpLCBsaW5rOiBgLyR7cGF0aH1gIH0pKTtcbmNvbnN0IGRlY2lzaW9ucyA9IHJlYWRkaXJTeW5jKGF0KCcuLi8uLi9kZWNpc2lvbnMnKSlcbiAgLmZpbHRlcigoZmlsZSkgPT4gZmlsZS5lbmRzV2l0aCgnLm1kJykpXG4gIC5tYXAoKGZpbGUpID0+IGBkZWNpc2lvbnMvJHtmaWxlLnNsaWNlKDAsIC0zKX1gKTtcblxuY29uc3QgZ3VpZGVzID0gW1xuICB7IHRleHQ6ICdTdGFydCcsIGl0ZW1zOiBwYWdlcygnc3RhcnQnKSB9LFxuICB7XG4gICAgdGV4dDogJ1R1dG9yaWFscycsXG4gICAgaXRlbXM6IHBhZ2VzKFxuICAgICAgJ3R1dG9yaWFscy91bmRlcmNvbXBsZXRlJyxcbiAgICAgICd0dXRvcmlhbHMvc3BhcnNlJyxcbiAgICAgICd0dXRvcmlhbHMvc3RhY2tlZCcsXG4gICAgICAndHV0b3JpYWxzL2NvbnZvbHV0aW9uYWwnLFxuICAgICAgJ3R1dG9yaWFscy9kZW5vaXNpbmcnLFxuICAgICAgJ3R1dG9yaWFscy92YXJpYXRpb25hbCcsXG4gICAgKSxcbiAgfSxcbiAge1xuICAgIHRleHQ6ICdIb3cgdG8nLFxuICAgIGl0ZW1zOiBwYWdlcyhcbiAgICAgICdob3ctdG8vdGFibGVzJyxcbiAgICAgICdob3ctdG8vcGljdHVyZXMnLFxuICAgICAgJ2hvdy10by9zZXJpZXMnLFxuICAgICAgJ2hvdy10by9hbm9tYWxpZXMnLFxuICAgICAgJ2hvdy10by9jb2RlLXNpemUnLFxuICAgICAgJ2hvdy10by9yZXByb2R1Y2UnLFxuICAgICAgJ2hvdy10by9yZXN1bWUnLFxuICAgICAgJ2hvdy10by9leHBvcnQnLFxuICAgICAgJ2hvdy10by9mYXN0ZXInLFxuICAgICAgJ2hvdy10by93b3JrZXInLFxuICAgICAgJ2hvdy10by9idW5kbGVycycsXG4gICAgICAnaG93LXRvL2ZyYW1ld29ya3MnLFxuICAgICAgJ2hvdy10by93cml0ZS1hLWxheWVyJyxcbiAgICAgICdob3ctdG8vd3JpdGUtYS1sb3NzJyxcbiAgICAgICdob3ctdG8vd3JpdGUtYS1ub2lzZScsXG4gICAgICAnaG93LXRvL3dyaXRlLWEtYm90dGxlbmVjaycsXG4gICAgICAnaG93LXRvL3dyaXRlLWFuLWFwcCcsXG4gICAgICAnaG93LXRvL2RlYnVnJyxcbiAgICApLFxuICB9LFxuICB7XG4gICAgdGV4dDogJ0V4cGxhbmF0aW9uJyxcbiAgICBpdGVtczogcGFnZXMoXG4gICAgICAnZXhwbGFuYXRpb24vY29taW5nLWZyb20nLFxuICAgICAgJ2V4cGxhbmF0aW9uL2tlcm5lbHMnLFxuICAgICAgJ2V4cGxhbmF0aW9uL21lbW9yeScsXG4gICAgICAnZXhwbGFuYXRpb24vcmFuZG9tbmVzcycsXG4gICAgICAnZXhwbGFuYXRpb24vcmVkdWN0aW9ucycsXG4gICAgICAnZXhwbGFuYXRpb24vcHJlY2lzaW9uJyxcbiAgICApLFxuICB9LFxuXTtcblxuZXhwb3J0IGRlZmF1bHQgZGVmaW5lQ29uZmlnKHtcbiAgdGl0bGU6ICdhdXRvZW5jb2RlcnMnLFxuICBkZXNjcmlwdGlvbjogJ0NvbXBvc2UsIHRyYWluLCBqdWRnZSBhbmQgc2hpcCBhdXRvZW5jb2RlcnMsIGluIGEgYnJvd3NlciBvciBpbiBOb2RlLicsXG4gIGxhbmc6ICdlbicsXG4gIHNyY0RpcjogJy4uJyxcbiAgc3JjRXhjbHVkZTogWydzaXRlLyoqJywgJ1JFQURNRS5tZCcsICdwdWJsaWMtc3VyZmFjZS5tZCddLFxuICBvdXREaXI6IGF0KCcuLi9kaXN0JyksXG4gIC8vIEEgc3ViLWZvbGRlciBvZiBhbnkgaG9zdDogQkFTRT0vYXV0b2VuY29kZXJzLyBucG0gcnVuIGRvY3M6YnVpbGRcbiAgYmFzZTogcHJvY2Vzcy5lbnZbJ0JBU0UnXSA/PyAnLycsXG4gIGhlYWQ6IFtcbiAgICBbJ2xpbmsnLCB7IHJlbDogJ2ljb24nLCBocmVmOiAnZGF0YTppbWFnZS9zdmcreG1sLCcgKyBlbmNvZGVVUklDb21wb25lbnQocmVhZEZpbGVTeW5jKGF0KCdpY29uLnN2ZycpLCAndXRmOCcpKSB9XSxcbiAgICBbJ3N0eWxlJywge30sIHJlYWRGaWxlU3luYyhhdCgnYWNjZXNzLmNzcycpLCAndXRmOCcpXSxcbiAgXSxcbiAgY2xlYW5VcmxzOiBmYWxzZSxcbiAgbGFzdFVwZGF0ZWQ6IGZhbHNlLFxuICBtYXJrZG93bjoge1xuICAgIGNvbmZpZzogKG1kKSA9PiB2b2lkIG1kLnVzZShyZXN1bHRzSW4pLnVzZShsaW5rc091dCkudXNlKGxpdmVGZW5jZXMpLFxuICAgIG1hdGg6IGZhbHNlLFxuICAgIHRoZW1lOiB7IGxpZ2h0OiAnZ2l0aHViLWxpZ2h0LWhpZ2gtY29udHJhc3QnLCBkYXJrOiAnZ2l0aHViLWRhcmstaGlnaC1jb250cmFzdCcgfSxcbiAgfSxcbiAgdml0ZToge1xuICAgIC8vIFRoZSBwbHVnaW4gaGFzIHRoZSB0eXBlcyBvZiBhbm90aGVyIHZpdGUuXG4gICAgcGx1Z2luczogW3Z1ZU9mVGhlU2l0ZSwgbGxtcygpIGFzIG5ldmVyXSxcbiAgICByZXNvbHZlOiB7IGNvbmRpdGlvbnM6IFsnQGF1dG9lbmNvZGVycy9zb3VyY2UnXSB9LFxuICAgIHdvcmtlcjogeyBmb3JtYXQ6ICdlcycsIHBsdWdpbnM6ICgpID0+IFt3b3JrZXJSdW5zT25jZSgpIGFzIG5ldmVyXSB9LFxuICAgIC8vIFdoYXQgdGhleSBpbXBvcnQgaXMgcHJlcGFyZWQgYXQgdGhlIHN0YXJ0LiBGb3VuZCBhdCB0aGUgZmlyc3QgUnVuLCBpdCB3b3VsZCBtYWtlIFZpdGUncyBkZXYgc2VydmVyIGxvYWQgdGhlIHBhZ2UgYWdhaW4uXG4gICAgb3B0aW1pemVEZXBzOiB7IGVudHJpZXM6IFsncnVuLnRzJywgJ3Byb2dyYW0ud29ya2VyLnRzJ10ubWFwKChmaWxlKSA9PiBhdChgLi4vbGl2ZS8ke2ZpbGV9YCkpIH0sXG4gICAgYnVpbGQ6IHsgdGFyZ2V0OiAnZXMyMDIyJyB9LFxuICB9LFxuICB0aGVtZUNvbmZpZzoge1xuICAgIHNlYXJjaDogeyBwcm92aWRlcjogJ2xvY2FsJyB9LFxuICAgIG91dGxpbmU6IFsyLCAzXSxcbiAgICBuYXY6IFtcbiAgICAgIHsgdGV4dDogJ1N0YXJ0JywgbGluazogJy9zdGFydCcgfSxcbiAgICAgIHsgdGV4dDogJ1R1dG9yaWFscycsIGxpbms6ICcvdHV0b3JpYWxzL3VuZGVyY29tcGxldGUnIH0sXG4gICAgICB7IHRleHQ6ICdIb3cgdG8nLCBsaW5rOiAnL2hvdy10by90YWJsZXMnIH0sXG4gICAgICB7IHRleHQ6ICdSZWZlcmVuY2UnLCBsaW5rOiAnL3JlZmVyZW5jZS8nIH0sXG4gICAgICB7IHRleHQ6ICdSZXN1bHRzJywgbGluazogJy9yZXN1bHRzLycgfSxcbiAgICBdLFxuICAgIC8vIE5vIGdyb3VwIGlzIGNvbGxhcHNpYmxlOiBWaXRlUHJlc3MgbWFrZXMgc3VjaCBhIGdyb3VwIGEgYnV0dG9uIHdpdGhpbiBhIGJ1dHRvbiwgd2hpY2ggc2NyZWVuIHJlYWRlcnMgY2Fubm90IHRlbGwgYXBhcnQuXG4gICAgc2lkZWJhcjoge1xuICAgICAgJy9yZWZlcmVuY2UvJzogW3sgdGV4dDogJ1JlZmVyZW5jZScsIGl0ZW1zOiBbeyB0ZXh0OiAnQWxsIHBhY2thZ2VzJywgbGluazogJy9yZWZlcmVuY2UvJyB9LCAuLi5zaWRlYmFyXSB9XSxcbiAgICAgICcvZGVjaXNpb25zLyc6IFt7IHRleHQ6ICdEZWNpc2lvbnMnLCBpdGVtczogcGFnZXMoLi4uZGVjaXNpb25zKSB9XSxcbiAgICAgICcvJzogW1xuICAgICAgICAuLi5ndWlkZXMsXG4gICAgICAgIHtcbiAgICAgICAgICB0ZXh0OiAnUmVmZXJlbmNlJyxcbiAgICAgICAgICBpdGVtczogW1xuICAgICAgICAgICAgeyB0ZXh0OiAnQWxsIHBhY2thZ2VzJywgbGluazogJy9yZWZlcmVuY2UvJyB9LFxuICAgICAgICAgICAgLi4ucGFnZXMoJ2dsb3NzYXJ5JywgJ2ZpbGUtZm9ybWF0JywgJ290aGVyLWJhY2tlbmRzJywgJ3dyaXRlLWEtYmFja2VuZCcsICdyZWxpYWJpbGl0eScsICdzZWN1cml0eScsICdkZXBlbmRlbmNpZXMnKSxcbiAgICAgICAgICBdLFxuICAgICAgICB9LFxuICAgICAgICB7IHRleHQ6ICdSZXN1bHRzJywgaXRlbXM6IFt7IHRleHQ6ICdBbGwgcmVzdWx0cycsIGxpbms6ICcvcmVzdWx0cy8nIH1dIH0sXG4gICAgICAgIHsgdGV4dDogJ0RlY2lzaW9ucycsIGl0ZW1zOiBbeyB0ZXh0OiAnV2hhdCB3YXMgZGVjaWRlZCwgYW5kIHdoeScsIGxpbms6IGAvJHtkZWNpc2lvbnNbMF19YCB9XSB9LFxuICAgICAgXSxcbiAgICB9LFxuICB9LFxufSk7XG4iLCAiY29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2Rpcm5hbWUgPSBcIi93b3JrL21haW4vYXBwcy9raXRcIjtjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfZmlsZW5hbWUgPSBcIi93b3JrL21haW4vYXBwcy9raXQvd29ya2VyLXJ1bnMtb25jZS50c1wiO2NvbnN0IF9fdml0ZV9pbmplY3RlZF9vcmlnaW5hbF9pbXBvcnRfbWV0YV91cmwgPSBcImZpbGU6Ly8vd29yay9tYWluL2FwcHMva2l0L3dvcmtlci1ydW5zLW9uY2UudHNcIjtpbXBvcnQgdHlwZSB7IFBsdWdpbiB9IGZyb20gJ3ZpdGUnO1xuXG4vKipcbiAqIEtlZXBzIHRoZSBjaHVua3Mgb2YgYSB3b3JrZXIgZnJvbSBpbXBvcnRpbmcgdGhlIHdvcmtlcidzIG93biBmaWxlLCB3aGljaCBXZWJLaXQgd291bGQgcnVuIGEgc2Vjb25kIHRpbWUuIFZpdGUgc2V0cyB0aGUgb3B0aW9uIGl0c2VsZiwgYWZ0ZXJcbiAqIHRoZSBjb25maWd1cmF0aW9uIGlzIHJlYWQuXG4gKi9cbmV4cG9ydCBjb25zdCB3b3JrZXJSdW5zT25jZSA9ICgpOiBQbHVnaW4gPT4gKHtcbiAgbmFtZTogJ3dvcmtlci1ydW5zLW9uY2UnLFxuICBvcHRpb25zOiAob3B0aW9ucykgPT4gKHsgLi4ub3B0aW9ucywgcHJlc2VydmVFbnRyeVNpZ25hdHVyZXM6ICdzdHJpY3QnIH0pLFxuICBnZW5lcmF0ZUJ1bmRsZShfLCBidW5kbGUpIHtcbiAgICBmb3IgKGNvbnN0IGNodW5rIG9mIE9iamVjdC52YWx1ZXMoYnVuZGxlKSlcbiAgICAgIGlmIChjaHVuay50eXBlID09PSAnY2h1bmsnICYmIGNodW5rLmlzRW50cnkgJiYgY2h1bmsuZXhwb3J0cy5sZW5ndGggPiAwKVxuICAgICAgICB0aGlzLmVycm9yKGBjaHVua3MgaW1wb3J0ICR7Y2h1bmsuZmlsZU5hbWV9LCBhIHdvcmtlcidzIG93biBmaWxlYCk7XG4gIH0sXG59KTtcbiIsICJjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfZGlybmFtZSA9IFwiL3dvcmsvbWFpbi9kb2NzL3NpdGUvY2hhcnRzXCI7Y29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2ZpbGVuYW1lID0gXCIvd29yay9tYWluL2RvY3Mvc2l0ZS9jaGFydHMvaW5zZXJ0LnRzXCI7Y29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2ltcG9ydF9tZXRhX3VybCA9IFwiZmlsZTovLy93b3JrL21haW4vZG9jcy9zaXRlL2NoYXJ0cy9pbnNlcnQudHNcIjtpbXBvcnQgeyByZWFkRmlsZVN5bmMgfSBmcm9tICdub2RlOmZzJztcbmltcG9ydCB7IGpvaW4gfSBmcm9tICdub2RlOnBhdGgnO1xuaW1wb3J0IHR5cGUgeyBNYXJrZG93blJlbmRlcmVyIH0gZnJvbSAndml0ZXByZXNzJztcbmltcG9ydCB7IHJvb3QgfSBmcm9tICcuLi8uLi8uLi9zY3JpcHRzL3BhY2thZ2VzLm1qcyc7XG5pbXBvcnQgeyBjaGFydE9mIH0gZnJvbSAnLi9pbmRleC5qcyc7XG5cbi8qKiBUaGUgZmlyc3QgdGFibGUgb2YgYSBwYWdlIG9mIHJlc3VsdHMgYWZ0ZXIgYSBoZWFkaW5nLCBvciBhZnRlciB0aGUgdGl0bGUuICovXG5mdW5jdGlvbiB0YWJsZU9mKHBhZ2U6IHN0cmluZywgaGVhZGluZzogc3RyaW5nIHwgdW5kZWZpbmVkKTogc3RyaW5nIHtcbiAgY29uc3QgdGV4dCA9IHJlYWRGaWxlU3luYyhqb2luKHJvb3QsICdiZW5jaCcsICdyZXN1bHRzJywgYCR7cGFnZX0ubWRgKSwgJ3V0ZjgnKTtcbiAgY29uc3Qgc3RhcnQgPSBoZWFkaW5nID09PSB1bmRlZmluZWQgPyAwIDogdGV4dC5pbmRleE9mKGBcXG4jIyAke2hlYWRpbmd9XFxuYCk7XG4gIGNvbnN0IHRhYmxlID0gc3RhcnQgPCAwID8gdW5kZWZpbmVkIDogLyheXFx8LipcXG4/KSsvbS5leGVjKHRleHQuc2xpY2Uoc3RhcnQpKT8uWzBdO1xuICBpZiAodGFibGUgPT09IHVuZGVmaW5lZCkgdGhyb3cgbmV3IEVycm9yKGBiZW5jaC9yZXN1bHRzLyR7cGFnZX0ubWQgaGFzIG5vIHRhYmxlIHVuZGVyIFwiJHtoZWFkaW5nID8/ICdpdHMgdGl0bGUnfVwiLmApO1xuICByZXR1cm4gdGFibGU7XG59XG5cbmZ1bmN0aW9uIGNoYXJ0KHBhZ2U6IHN0cmluZyk6IHN0cmluZyB7XG4gIGNvbnN0IGh0bWwgPSBjaGFydE9mKHBhZ2UpO1xuICBpZiAoaHRtbCA9PT0gdW5kZWZpbmVkKSB0aHJvdyBuZXcgRXJyb3IoYFRoZSByZXN1bHRzIFwiJHtwYWdlfVwiIGhhdmUgbm8gY2hhcnQuYCk7XG4gIHJldHVybiBodG1sO1xufVxuXG4vKiogUHV0cyBtZWFzdXJlZCBmaWd1cmVzIGludG8gYSBwYWdlOiBmb3IgYDwhLS0gdGFibGU6IHN0ZXBzLCBQcm9kdWN0cyBvZiBtYXRyaWNlcyAtLT5gIGEgdGFibGUgb2YgdGhlIHJlc3VsdHMsIGZvciBgPCEtLSBjaGFydDogc3RlcHMgLS0+YCB0aGVpciBjaGFydC4gKi9cbmV4cG9ydCBmdW5jdGlvbiByZXN1bHRzSW4obWQ6IE1hcmtkb3duUmVuZGVyZXIpOiB2b2lkIHtcbiAgbWQuY29yZS5ydWxlci5iZWZvcmUoJ25vcm1hbGl6ZScsICdyZXN1bHRzLWluJywgKHN0YXRlKSA9PiB7XG4gICAgc3RhdGUuc3JjID0gc3RhdGUuc3JjXG4gICAgICAucmVwbGFjZUFsbCgvXjwhLS0gdGFibGU6IChcXFMrPykoPzosICguKykpPyAtLT4kL2dtLCAoXywgcGFnZTogc3RyaW5nLCBoZWFkaW5nPzogc3RyaW5nKSA9PiB0YWJsZU9mKHBhZ2UsIGhlYWRpbmcpKVxuICAgICAgLnJlcGxhY2VBbGwoL148IS0tIGNoYXJ0OiAoXFxTKykgLS0+JC9nbSwgKF8sIHBhZ2U6IHN0cmluZykgPT4gY2hhcnQocGFnZSkpO1xuICB9KTtcbn1cbiIsICJjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfZGlybmFtZSA9IFwiL3dvcmsvbWFpbi9zY3JpcHRzXCI7Y29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2ZpbGVuYW1lID0gXCIvd29yay9tYWluL3NjcmlwdHMvcGFja2FnZXMubWpzXCI7Y29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2ltcG9ydF9tZXRhX3VybCA9IFwiZmlsZTovLy93b3JrL21haW4vc2NyaXB0cy9wYWNrYWdlcy5tanNcIjtpbXBvcnQgeyBleGlzdHNTeW5jLCByZWFkRmlsZVN5bmMsIHJlYWRkaXJTeW5jIH0gZnJvbSAnbm9kZTpmcyc7XG5pbXBvcnQgeyBqb2luIH0gZnJvbSAnbm9kZTpwYXRoJztcbmltcG9ydCB7IGZpbGVVUkxUb1BhdGggfSBmcm9tICdub2RlOnVybCc7XG5cbmV4cG9ydCBjb25zdCByb290ID0gZmlsZVVSTFRvUGF0aChuZXcgVVJMKCcuLicsIGltcG9ydC5tZXRhLnVybCkpO1xuXG4vKiogVGhlIGZvbGRlcnMgb2YgYWxsIHBhY2thZ2VzLCBieSB0aGVpciBuYW1lcyBpbiBgcGFja2FnZXMvYC4gKi9cbmV4cG9ydCBjb25zdCBwYWNrYWdlcyA9IHJlYWRkaXJTeW5jKGpvaW4ocm9vdCwgJ3BhY2thZ2VzJykpLmZpbHRlcigobmFtZSkgPT4gZXhpc3RzU3luYyhqb2luKHJvb3QsICdwYWNrYWdlcycsIG5hbWUsICdwYWNrYWdlLmpzb24nKSkpO1xuXG4vKiogVGhlIHBhY2thZ2UuanNvbiBvZiBhIHBhY2thZ2UuICovXG5leHBvcnQgY29uc3QgbWFuaWZlc3RPZiA9IChuYW1lKSA9PiBKU09OLnBhcnNlKHJlYWRGaWxlU3luYyhqb2luKHJvb3QsICdwYWNrYWdlcycsIG5hbWUsICdwYWNrYWdlLmpzb24nKSwgJ3V0ZjgnKSk7XG5cbi8qKiBUaGUgcHVibGlzaGVkIHBhY2thZ2VzLCBieSB0aGVpciBuYW1lcyBpbiBgcGFja2FnZXMvYC4gKi9cbmV4cG9ydCBjb25zdCBwdWJsaXNoZWQgPSBwYWNrYWdlcy5maWx0ZXIoKG5hbWUpID0+ICFtYW5pZmVzdE9mKG5hbWUpLnByaXZhdGUpO1xuIiwgImNvbnN0IF9fdml0ZV9pbmplY3RlZF9vcmlnaW5hbF9kaXJuYW1lID0gXCIvd29yay9tYWluL2RvY3Mvc2l0ZS9jaGFydHNcIjtjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfZmlsZW5hbWUgPSBcIi93b3JrL21haW4vZG9jcy9zaXRlL2NoYXJ0cy9pbmRleC50c1wiO2NvbnN0IF9fdml0ZV9pbmplY3RlZF9vcmlnaW5hbF9pbXBvcnRfbWV0YV91cmwgPSBcImZpbGU6Ly8vd29yay9tYWluL2RvY3Mvc2l0ZS9jaGFydHMvaW5kZXgudHNcIjsvLyBUaGUgY2hhcnQgb2YgZWFjaCBwYWdlIG9mIHJlc3VsdHMgdGhhdCBoYXMgb25lLCBmcm9tIHRoZSBKU09OIHRoYXQgdGhlIHBhZ2UgaXMgbWFkZSBmcm9tLlxuaW1wb3J0IHsgcmVhZEZpbGVTeW5jIH0gZnJvbSAnbm9kZTpmcyc7XG5pbXBvcnQgeyBqb2luIH0gZnJvbSAnbm9kZTpwYXRoJztcbmltcG9ydCB7IHJvb3QgfSBmcm9tICcuLi8uLi8uLi9zY3JpcHRzL3BhY2thZ2VzLm1qcyc7XG5pbXBvcnQgKiBhcyBxdWFsaXR5IGZyb20gJy4vcXVhbGl0eS5qcyc7XG5pbXBvcnQgeyByb3dDaGFydCB9IGZyb20gJy4vcm93LWNoYXJ0LmpzJztcbmltcG9ydCB0eXBlIHsgUm93Q2hhcnQgfSBmcm9tICcuL3Jvdy1jaGFydC5qcyc7XG5pbXBvcnQgKiBhcyBzcGVlZCBmcm9tICcuL3NwZWVkLmpzJztcblxuLy8gVGhlIG90aGVyIHBhZ2VzIGhvbGQgY291bnRzIHRoYXQgYXJlIGFsbCB0aGUgc2FtZSwgb3IgdG9vIGZldyBmaWd1cmVzIGZvciBhIGNoYXJ0LlxuY29uc3QgY2hhcnRzOiBSZWFkb25seTxSZWNvcmQ8c3RyaW5nLCAocmVzdWx0czogbmV2ZXIpID0+IFJvd0NoYXJ0Pj4gPSB7XG4gIHN0ZXBzOiBzcGVlZC5zdGVwcyxcbiAgcGNhOiBzcGVlZC5wY2EsXG4gIG5vaXNlOiBzcGVlZC5ub2lzZSxcbiAgb25ueDogc3BlZWQub25ueCxcbiAgdGFibGVzOiBzcGVlZC50YWJsZXMsXG4gIGFwcHM6IHNwZWVkLmFwcHMsXG4gIHF1YWxpdHk6IHF1YWxpdHkucXVhbGl0eSxcbiAgJ3F1YWxpdHktYmxhcyc6IHF1YWxpdHkucXVhbGl0eSxcbiAgY29kZXM6IHF1YWxpdHkuY29kZXMsXG4gIGFub21hbHk6IHF1YWxpdHkuYW5vbWFseSxcbiAgJ2Fub21hbHktc2VyaWVzJzogcXVhbGl0eS5zZXJpZXMsXG4gIGltcHV0ZTogcXVhbGl0eS5pbXB1dGUsXG59O1xuXG4vKiogVGhlIGNoYXJ0IG9mIGEgcGFnZSBvZiByZXN1bHRzIGFzIEhUTUw7IHVuZGVmaW5lZCBpZiBpdCBoYXMgbm9uZS4gKi9cbmV4cG9ydCBmdW5jdGlvbiBjaGFydE9mKHBhZ2U6IHN0cmluZyk6IHN0cmluZyB8IHVuZGVmaW5lZCB7XG4gIGNvbnN0IGNoYXJ0ID0gY2hhcnRzW3BhZ2VdO1xuICByZXR1cm4gY2hhcnQgJiYgcm93Q2hhcnQoY2hhcnQoSlNPTi5wYXJzZShyZWFkRmlsZVN5bmMoam9pbihyb290LCAnYmVuY2gnLCAncmVzdWx0cycsIGAke3BhZ2V9Lmpzb25gKSwgJ3V0ZjgnKSkgYXMgbmV2ZXIpKTtcbn1cblxuLyoqIEEgcGFnZSBvZiByZXN1bHRzIHdpdGggaXRzIGNoYXJ0IGJlZm9yZSB0aGUgZmlyc3QgdGFibGUsIHdoaWNoIGhhcyB0aGUgc2FtZSBmaWd1cmVzIGFzIHRleHQuICovXG5leHBvcnQgZnVuY3Rpb24gd2l0aENoYXJ0KHBhZ2U6IHN0cmluZywgdGV4dDogc3RyaW5nKTogc3RyaW5nIHtcbiAgY29uc3QgY2hhcnQgPSBjaGFydE9mKHBhZ2UpO1xuICByZXR1cm4gY2hhcnQgPyB0ZXh0LnJlcGxhY2UoL15cXHwvbSwgKCkgPT4gYCR7Y2hhcnR9XFxuXFxufGApIDogdGV4dDtcbn1cbiIsICJjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfZGlybmFtZSA9IFwiL3dvcmsvbWFpbi9kb2NzL3NpdGUvY2hhcnRzXCI7Y29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2ZpbGVuYW1lID0gXCIvd29yay9tYWluL2RvY3Mvc2l0ZS9jaGFydHMvc3RhdGlzdGljcy50c1wiO2NvbnN0IF9fdml0ZV9pbmplY3RlZF9vcmlnaW5hbF9pbXBvcnRfbWV0YV91cmwgPSBcImZpbGU6Ly8vd29yay9tYWluL2RvY3Mvc2l0ZS9jaGFydHMvc3RhdGlzdGljcy50c1wiO2V4cG9ydCBjb25zdCBtZWFuID0gKHZhbHVlczogcmVhZG9ubHkgbnVtYmVyW10pOiBudW1iZXIgPT4gdmFsdWVzLnJlZHVjZSgoc3VtLCB2YWx1ZSkgPT4gc3VtICsgdmFsdWUsIDApIC8gdmFsdWVzLmxlbmd0aDtcblxuLyoqIFRoZSBzYW1wbGUgc3RhbmRhcmQgZGV2aWF0aW9uOyAwIG9mIGEgc2luZ2xlIG51bWJlci4gKi9cbmV4cG9ydCBmdW5jdGlvbiBkZXZpYXRpb24odmFsdWVzOiByZWFkb25seSBudW1iZXJbXSk6IG51bWJlciB7XG4gIGNvbnN0IG1pZGRsZSA9IG1lYW4odmFsdWVzKTtcbiAgcmV0dXJuIE1hdGguc3FydCh2YWx1ZXMucmVkdWNlKChzdW0sIHZhbHVlKSA9PiBzdW0gKyAodmFsdWUgLSBtaWRkbGUpICoqIDIsIDApIC8gTWF0aC5tYXgoMSwgdmFsdWVzLmxlbmd0aCAtIDEpKTtcbn1cblxuZXhwb3J0IGZ1bmN0aW9uIG1lZGlhbih2YWx1ZXM6IHJlYWRvbmx5IG51bWJlcltdKTogbnVtYmVyIHtcbiAgY29uc3Qgc29ydGVkID0gdmFsdWVzLnRvU29ydGVkKChhLCBiKSA9PiBhIC0gYik7XG4gIGNvbnN0IGhhbGYgPSBzb3J0ZWQubGVuZ3RoID4+IDE7XG4gIHJldHVybiBzb3J0ZWQubGVuZ3RoICUgMiA9PT0gMSA/IHNvcnRlZFtoYWxmXSEgOiAoc29ydGVkW2hhbGYgLSAxXSEgKyBzb3J0ZWRbaGFsZl0hKSAvIDI7XG59XG4iLCAiY29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2Rpcm5hbWUgPSBcIi93b3JrL21haW4vZG9jcy9zaXRlL2NoYXJ0c1wiO2NvbnN0IF9fdml0ZV9pbmplY3RlZF9vcmlnaW5hbF9maWxlbmFtZSA9IFwiL3dvcmsvbWFpbi9kb2NzL3NpdGUvY2hhcnRzL3F1YWxpdHkudHNcIjtjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfaW1wb3J0X21ldGFfdXJsID0gXCJmaWxlOi8vL3dvcmsvbWFpbi9kb2NzL3NpdGUvY2hhcnRzL3F1YWxpdHkudHNcIjtpbXBvcnQgdHlwZSB7IFJvdywgUm93Q2hhcnQgfSBmcm9tICcuL3Jvdy1jaGFydC5qcyc7XG5pbXBvcnQgeyBkZXZpYXRpb24sIG1lYW4gfSBmcm9tICcuL3N0YXRpc3RpY3MuanMnO1xuXG5pbnRlcmZhY2UgUXVhbGl0eSB7XG4gIHJlYWRvbmx5IHJvd3M6IHJlYWRvbmx5IHtcbiAgICByZWFkb25seSBuYW1lOiBzdHJpbmc7XG4gICAgcmVhZG9ubHkgcmVhY2hlZDogbnVtYmVyO1xuICAgIHJlYWRvbmx5IHB5dG9yY2g6IG51bWJlciB8IG51bGw7XG4gICAgcmVhZG9ubHkgcGNhOiBudW1iZXIgfCBudWxsO1xuICB9W107XG59XG5cbmV4cG9ydCBjb25zdCBxdWFsaXR5ID0gKHsgcm93cyB9OiBRdWFsaXR5KTogUm93Q2hhcnQgPT4gKHtcbiAgdGl0bGU6ICdUaGUgdGVzdCBlcnJvciBvZiBlYWNoIG1vZGVsIGJlc2lkZSB0aGUgc2FtZSBtb2RlbCBpbiBQeVRvcmNoOiBmdXJ0aGVyIGxlZnQgaXMgYmV0dGVyLicsXG4gIGxhYmVsOiAndGltZXMgdGhlIGVycm9yIG9mIFB5VG9yY2gnLFxuICByb3dzOiByb3dzLmZsYXRNYXAoKHsgbmFtZSwgcmVhY2hlZCwgcHl0b3JjaCwgcGNhIH0pID0+XG4gICAgcHl0b3JjaCA9PT0gbnVsbFxuICAgICAgPyBbXVxuICAgICAgOiBbXG4gICAgICAgICAgeyBncm91cDogbmFtZSwgbmFtZTogJ291cnMnLCB2YWx1ZTogcmVhY2hlZCAvIHB5dG9yY2gsIG91cnM6IHRydWUgfSxcbiAgICAgICAgICAuLi4ocGNhID09PSBudWxsID8gW10gOiBbeyBncm91cDogbmFtZSwgbmFtZTogJ1BDQScsIHZhbHVlOiBwY2EgLyBweXRvcmNoIH1dKSxcbiAgICAgICAgXSxcbiAgKSxcbiAgbWFyazogJ3N0ZW0nLFxuICByZWZlcmVuY2U6IHsgdmFsdWU6IDEsIG5hbWU6ICdQeVRvcmNoJyB9LFxufSk7XG5cbmludGVyZmFjZSBDb2RlcyB7XG4gIHJlYWRvbmx5IGxhYmVsczoge1xuICAgIHJlYWRvbmx5IHJvd3M6IHJlYWRvbmx5IHtcbiAgICAgIHJlYWRvbmx5IHN0YXJ0OiBzdHJpbmc7XG4gICAgICByZWFkb25seSBsYWJlbHM6IG51bWJlcjtcbiAgICAgIHJlYWRvbmx5IG1lYW46IG51bWJlcjtcbiAgICAgIHJlYWRvbmx5IHNwcmVhZDogbnVtYmVyO1xuICAgICAgcmVhZG9ubHkgZXJyb3JzOiByZWFkb25seSBudW1iZXJbXTtcbiAgICB9W107XG4gIH07XG59XG5cbmV4cG9ydCBjb25zdCBjb2RlcyA9ICh7IGxhYmVscyB9OiBDb2Rlcyk6IFJvd0NoYXJ0ID0+ICh7XG4gIHRpdGxlOiAnV2hhdCBwcmUtdHJhaW5pbmcgaXMgd29ydGggd2l0aCBmZXcgbGFiZWxzOiB0aGUgdGVzdCBlcnJvciBieSBob3cgdGhlIGNsYXNzaWZpZXIgc3RhcnRzLCBvdmVyIGZpdmUgZHJhd3Mgb2YgbGFiZWxzLicsXG4gIGxhYmVsOiAndGVzdCBlcnJvciwgJScsXG4gIHJvd3M6IGxhYmVscy5yb3dzXG4gICAgLnRvU29ydGVkKChhLCBiKSA9PiBhLmxhYmVscyAtIGIubGFiZWxzKVxuICAgIC5tYXAoKHsgc3RhcnQsIGxhYmVsczogY291bnQsIG1lYW46IHZhbHVlLCBzcHJlYWQsIGVycm9ycyB9KSA9PiAoe1xuICAgICAgZ3JvdXA6IGAke2NvdW50LnRvTG9jYWxlU3RyaW5nKCdlbicpfSBsYWJlbHNgLFxuICAgICAgbmFtZTogc3RhcnQsXG4gICAgICB2YWx1ZSxcbiAgICAgIHNwcmVhZCxcbiAgICAgIHZhbHVlczogZXJyb3JzLFxuICAgICAgb3Vyczogc3RhcnQgIT09ICdyYW5kb20nLFxuICAgIH0pKSxcbiAgbWFyazogJ2RvdCcsXG59KTtcblxuaW50ZXJmYWNlIEFub21hbHkge1xuICByZWFkb25seSBtZXRob2RzOiByZWFkb25seSB7IHJlYWRvbmx5IG5hbWU6IHN0cmluZzsgcmVhZG9ubHkgdGl0bGU6IHN0cmluZyB9W107XG4gIHJlYWRvbmx5IHNldHM6IHJlYWRvbmx5IHsgcmVhZG9ubHkgcHVibGlzaGVkOiBSZWFkb25seTxSZWNvcmQ8c3RyaW5nLCBudW1iZXI+PiB9W107XG4gIHJlYWRvbmx5IHJ1bnM6IHJlYWRvbmx5IHsgcmVhZG9ubHkgcHJvdG9jb2w6IHN0cmluZzsgcmVhZG9ubHkgbWV0aG9kOiBzdHJpbmc7IHJlYWRvbmx5IHNlZWQ6IG51bWJlcjsgcmVhZG9ubHkgYXVyb2M6IG51bWJlciB9W107XG59XG5cbmV4cG9ydCBmdW5jdGlvbiBhbm9tYWx5KHsgbWV0aG9kcywgc2V0cywgcnVucyB9OiBBbm9tYWx5KTogUm93Q2hhcnQge1xuICBjb25zdCBtZWFzdXJlZCA9IG1ldGhvZHMuZmxhdE1hcCgoeyBuYW1lLCB0aXRsZSB9KTogUm93W10gPT4ge1xuICAgIGNvbnN0IG93biA9IHJ1bnMuZmlsdGVyKCh7IHByb3RvY29sLCBtZXRob2QgfSkgPT4gcHJvdG9jb2wgPT09ICdwdWJsaXNoZWQnICYmIG1ldGhvZCA9PT0gbmFtZSk7XG4gICAgY29uc3Qgc2VlZHMgPSBbLi4ubmV3IFNldChvd24ubWFwKCh7IHNlZWQgfSkgPT4gc2VlZCkpXTtcbiAgICAvLyBBIG1ldGhvZCBjb3VudHMgd2hlbiBpdCBoYXMgc2VlbiBhbGwgdGFibGVzLlxuICAgIGlmIChvd24ubGVuZ3RoID09PSAwIHx8IG93bi5sZW5ndGggIT09IHNlZWRzLmxlbmd0aCAqIHNldHMubGVuZ3RoKSByZXR1cm4gW107XG4gICAgY29uc3QgdmFsdWVzID0gc2VlZHMubWFwKChlYWNoKSA9PiAxMDAgKiBtZWFuKG93bi5maWx0ZXIoKHsgc2VlZCB9KSA9PiBzZWVkID09PSBlYWNoKS5tYXAoKHsgYXVyb2MgfSkgPT4gYXVyb2MpKSk7XG4gICAgcmV0dXJuIFt7IG5hbWU6IHRpdGxlLCB2YWx1ZTogbWVhbih2YWx1ZXMpLCBzcHJlYWQ6IGRldmlhdGlvbih2YWx1ZXMpLCB2YWx1ZXMsIG91cnM6ICF0aXRsZS5zdGFydHNXaXRoKCdzY2lraXQtbGVhcm4nKSB9XTtcbiAgfSk7XG4gIGNvbnN0IHB1Ymxpc2hlZCA9IE9iamVjdC5rZXlzKHNldHNbMF0hLnB1Ymxpc2hlZCkubWFwKChuYW1lKTogUm93ID0+ICh7XG4gICAgbmFtZTogYHB1Ymxpc2hlZDogJHtuYW1lfWAsXG4gICAgdmFsdWU6IG1lYW4oc2V0cy5tYXAoKHNldCkgPT4gc2V0LnB1Ymxpc2hlZFtuYW1lXSEpKSxcbiAgfSkpO1xuICByZXR1cm4ge1xuICAgIHRpdGxlOiAnVGhlIG1lYW4gQVVST0Mgb2YgZWFjaCBtZXRob2Qgb3ZlciAyMiB0YWJsZXMsIHdpdGggaXRzIHNwcmVhZCBvdmVyIHRoZSBzZWVkczogZnVydGhlciByaWdodCBpcyBiZXR0ZXIuJyxcbiAgICBsYWJlbDogJ0FVUk9DLCAlJyxcbiAgICByb3dzOiBbLi4ubWVhc3VyZWQsIC4uLnB1Ymxpc2hlZF0udG9Tb3J0ZWQoKGEsIGIpID0+IGIudmFsdWUgLSBhLnZhbHVlKSxcbiAgICBtYXJrOiAnZG90JyxcbiAgICBmb3JtYXQ6ICh2YWx1ZSkgPT4gdmFsdWUudG9GaXhlZCgxKSxcbiAgfTtcbn1cblxuaW50ZXJmYWNlIFNlcmllcyB7XG4gIHJlYWRvbmx5IG1ldGhvZHM6IHJlYWRvbmx5IHsgcmVhZG9ubHkgbmFtZTogc3RyaW5nOyByZWFkb25seSB0aXRsZTogc3RyaW5nIH1bXTtcbiAgcmVhZG9ubHkgcnVuczogcmVhZG9ubHkgeyByZWFkb25seSBtZXRob2Q6IHN0cmluZzsgcmVhZG9ubHkgdnVzUHI/OiBudW1iZXIgfVtdO1xufVxuXG5leHBvcnQgY29uc3Qgc2VyaWVzID0gKHsgbWV0aG9kcywgcnVucyB9OiBTZXJpZXMpOiBSb3dDaGFydCA9PiAoe1xuICB0aXRsZTogJ0hvdyB3ZWxsIGVhY2ggbWV0aG9kIGZpbmRzIG9kZCBzdHJldGNoZXM6IHRoZSBtZWFuIG92ZXIgdGhlIHNlcmllcywgYW5kIGVhY2ggc2VyaWVzIGFzIGEgc21hbGwgZG90LiBGdXJ0aGVyIHJpZ2h0IGlzIGJldHRlci4nLFxuICBsYWJlbDogJ1ZVUy1QUicsXG4gIHJvd3M6IG1ldGhvZHNcbiAgICAubWFwKCh7IG5hbWUsIHRpdGxlIH0sIGkpOiBSb3cgPT4ge1xuICAgICAgLy8gXCJ0aGUgc2FtZSwgY2VudHJlZFwiIGlzIHNhaWQgb2YgdGhlIG1ldGhvZCBiZWZvcmUuXG4gICAgICBjb25zdCBtZXRob2QgPSB0aXRsZS5yZXBsYWNlKC9edGhlIHNhbWUvLCBtZXRob2RzW2kgLSAxXT8udGl0bGUgPz8gJycpLnJlcGxhY2UoL150aGUgZGVmYXVsdDogLywgJ2RlZmF1bHQ6ICcpO1xuICAgICAgY29uc3QgdmFsdWVzID0gcnVucy5mbGF0TWFwKChydW4pID0+IChydW4ubWV0aG9kID09PSBuYW1lICYmIHJ1bi52dXNQciAhPT0gdW5kZWZpbmVkID8gW3J1bi52dXNQcl0gOiBbXSkpO1xuICAgICAgcmV0dXJuIHsgbmFtZTogbWV0aG9kLCB2YWx1ZTogbWVhbih2YWx1ZXMpLCB2YWx1ZXMsIG91cnM6ICF0aXRsZS5zdGFydHNXaXRoKCduZWFyZXN0JykgfTtcbiAgICB9KVxuICAgIC50b1NvcnRlZCgoYSwgYikgPT4gYi52YWx1ZSAtIGEudmFsdWUpLFxuICBtYXJrOiAnZG90Jyxcbn0pO1xuXG5pbnRlcmZhY2UgSW1wdXRlIHtcbiAgcmVhZG9ubHkgcm93czogcmVhZG9ubHkgeyByZWFkb25seSBzZXQ6IHN0cmluZzsgcmVhZG9ubHkgbWV0aG9kOiBzdHJpbmc7IHJlYWRvbmx5IHNjb3JlczogcmVhZG9ubHkgeyByZWFkb25seSBhY2N1cmFjeTogbnVtYmVyIH1bXSB9W107XG59XG5cbmV4cG9ydCBjb25zdCBpbXB1dGUgPSAoeyByb3dzIH06IEltcHV0ZSk6IFJvd0NoYXJ0ID0+ICh7XG4gIHRpdGxlOiAnVGhlIHNoYXJlIG9mIGhpZGRlbiB3b3JkcyB0aGF0IGVhY2ggbWV0aG9kIGZpbGxzIGluIGNvcnJlY3RseSwgb3ZlciBmaXZlIGRyYXdzOiBmdXJ0aGVyIHJpZ2h0IGlzIGJldHRlci4nLFxuICBsYWJlbDogJ3NoYXJlIG9mIHdvcmRzJyxcbiAgcm93czogcm93cy5tYXAoKHsgc2V0LCBtZXRob2QsIHNjb3JlcyB9KSA9PiB7XG4gICAgY29uc3QgdmFsdWVzID0gc2NvcmVzLm1hcCgoeyBhY2N1cmFjeSB9KSA9PiBhY2N1cmFjeSk7XG4gICAgcmV0dXJuIHsgZ3JvdXA6IHNldCwgbmFtZTogbWV0aG9kLCB2YWx1ZTogbWVhbih2YWx1ZXMpLCBzcHJlYWQ6IGRldmlhdGlvbih2YWx1ZXMpLCB2YWx1ZXMsIG91cnM6IG1ldGhvZC5pbmNsdWRlcygnYXV0b2VuY29kZXInKSB9O1xuICB9KSxcbiAgbWFyazogJ2RvdCcsXG59KTtcbiIsICJjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfZGlybmFtZSA9IFwiL3dvcmsvbWFpbi9kb2NzL3NpdGUvY2hhcnRzXCI7Y29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2ZpbGVuYW1lID0gXCIvd29yay9tYWluL2RvY3Mvc2l0ZS9jaGFydHMvcm93LWNoYXJ0LnRzXCI7Y29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2ltcG9ydF9tZXRhX3VybCA9IFwiZmlsZTovLy93b3JrL21haW4vZG9jcy9zaXRlL2NoYXJ0cy9yb3ctY2hhcnQudHNcIjtpbXBvcnQgKiBhcyBQbG90IGZyb20gJ0BvYnNlcnZhYmxlaHEvcGxvdCc7XG5pbXBvcnQgeyBwYXJzZUhUTUwgfSBmcm9tICdsaW5rZWRvbSc7XG5cbi8qKiBPbmUgcm93IG9mIGEgY2hhcnQ6IGEgZmlndXJlIHdpdGggaXRzIG5hbWUuICovXG5leHBvcnQgaW50ZXJmYWNlIFJvdyB7XG4gIC8qKiBSb3dzIG9mIGEgZ3JvdXAgc3RhbmQgdG9nZXRoZXIsIHVuZGVyIGl0cyBuYW1lLiAqL1xuICByZWFkb25seSBncm91cD86IHN0cmluZztcbiAgcmVhZG9ubHkgbmFtZTogc3RyaW5nO1xuICByZWFkb25seSB2YWx1ZTogbnVtYmVyO1xuICAvKiogVGhlIHNwcmVhZCBvZiB0aGUgdmFsdWU6IGEgbGluZSBmcm9tIGB2YWx1ZSBcdTIyMTIgc3ByZWFkYCB0byBgdmFsdWUgKyBzcHJlYWRgLiAqL1xuICByZWFkb25seSBzcHJlYWQ/OiBudW1iZXI7XG4gIC8qKiBTaW5nbGUgdmFsdWVzLCBhcyBzbWFsbCBkb3RzLiAqL1xuICByZWFkb25seSB2YWx1ZXM/OiByZWFkb25seSBudW1iZXJbXTtcbiAgLyoqIFdoZXRoZXIgdGhlIHJvdyBpcyBhYm91dCB0aGlzIHByb2plY3QuICovXG4gIHJlYWRvbmx5IG91cnM/OiBib29sZWFuO1xufVxuXG4vKiogV2hhdCBhIGNoYXJ0IHNob3dzLiAqL1xuZXhwb3J0IGludGVyZmFjZSBSb3dDaGFydCB7XG4gIC8qKiBXaGF0IGEgcmVhZGVyIHNlZXMgaW4gaXQsIGluIG9uZSBzZW50ZW5jZTogaXQgc3RhbmRzIGZvciB0aGUgcGljdHVyZSB3aGVyZSB0aGF0IGNhbm5vdCBiZSBzZWVuLiAqL1xuICByZWFkb25seSB0aXRsZTogc3RyaW5nO1xuICAvKiogV2hhdCB0aGUgYXhpcyBzaG93cywgd2l0aCBpdHMgdW5pdC4gKi9cbiAgcmVhZG9ubHkgbGFiZWw6IHN0cmluZztcbiAgcmVhZG9ubHkgcm93czogcmVhZG9ubHkgUm93W107XG4gIC8qKiBgYmFyYDogZnJvbSB6ZXJvLiBgZG90YDogd2l0aCBpdHMgc3ByZWFkLiBgc3RlbWA6IGEgZG90IHdpdGggYSBsaW5lIGZyb20gdGhlIHJlZmVyZW5jZS4gKi9cbiAgcmVhZG9ubHkgbWFyazogJ2JhcicgfCAnZG90JyB8ICdzdGVtJztcbiAgcmVhZG9ubHkgbG9nYXJpdGhtaWM/OiBib29sZWFuO1xuICAvKiogQSBsaW5lIHRvIGNvbXBhcmUgd2l0aC4gKi9cbiAgcmVhZG9ubHkgcmVmZXJlbmNlPzogeyByZWFkb25seSB2YWx1ZTogbnVtYmVyOyByZWFkb25seSBuYW1lOiBzdHJpbmcgfTtcbiAgLyoqIFRoZSB0ZXh0IG9mIGEgdmFsdWUuIERlZmF1bHQ6IHRocmVlIHNpZ25pZmljYW50IGRpZ2l0cy4gKi9cbiAgcmVhZG9ubHkgZm9ybWF0PzogKHZhbHVlOiBudW1iZXIpID0+IHN0cmluZztcbn1cblxuLyoqIEEgcm93IHdpdGggaXRzIHBsYWNlOiB0aGUgaGVhZGluZ3Mgb2YgZ3JvdXBzIGhhdmUgcGxhY2VzIG9mIHRoZWlyIG93bi4gKi9cbmludGVyZmFjZSBQbGFjZWQgZXh0ZW5kcyBSb3cge1xuICByZWFkb25seSBwbGFjZTogbnVtYmVyO1xufVxuXG5jb25zdCBXSURUSCA9IDY0MDtcbmNvbnN0IFJPVyA9IDIyO1xuLyoqIFRoZSBsb25nZXN0IG5hbWUsIGluIGNoYXJhY3RlcnMsIGFuZCBhYm91dCB0aGUgd2lkdGggb2Ygb25lLiAqL1xuY29uc3QgTE9OR0VTVCA9IDQyO1xuY29uc3QgQ0hBUkFDVEVSID0gNztcbmNvbnN0IE9VUlMgPSAndmFyKC0tdnAtYy1icmFuZC0xKSc7XG5jb25zdCBPVEhFUlMgPSAndmFyKC0tdnAtYy10ZXh0LTMpJztcblxuY29uc3QgdGhyZWVEaWdpdHMgPSAodmFsdWU6IG51bWJlcik6IHN0cmluZyA9PlxuICB2YWx1ZSA+PSAxMDAwID8gTWF0aC5yb3VuZCh2YWx1ZSkudG9Mb2NhbGVTdHJpbmcoJ2VuJykgOiBTdHJpbmcoTnVtYmVyKHZhbHVlLnRvUHJlY2lzaW9uKDMpKSk7XG5cbmNvbnN0IGNvbXBhY3QgPSBuZXcgSW50bC5OdW1iZXJGb3JtYXQoJ2VuJywgeyBub3RhdGlvbjogJ2NvbXBhY3QnLCBtYXhpbXVtU2lnbmlmaWNhbnREaWdpdHM6IDMgfSk7XG5jb25zdCBzaG9ydGVuZWQgPSAoeyBuYW1lIH06IFJvdyk6IHN0cmluZyA9PiAobmFtZS5sZW5ndGggPiBMT05HRVNUID8gYCR7bmFtZS5zbGljZSgwLCBMT05HRVNUIC0gMSl9XHUyMDI2YCA6IG5hbWUpO1xuXG4vKiogUm91bmQgdmFsdWVzIGZvciBhIGxvZ2FyaXRobWljIGF4aXMuICovXG5mdW5jdGlvbiBkZWNhZGVzKHZhbHVlczogcmVhZG9ubHkgbnVtYmVyW10pOiBudW1iZXJbXSB7XG4gIGNvbnN0IFtsZWFzdCwgZ3JlYXRlc3RdID0gW01hdGgubWluKC4uLnZhbHVlcyksIE1hdGgubWF4KC4uLnZhbHVlcyldO1xuICBjb25zdCBzdGVwcyA9IGdyZWF0ZXN0IC8gbGVhc3QgPiAxMDAgPyBbMV0gOiBbMSwgMiwgNV07XG4gIGNvbnN0IHBvd2VycyA9IEFycmF5LmZyb20oeyBsZW5ndGg6IDI1IH0sIChfLCBpKSA9PiAxMCAqKiAoaSAtIDEyKSk7XG4gIHJldHVybiBwb3dlcnMuZmxhdE1hcCgocG93ZXIpID0+IHN0ZXBzLm1hcCgoc3RlcCkgPT4gc3RlcCAqIHBvd2VyKSkuZmlsdGVyKCh0aWNrKSA9PiB0aWNrID49IGxlYXN0ICYmIHRpY2sgPD0gZ3JlYXRlc3QpO1xufVxuXG5mdW5jdGlvbiBwbGFjZShyb3dzOiByZWFkb25seSBSb3dbXSk6IHtcbiAgcmVhZG9ubHkgcGxhY2VkOiByZWFkb25seSBQbGFjZWRbXTtcbiAgcmVhZG9ubHkgaGVhZGluZ3M6IHJlYWRvbmx5IHsgZ3JvdXA6IHN0cmluZzsgcGxhY2U6IG51bWJlciB9W107XG59IHtcbiAgY29uc3QgaGVhZGluZ3M6IHsgZ3JvdXA6IHN0cmluZzsgcGxhY2U6IG51bWJlciB9W10gPSBbXTtcbiAgY29uc3QgcGxhY2VkOiBQbGFjZWRbXSA9IFtdO1xuICBsZXQgbmV4dCA9IDA7XG4gIGZvciAoY29uc3QgW2ksIHJvd10gb2Ygcm93cy5lbnRyaWVzKCkpIHtcbiAgICBpZiAocm93Lmdyb3VwICE9PSB1bmRlZmluZWQgJiYgcm93Lmdyb3VwICE9PSByb3dzW2kgLSAxXT8uZ3JvdXApIGhlYWRpbmdzLnB1c2goeyBncm91cDogcm93Lmdyb3VwLCBwbGFjZTogbmV4dCsrIH0pO1xuICAgIHBsYWNlZC5wdXNoKHsgLi4ucm93LCBwbGFjZTogbmV4dCsrIH0pO1xuICB9XG4gIHJldHVybiB7IHBsYWNlZCwgaGVhZGluZ3MgfTtcbn1cblxuZnVuY3Rpb24gbWFya3NPZih7IG1hcmssIHJlZmVyZW5jZSwgZm9ybWF0ID0gdGhyZWVEaWdpdHMgfTogUm93Q2hhcnQsIHBsYWNlZDogcmVhZG9ubHkgUGxhY2VkW10pOiBQbG90Lk1hcmtpc2hbXSB7XG4gIGNvbnN0IGNvbG91ciA9ICh7IG91cnMgfTogUGxhY2VkKTogc3RyaW5nID0+IChvdXJzID8gT1VSUyA6IE9USEVSUyk7XG4gIGNvbnN0IGVuZCA9ICh7IHZhbHVlLCBzcHJlYWQgPSAwLCB2YWx1ZXMgPSBbXSB9OiBQbGFjZWQpOiBudW1iZXIgPT4gTWF0aC5tYXgodmFsdWUgKyBzcHJlYWQsIC4uLnZhbHVlcyk7XG4gIC8vIEJlc2lkZSB0aGUgbWFyaywgd2hlcmUgbm8gbGluZSBydW5zLlxuICBjb25zdCBpc0xlZnQgPSAoeyB2YWx1ZSB9OiBQbGFjZWQpOiBib29sZWFuID0+IG1hcmsgPT09ICdzdGVtJyAmJiB2YWx1ZSA8IHJlZmVyZW5jZSEudmFsdWU7XG4gIGNvbnN0IHRleHQgPSB7IHk6ICdwbGFjZScsIHRleHQ6IChyb3c6IFBsYWNlZCkgPT4gZm9ybWF0KHJvdy52YWx1ZSksIGZpbGw6ICd2YXIoLS12cC1jLXRleHQtMSknIH0gYXMgY29uc3Q7XG4gIGNvbnN0IGZpZ3VyZXMgPSBbXG4gICAgUGxvdC50ZXh0KHBsYWNlZCwgeyAuLi50ZXh0LCB4OiBlbmQsIHRleHRBbmNob3I6ICdzdGFydCcsIGR4OiA4LCBmaWx0ZXI6IChyb3c6IFBsYWNlZCkgPT4gIWlzTGVmdChyb3cpIH0pLFxuICAgIFBsb3QudGV4dChwbGFjZWQsIHsgLi4udGV4dCwgeDogJ3ZhbHVlJywgdGV4dEFuY2hvcjogJ2VuZCcsIGR4OiAtOCwgZmlsdGVyOiBpc0xlZnQgfSksXG4gIF07XG4gIGlmIChtYXJrID09PSAnYmFyJykgcmV0dXJuIFtQbG90LmJhclgocGxhY2VkLCB7IHg6ICd2YWx1ZScsIHk6ICdwbGFjZScsIGZpbGw6IGNvbG91ciwgaW5zZXRUb3A6IDMsIGluc2V0Qm90dG9tOiAzIH0pLCAuLi5maWd1cmVzXTtcbiAgY29uc3QgZnJvbSA9IChyb3c6IFBsYWNlZCk6IG51bWJlciA9PiAobWFyayA9PT0gJ3N0ZW0nID8gcmVmZXJlbmNlIS52YWx1ZSA6IHJvdy52YWx1ZSAtIChyb3cuc3ByZWFkID8/IDApKTtcbiAgY29uc3QgdG8gPSAocm93OiBQbGFjZWQpOiBudW1iZXIgPT4gKG1hcmsgPT09ICdzdGVtJyA/IHJvdy52YWx1ZSA6IHJvdy52YWx1ZSArIChyb3cuc3ByZWFkID8/IDApKTtcbiAgY29uc3Qgc2luZ2xlcyA9IHBsYWNlZC5mbGF0TWFwKCh7IHZhbHVlcyA9IFtdLCBwbGFjZTogeSwgb3VycyB9KSA9PiB2YWx1ZXMubWFwKCh4KSA9PiAoeyB4LCB5LCBjb2xvdXI6IG91cnMgPyBPVVJTIDogT1RIRVJTIH0pKSk7XG4gIHJldHVybiBbXG4gICAgUGxvdC5saW5rKHBsYWNlZCwgeyB4MTogZnJvbSwgeDI6IHRvLCB5MTogJ3BsYWNlJywgeTI6ICdwbGFjZScsIHN0cm9rZTogY29sb3VyLCBzdHJva2VXaWR0aDogMiB9KSxcbiAgICBQbG90LmRvdChzaW5nbGVzLCB7IHg6ICd4JywgeTogJ3knLCByOiAyLCBmaWxsOiAnY29sb3VyJywgZmlsbE9wYWNpdHk6IDAuNSB9KSxcbiAgICBQbG90LmRvdChwbGFjZWQsIHsgeDogJ3ZhbHVlJywgeTogJ3BsYWNlJywgcjogNSwgZmlsbDogY29sb3VyIH0pLFxuICAgIC4uLmZpZ3VyZXMsXG4gIF07XG59XG5cbi8qKiBUaGUgZHJhd2luZyBvZiBhIGNoYXJ0LCBpbiBhIGRvY3VtZW50IHRoYXQgaXMgbm8gcGFnZS4gKi9cbmZ1bmN0aW9uIGRyYXcoY2hhcnQ6IFJvd0NoYXJ0KTogRWxlbWVudCB7XG4gIGNvbnN0IHsgcGxhY2VkLCBoZWFkaW5ncyB9ID0gcGxhY2UoY2hhcnQucm93cyk7XG4gIGNvbnN0IGxhYmVsc1dpZHRoID0gTWF0aC5tYXgoLi4ucGxhY2VkLm1hcCgocm93KSA9PiBzaG9ydGVuZWQocm93KS5sZW5ndGgpKSAqIENIQVJBQ1RFUiArIDYwO1xuICBjb25zdCB2YWx1ZXMgPSBjaGFydC5yb3dzLmZsYXRNYXAoKHsgdmFsdWUsIHNwcmVhZCA9IDAgfSkgPT4gW3ZhbHVlIC0gc3ByZWFkLCB2YWx1ZSArIHNwcmVhZF0pO1xuICBjb25zdCBjb3VudCA9IHBsYWNlZC5sZW5ndGggKyBoZWFkaW5ncy5sZW5ndGg7XG4gIGNvbnN0IHdvcmRzID0geyB5OiAncGxhY2UnLCBmcmFtZUFuY2hvcjogJ2xlZnQnLCBmaWxsOiAndmFyKC0tdnAtYy10ZXh0LTEpJyB9IGFzIGNvbnN0O1xuICByZXR1cm4gUGxvdC5wbG90KHtcbiAgICBkb2N1bWVudDogcGFyc2VIVE1MKCc8aHRtbD48Ym9keT48L2JvZHk+PC9odG1sPicpLmRvY3VtZW50IGFzIHVua25vd24gYXMgRG9jdW1lbnQsXG4gICAgd2lkdGg6IFdJRFRILFxuICAgIGhlaWdodDogUk9XICogY291bnQgKyA1MCxcbiAgICBtYXJnaW5MZWZ0OiBsYWJlbHNXaWR0aCxcbiAgICBtYXJnaW5SaWdodDogNzAsXG4gICAgbWFyZ2luQm90dG9tOiA0NCxcbiAgICB4OiB7XG4gICAgICBsYWJlbDogY2hhcnQubGFiZWwsXG4gICAgICB0eXBlOiBjaGFydC5sb2dhcml0aG1pYyA/ICdsb2cnIDogJ2xpbmVhcicsXG4gICAgICB0aWNrczogY2hhcnQubG9nYXJpdGhtaWMgPyBkZWNhZGVzKHZhbHVlcykgOiA1LFxuICAgICAgdGlja0Zvcm1hdDogKHZhbHVlOiBudW1iZXIpID0+IGNvbXBhY3QuZm9ybWF0KHZhbHVlKSxcbiAgICAgIGdyaWQ6IHRydWUsXG4gICAgICBsYWJlbEFuY2hvcjogJ2NlbnRlcicsXG4gICAgICBsYWJlbEFycm93OiAnbm9uZScsXG4gICAgfSxcbiAgICB5OiB7IHR5cGU6ICdiYW5kJywgYXhpczogbnVsbCwgZG9tYWluOiBBcnJheS5mcm9tKHsgbGVuZ3RoOiBjb3VudCB9LCAoXywgaSkgPT4gaSksIHBhZGRpbmc6IDAgfSxcbiAgICBtYXJrczogW1xuICAgICAgY2hhcnQucmVmZXJlbmNlICYmIFBsb3QucnVsZVgoW2NoYXJ0LnJlZmVyZW5jZS52YWx1ZV0sIHsgc3Ryb2tlOiAndmFyKC0tdnAtYy10ZXh0LTEpJywgc3Ryb2tlRGFzaGFycmF5OiAnNCAzJyB9KSxcbiAgICAgIC4uLm1hcmtzT2YoY2hhcnQsIHBsYWNlZCksXG4gICAgICBQbG90LnRleHQocGxhY2VkLCB7IC4uLndvcmRzLCB0ZXh0OiBzaG9ydGVuZWQsIHRleHRBbmNob3I6ICdlbmQnLCBkeDogLTUwIH0pLFxuICAgICAgUGxvdC50ZXh0KGhlYWRpbmdzLCB7IC4uLndvcmRzLCB0ZXh0OiAnZ3JvdXAnLCB0ZXh0QW5jaG9yOiAnc3RhcnQnLCBkeDogLWxhYmVsc1dpZHRoLCBmb250V2VpZ2h0OiA2MDAgfSksXG4gICAgXSxcbiAgfSk7XG59XG5cbmNvbnN0IFNUWUxFID1cbiAgJ2Rpc3BsYXk6IGJsb2NrOyB3aWR0aDogMTAwJTsgbWluLXdpZHRoOiA1MjBweDsgaGVpZ2h0OiBhdXRvOyBmb250OiAxM3B4IHZhcigtLXZwLWZvbnQtZmFtaWx5LWJhc2UpOyBjb2xvcjogdmFyKC0tdnAtYy10ZXh0LTIpJztcblxuLyoqIEEgY2hhcnQgYXMgYSBmaWd1cmUgb2YgSFRNTCB3aXRoIGFuIFNWRywgd2hpY2ggZm9sbG93cyB0aGUgY29sb3VycyBvZiB0aGUgcGFnZS4gSXQgbmVlZHMgbm8gc2NyaXB0LiAqL1xuZXhwb3J0IGZ1bmN0aW9uIHJvd0NoYXJ0KGNoYXJ0OiBSb3dDaGFydCk6IHN0cmluZyB7XG4gIGNvbnN0IHN2ZyA9IGRyYXcoY2hhcnQpO1xuICBzdmcucXVlcnlTZWxlY3Rvcignc3R5bGUnKT8ucmVtb3ZlKCk7XG4gIGZvciAoY29uc3QgcGFydCBvZiBzdmcucXVlcnlTZWxlY3RvckFsbCgnW2FyaWEtbGFiZWxdJykpIHBhcnQucmVtb3ZlQXR0cmlidXRlKCdhcmlhLWxhYmVsJyk7XG4gIHN2Zy5zZXRBdHRyaWJ1dGUoJ3JvbGUnLCAnaW1nJyk7XG4gIHN2Zy5zZXRBdHRyaWJ1dGUoJ2FyaWEtbGFiZWwnLCBjaGFydC50aXRsZSk7XG4gIHN2Zy5zZXRBdHRyaWJ1dGUoJ3N0eWxlJywgU1RZTEUpO1xuICBjb25zdCBsaW5lID0gY2hhcnQucmVmZXJlbmNlID8gYCBUaGUgZGFzaGVkIGxpbmUgaXMgJHtjaGFydC5yZWZlcmVuY2UubmFtZX0uYCA6ICcnO1xuICBjb25zdCBvdXJzID0gbmV3IFNldChjaGFydC5yb3dzLm1hcCgocm93KSA9PiByb3cub3VycyA/PyBmYWxzZSkpLnNpemUgPiAxID8gJyBUaGlzIHByb2plY3QgaXMgaW4gY29sb3VyLicgOiAnJztcbiAgLy8gT24gYSBwaG9uZSBpdCBjYW4gYmUgbW92ZWQgc2lkZXdheXMsIHdpdGggdGhlIGtleWJvYXJkLCB0b28uXG4gIGNvbnN0IHNjcm9sbGluZyA9IGA8ZGl2IHN0eWxlPVwib3ZlcmZsb3cteDogYXV0b1wiIHRhYmluZGV4PVwiMFwiPiR7c3ZnLm91dGVySFRNTH08L2Rpdj5gO1xuICByZXR1cm4gYDxmaWd1cmUgc3R5bGU9XCJtYXJnaW46IDI0cHggMFwiPiR7c2Nyb2xsaW5nfTxmaWdjYXB0aW9uPiR7Y2hhcnQudGl0bGV9JHtsaW5lfSR7b3Vyc308L2ZpZ2NhcHRpb24+PC9maWd1cmU+YDtcbn1cbiIsICJjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfZGlybmFtZSA9IFwiL3dvcmsvbWFpbi9kb2NzL3NpdGUvY2hhcnRzXCI7Y29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2ZpbGVuYW1lID0gXCIvd29yay9tYWluL2RvY3Mvc2l0ZS9jaGFydHMvc3BlZWQudHNcIjtjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfaW1wb3J0X21ldGFfdXJsID0gXCJmaWxlOi8vL3dvcmsvbWFpbi9kb2NzL3NpdGUvY2hhcnRzL3NwZWVkLnRzXCI7aW1wb3J0IHR5cGUgeyBSb3csIFJvd0NoYXJ0IH0gZnJvbSAnLi9yb3ctY2hhcnQuanMnO1xuaW1wb3J0IHsgbWVkaWFuIH0gZnJvbSAnLi9zdGF0aXN0aWNzLmpzJztcblxuaW50ZXJmYWNlIFN0ZXBzIHtcbiAgcmVhZG9ubHkgbW9kZWxzOiByZWFkb25seSB7XG4gICAgcmVhZG9ubHkgdGl0bGU6IHN0cmluZztcbiAgICByZWFkb25seSBlbnRyaWVzOiByZWFkb25seSB7IHJlYWRvbmx5IG5hbWU6IHN0cmluZzsgcmVhZG9ubHkgdGl0bGU6IHN0cmluZzsgcmVhZG9ubHkgbXM6IG51bWJlciB9W107XG4gIH1bXTtcbn1cblxuZXhwb3J0IGZ1bmN0aW9uIHN0ZXBzKHsgbW9kZWxzIH06IFN0ZXBzKTogUm93Q2hhcnQge1xuICBjb25zdCByb3dzID0gbW9kZWxzLmZsYXRNYXAoKHsgdGl0bGUsIGVudHJpZXMgfSkgPT4ge1xuICAgIGNvbnN0IHRvcmNoID0gZW50cmllcy5maW5kKCh7IG5hbWUgfSkgPT4gbmFtZSA9PT0gJ3RvcmNoLTEnKSEubXM7XG4gICAgcmV0dXJuIGVudHJpZXNcbiAgICAgIC5maWx0ZXIoKHsgbmFtZSB9KSA9PiBuYW1lICE9PSAndG9yY2gtMScpXG4gICAgICAubWFwKCh7IG5hbWUsIHRpdGxlOiBwcm9ncmFtLCBtcyB9KTogUm93ID0+ICh7IGdyb3VwOiB0aXRsZSwgbmFtZTogcHJvZ3JhbSwgdmFsdWU6IG1zIC8gdG9yY2gsIG91cnM6IG5hbWUuc3RhcnRzV2l0aCgnb3VycycpIH0pKTtcbiAgfSk7XG4gIHJldHVybiB7XG4gICAgdGl0bGU6ICdIb3cgbG9uZyBhIHRyYWluaW5nIHN0ZXAgdGFrZXMgYmVzaWRlIFB5VG9yY2ggd2l0aCBvbmUgdGhyZWFkOiBmdXJ0aGVyIGxlZnQgaXMgZmFzdGVyLicsXG4gICAgbGFiZWw6ICd0aW1lcyBhcyBsb25nIGFzIFB5VG9yY2gsIDEgdGhyZWFkJyxcbiAgICByb3dzLFxuICAgIG1hcms6ICdzdGVtJyxcbiAgICBsb2dhcml0aG1pYzogdHJ1ZSxcbiAgICByZWZlcmVuY2U6IHsgdmFsdWU6IDEsIG5hbWU6ICdQeVRvcmNoIHdpdGggb25lIHRocmVhZCcgfSxcbiAgfTtcbn1cblxuaW50ZXJmYWNlIFBjYSB7XG4gIHJlYWRvbmx5IHJvd3M6IHJlYWRvbmx5IHtcbiAgICByZWFkb25seSB0YXNrOiB7IHJlYWRvbmx5IHRpdGxlOiBzdHJpbmc7IHJlYWRvbmx5IHJvd3M6IG51bWJlcjsgcmVhZG9ubHkgZmVhdHVyZXM6IG51bWJlcjsgcmVhZG9ubHkgY29tcG9uZW50czogbnVtYmVyIH07XG4gICAgcmVhZG9ubHkgY29udGVuZGVyOiBzdHJpbmc7XG4gICAgcmVhZG9ubHkgcmF0aW86IG51bWJlcjtcbiAgfVtdO1xufVxuXG5leHBvcnQgY29uc3QgcGNhID0gKHsgcm93cyB9OiBQY2EpOiBSb3dDaGFydCA9PiAoe1xuICB0aXRsZTogJ0hvdyBsb25nIG90aGVyIHByb2dyYW1zIHRha2UgZm9yIHByaW5jaXBhbCBjb21wb25lbnRzLCBiZXNpZGUgb3VycyBvbiBXQVNNOiBmdXJ0aGVyIGxlZnQgaXMgZmFzdGVyLicsXG4gIGxhYmVsOiAndGltZXMgYXMgbG9uZyBhcyBvdXJzLCBXQVNNJyxcbiAgcm93czogcm93c1xuICAgIC5maWx0ZXIoKHsgY29udGVuZGVyIH0pID0+IGNvbnRlbmRlciAhPT0gJ291cnMsIFdBU00nKVxuICAgIC5tYXAoKHsgdGFzaywgY29udGVuZGVyLCByYXRpbyB9KSA9PiAoe1xuICAgICAgZ3JvdXA6IGAke3Rhc2sudGl0bGV9LCAke3Rhc2sucm93cy50b0xvY2FsZVN0cmluZygnZW4nKX0gXHUwMEQ3ICR7dGFzay5mZWF0dXJlcy50b0xvY2FsZVN0cmluZygnZW4nKX0sICR7dGFzay5jb21wb25lbnRzfSBjb21wb25lbnRzYCxcbiAgICAgIG5hbWU6IGNvbnRlbmRlcixcbiAgICAgIHZhbHVlOiByYXRpbyxcbiAgICAgIG91cnM6IGNvbnRlbmRlci5zdGFydHNXaXRoKCdvdXJzJyksXG4gICAgfSkpLFxuICBtYXJrOiAnc3RlbScsXG4gIGxvZ2FyaXRobWljOiB0cnVlLFxuICByZWZlcmVuY2U6IHsgdmFsdWU6IDEsIG5hbWU6ICdvdXJzIG9uIFdBU00nIH0sXG59KTtcblxuaW50ZXJmYWNlIENvcnJ1cHRpb24ge1xuICByZWFkb25seSBjYWxsOiBzdHJpbmc7XG4gIHJlYWRvbmx5IHNoYXJlOiBudW1iZXI7XG59XG5cbmV4cG9ydCBjb25zdCBub2lzZSA9ICh7XG4gIHJvd3MsXG4gIGF1Z21lbnRhdGlvbnMsXG59OiB7XG4gIHJlYWRvbmx5IHJvd3M6IHJlYWRvbmx5IENvcnJ1cHRpb25bXTtcbiAgcmVhZG9ubHkgYXVnbWVudGF0aW9uczogcmVhZG9ubHkgQ29ycnVwdGlvbltdO1xufSk6IFJvd0NoYXJ0ID0+ICh7XG4gIHRpdGxlOiAnV2hhdCBlYWNoIGNvcnJ1cHRpb24gY29zdHMsIGFzIGEgc2hhcmUgb2YgYSB0cmFpbmluZyBzdGVwLicsXG4gIGxhYmVsOiAnJSBvZiBhIHRyYWluaW5nIHN0ZXAnLFxuICByb3dzOiBbLi4ucm93cy5tYXAoKHJvdykgPT4gKHsgZ3JvdXA6ICdDb3JydXB0aW9ucycsIC4uLnJvdyB9KSksIC4uLmF1Z21lbnRhdGlvbnMubWFwKChyb3cpID0+ICh7IGdyb3VwOiAnQXVnbWVudGF0aW9ucycsIC4uLnJvdyB9KSldLm1hcChcbiAgICAoeyBncm91cCwgY2FsbCwgc2hhcmUgfSkgPT4gKHsgZ3JvdXAsIG5hbWU6IGNhbGwsIHZhbHVlOiAxMDAgKiBzaGFyZSwgb3VyczogdHJ1ZSB9KSxcbiAgKSxcbiAgbWFyazogJ2JhcicsXG59KTtcblxuaW50ZXJmYWNlIE9ubngge1xuICByZWFkb25seSBtZWFzdXJlZDogcmVhZG9ubHkge1xuICAgIHJlYWRvbmx5IG1ldGhvZDogc3RyaW5nO1xuICAgIHJlYWRvbmx5IGNvbnRyaWJ1dGlvbnM6IGJvb2xlYW47XG4gICAgcmVhZG9ubHkgcmF0ZXM6IHsgcmVhZG9ubHkgb3VyczogcmVhZG9ubHkgbnVtYmVyW107IHJlYWRvbmx5IG9ubng6IHJlYWRvbmx5IG51bWJlcltdIH07XG4gIH1bXTtcbn1cblxuZXhwb3J0IGNvbnN0IG9ubnggPSAoeyBtZWFzdXJlZCB9OiBPbm54KTogUm93Q2hhcnQgPT4gKHtcbiAgdGl0bGU6ICdIb3cgbWFueSByb3dzIGEgZGV0ZWN0b3Igc2NvcmVzIGluIGEgc2Vjb25kLCBoZXJlIGFuZCBhcyBhbiBPTk5YIGZpbGUuJyxcbiAgbGFiZWw6ICdyb3dzIHBlciBzZWNvbmQnLFxuICByb3dzOiBtZWFzdXJlZC5mbGF0TWFwKCh7IG1ldGhvZCwgY29udHJpYnV0aW9ucywgcmF0ZXMgfSkgPT5cbiAgICAoWydvdXJzJywgJ29ubngnXSBhcyBjb25zdCkubWFwKChzaWRlKSA9PiAoe1xuICAgICAgZ3JvdXA6IGNvbnRyaWJ1dGlvbnMgPyBgJHttZXRob2R9LCB3aXRoIGNvbnRyaWJ1dGlvbnNgIDogbWV0aG9kLFxuICAgICAgbmFtZTogc2lkZSA9PT0gJ291cnMnID8gJ291cnMsIFdBU00nIDogJ29ubnhydW50aW1lJyxcbiAgICAgIHZhbHVlOiBtZWRpYW4ocmF0ZXNbc2lkZV0pLFxuICAgICAgb3Vyczogc2lkZSA9PT0gJ291cnMnLFxuICAgIH0pKSxcbiAgKSxcbiAgbWFyazogJ2RvdCcsXG4gIGxvZ2FyaXRobWljOiB0cnVlLFxufSk7XG5cbmludGVyZmFjZSBUYWJsZXMge1xuICByZWFkb25seSByb3dzOiByZWFkb25seSB7XG4gICAgcmVhZG9ubHkgZGF0YTogc3RyaW5nO1xuICAgIHJlYWRvbmx5IHRpdGxlOiBzdHJpbmc7XG4gICAgcmVhZG9ubHkgcm91bmRzOiByZWFkb25seSB7IHJlYWRvbmx5IHJvd3NQZXJTZWNvbmQ6IG51bWJlciB9W107XG4gIH1bXTtcbn1cblxuZXhwb3J0IGNvbnN0IHRhYmxlcyA9ICh7IHJvd3MgfTogVGFibGVzKTogUm93Q2hhcnQgPT4gKHtcbiAgdGl0bGU6ICdIb3cgbWFueSByb3dzIG9mIGEgdGFibGUgZWFjaCBwcm9ncmFtIHJlYWRzIGluIGEgc2Vjb25kLicsXG4gIGxhYmVsOiAncm93cyBwZXIgc2Vjb25kJyxcbiAgcm93czogcm93cy5tYXAoKHsgZGF0YSwgdGl0bGUsIHJvdW5kcyB9KSA9PiAoe1xuICAgIGdyb3VwOiBkYXRhLFxuICAgIG5hbWU6IHRpdGxlLFxuICAgIHZhbHVlOiBtZWRpYW4ocm91bmRzLm1hcCgoeyByb3dzUGVyU2Vjb25kIH0pID0+IHJvd3NQZXJTZWNvbmQpKSxcbiAgICBvdXJzOiB0aXRsZS5zdGFydHNXaXRoKCdvdXJzJyksXG4gIH0pKSxcbiAgbWFyazogJ2RvdCcsXG4gIGxvZ2FyaXRobWljOiB0cnVlLFxufSk7XG5cbmludGVyZmFjZSBBcHBzIHtcbiAgcmVhZG9ubHkgcm93czogcmVhZG9ubHkgeyByZWFkb25seSBhcHA6IHN0cmluZzsgcmVhZG9ubHkga2lsb2J5dGVzOiBudW1iZXIgfVtdO1xufVxuXG5leHBvcnQgY29uc3QgYXBwcyA9ICh7IHJvd3MgfTogQXBwcyk6IFJvd0NoYXJ0ID0+ICh7XG4gIHRpdGxlOiAnV2hhdCB0aGUgZmlyc3QgbG9hZCBvZiBlYWNoIHNhbXBsZSBhcHAgd2VpZ2hzLCBnemlwcGVkLicsXG4gIGxhYmVsOiAna0IsIGd6aXBwZWQnLFxuICByb3dzOiByb3dzLm1hcCgoeyBhcHAsIGtpbG9ieXRlcyB9KSA9PiAoeyBuYW1lOiBhcHAsIHZhbHVlOiBraWxvYnl0ZXMsIG91cnM6IHRydWUgfSkpLFxuICBtYXJrOiAnYmFyJyxcbn0pO1xuIiwgImNvbnN0IF9fdml0ZV9pbmplY3RlZF9vcmlnaW5hbF9kaXJuYW1lID0gXCIvd29yay9tYWluL2RvY3Mvc2l0ZS9yZWZlcmVuY2VcIjtjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfZmlsZW5hbWUgPSBcIi93b3JrL21haW4vZG9jcy9zaXRlL3JlZmVyZW5jZS9lbnRyeS1wb2ludHMudHNcIjtjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfaW1wb3J0X21ldGFfdXJsID0gXCJmaWxlOi8vL3dvcmsvbWFpbi9kb2NzL3NpdGUvcmVmZXJlbmNlL2VudHJ5LXBvaW50cy50c1wiO2ltcG9ydCB7IGpvaW4gfSBmcm9tICdub2RlOnBhdGgnO1xuaW1wb3J0IHsgbWFuaWZlc3RPZiwgcHVibGlzaGVkLCByb290IH0gZnJvbSAnLi4vLi4vLi4vc2NyaXB0cy9wYWNrYWdlcy5tanMnO1xuXG4vKiogV2hhdCBhIHByb2dyYW0gaW1wb3J0cyBmcm9tOiBgQGF1dG9lbmNvZGVycy9jb3JlL25vZGVgIGlzIGFuIGVudHJ5IHBvaW50IG9mIHRoZSBwYWNrYWdlIGluIGBwYWNrYWdlcy9jb3JlYC4gKi9cbmV4cG9ydCBpbnRlcmZhY2UgRW50cnlQb2ludCB7XG4gIHJlYWRvbmx5IG5hbWU6IHN0cmluZztcbiAgcmVhZG9ubHkgZm9sZGVyOiBzdHJpbmc7XG4gIC8qKiBPbmUgc2VudGVuY2Ugb24gdGhlIHBhY2thZ2UuICovXG4gIHJlYWRvbmx5IGRlc2NyaXB0aW9uOiBzdHJpbmc7XG4gIC8qKiBUaGUgZmlsZSB3aXRoIGl0cyBleHBvcnRzLiAqL1xuICByZWFkb25seSBzb3VyY2U6IHN0cmluZztcbiAgLyoqIFRoZSBuYW1lIG9mIGl0cyBwYWdlLCB3aXRob3V0IGFuIGVuZGluZy4gKi9cbiAgcmVhZG9ubHkgcGFnZTogc3RyaW5nO1xufVxuXG5pbnRlcmZhY2UgTWFuaWZlc3Qge1xuICByZWFkb25seSBuYW1lOiBzdHJpbmc7XG4gIHJlYWRvbmx5IGRlc2NyaXB0aW9uOiBzdHJpbmc7XG4gIHJlYWRvbmx5IGV4cG9ydHM6IFJlYWRvbmx5PFJlY29yZDxzdHJpbmcsIHsgcmVhZG9ubHkgJ0BhdXRvZW5jb2RlcnMvc291cmNlJz86IHN0cmluZyB9Pj47XG59XG5cbmNvbnN0IG9mUGFja2FnZSA9IChmb2xkZXI6IHN0cmluZyk6IHJlYWRvbmx5IEVudHJ5UG9pbnRbXSA9PiB7XG4gIGNvbnN0IHsgbmFtZTogb3duLCBkZXNjcmlwdGlvbiwgZXhwb3J0cyB9ID0gbWFuaWZlc3RPZihmb2xkZXIpIGFzIE1hbmlmZXN0O1xuICByZXR1cm4gT2JqZWN0LmVudHJpZXMoZXhwb3J0cykuZmxhdE1hcCgoW3BhdGgsIHRhcmdldF0pID0+IHtcbiAgICBjb25zdCBzb3VyY2UgPSB0YXJnZXRbJ0BhdXRvZW5jb2RlcnMvc291cmNlJ107XG4gICAgY29uc3QgbmFtZSA9IGpvaW4ob3duLCBwYXRoKTtcbiAgICBjb25zdCBwYWdlID0gbmFtZS5yZXBsYWNlKCdAYXV0b2VuY29kZXJzLycsICcnKS5yZXBsYWNlQWxsKCcvJywgJy4nKTtcbiAgICByZXR1cm4gc291cmNlID8gW3sgbmFtZSwgZm9sZGVyLCBkZXNjcmlwdGlvbiwgc291cmNlOiBqb2luKHJvb3QsICdwYWNrYWdlcycsIGZvbGRlciwgc291cmNlKSwgcGFnZSB9XSA6IFtdO1xuICB9KTtcbn07XG5cbi8qKiBBbGwgZW50cnkgcG9pbnRzLCBwYWNrYWdlIGJ5IHBhY2thZ2UuICovXG5leHBvcnQgY29uc3QgZW50cnlQb2ludHM6IHJlYWRvbmx5IEVudHJ5UG9pbnRbXSA9IHB1Ymxpc2hlZC5mbGF0TWFwKG9mUGFja2FnZSk7XG5cbi8qKiBFbnRyeSBwb2ludHMgdGhhdCBvbmx5IHBhY2thZ2VzIG9mIHRoaXMgcmVwb3NpdG9yeSBtYXkgdXNlLiAqL1xuZXhwb3J0IGNvbnN0IGlzSW50ZXJuYWwgPSAoeyBuYW1lIH06IEVudHJ5UG9pbnQpOiBib29sZWFuID0+IG5hbWUuZW5kc1dpdGgoJy9pbnRlcm5hbCcpO1xuIiwgImNvbnN0IF9fdml0ZV9pbmplY3RlZF9vcmlnaW5hbF9kaXJuYW1lID0gXCIvd29yay9tYWluL2RvY3Mvc2l0ZS9yZWZlcmVuY2VcIjtjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfZmlsZW5hbWUgPSBcIi93b3JrL21haW4vZG9jcy9zaXRlL3JlZmVyZW5jZS9wYWdlLnRzXCI7Y29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2ltcG9ydF9tZXRhX3VybCA9IFwiZmlsZTovLy93b3JrL21haW4vZG9jcy9zaXRlL3JlZmVyZW5jZS9wYWdlLnRzXCI7aW1wb3J0IHsgZW50cnlQb2ludHMsIGlzSW50ZXJuYWwgfSBmcm9tICcuL2VudHJ5LXBvaW50cy5qcyc7XG5pbXBvcnQgdHlwZSB7IEVudHJ5UG9pbnQgfSBmcm9tICcuL2VudHJ5LXBvaW50cy5qcyc7XG5cbmNvbnN0IHRpdGxlT2YgPSAoeyBuYW1lIH06IEVudHJ5UG9pbnQpOiBzdHJpbmcgPT4gbmFtZS5yZXBsYWNlKCdAYXV0b2VuY29kZXJzLycsICcnKTtcblxuLyoqIFdoYXQgY29tZXMgd2l0aCBhIHBhY2thZ2UgYmVzaWRlcyBpdHMgbWFpbiBlbnRyeSBwb2ludC4gKi9cbmNvbnN0IG90aGVycyA9ICh7IGZvbGRlciwgbmFtZSB9OiBFbnRyeVBvaW50KTogcmVhZG9ubHkgRW50cnlQb2ludFtdID0+XG4gIGVudHJ5UG9pbnRzLmZpbHRlcigoZW50cnkpID0+IGVudHJ5LmZvbGRlciA9PT0gZm9sZGVyICYmIGVudHJ5Lm5hbWUgIT09IG5hbWUpO1xuXG5jb25zdCBsaW5rID0gKGVudHJ5OiBFbnRyeVBvaW50KTogc3RyaW5nID0+IGBbXFxgJHtlbnRyeS5uYW1lfVxcYF0oJHtlbnRyeS5wYWdlfS5tZClgO1xuXG4vKiogVGhlIHBhZ2Ugb2YgYW4gZW50cnkgcG9pbnQ6IHdoYXQgdGhlIHBhY2thZ2UgaXMsIGFuZCB3aGF0IGVsc2UgaXQgaGFzLCBiZWZvcmUgaXRzIGV4cG9ydHMuICovXG5leHBvcnQgZnVuY3Rpb24gaW50cm9kdWNlZChlbnRyeTogRW50cnlQb2ludCwgY29udGVudHM6IHN0cmluZyk6IHN0cmluZyB7XG4gIGNvbnN0IGlzTWFpbiA9IGVudHJ5Lm5hbWUgPT09IGBAYXV0b2VuY29kZXJzLyR7ZW50cnkuZm9sZGVyfWA7XG4gIGNvbnN0IHdoYXQgPSBpc0ludGVybmFsKGVudHJ5KVxuICAgID8gJ0ZvciBwYWNrYWdlcyBvZiB0aGlzIHJlcG9zaXRvcnk6IHdoYXQgaXMgZXhwb3J0ZWQgaGVyZSBjaGFuZ2VzIHdpdGhvdXQgbm90aWNlLidcbiAgICA6IGlzTWFpblxuICAgICAgPyBgJHtlbnRyeS5kZXNjcmlwdGlvbn0uIEl0cyBbUkVBRE1FXSguLi8uLi9wYWNrYWdlcy8ke2VudHJ5LmZvbGRlcn0vUkVBRE1FLm1kKSBoYXMgZXhhbXBsZXMuYFxuICAgICAgOiBgQSBwYXJ0IG9mIFxcYEBhdXRvZW5jb2RlcnMvJHtlbnRyeS5mb2xkZXJ9XFxgIHRvIGltcG9ydCBvbiBpdHMgb3duLmA7XG4gIGNvbnN0IGFsc28gPSBvdGhlcnMoZW50cnkpLm1hcChsaW5rKTtcbiAgY29uc3QgbGlzdCA9IGFsc28ubGVuZ3RoID4gMCA/IGBcXG5cXG5TZWUgYWxzbyAke2Fsc28uam9pbignLCAnKX0uYCA6ICcnO1xuICAvLyBUaGUgc2lnbmF0dXJlcyBoYXZlIHRoZSB0eXBlIHBhcmFtZXRlcnM7IGEgdGFibGUgd2l0aG91dCBkZXNjcmlwdGlvbnMgd291bGQgc2F5IG5vdGhpbmcgbW9yZS5cbiAgY29uc3Qgc2hvcnRlciA9IGNvbnRlbnRzLnJlcGxhY2VBbGwoL14jKyBUeXBlIFBhcmFtZXRlcnNcXG5cXG5cXHwgVHlwZSBQYXJhbWV0ZXIgXFx8XFxuKFxcfC4qXFxuKStcXG4vZ20sICcnKTtcbiAgcmV0dXJuIHNob3J0ZXIucmVwbGFjZSgvXiMgLiokL20sICh0aXRsZSkgPT4gYC0tLVxcbm91dGxpbmU6IFsyLCAzXVxcbi0tLVxcblxcbiR7dGl0bGV9XFxuXFxuJHt3aGF0fSR7bGlzdH1gKTtcbn1cblxuLyoqIEEgbGlzdCBvZiB0aGUgcGFja2FnZXMsIGVhY2ggd2l0aCBhIHNlbnRlbmNlIGFuZCBpdHMgZW50cnkgcG9pbnRzLiAqL1xuZXhwb3J0IGZ1bmN0aW9uIGluZGV4UGFnZSgpOiBzdHJpbmcge1xuICBjb25zdCByb3dzID0gZW50cnlQb2ludHNcbiAgICAuZmlsdGVyKCh7IG5hbWUsIGZvbGRlciB9KSA9PiBuYW1lID09PSBgQGF1dG9lbmNvZGVycy8ke2ZvbGRlcn1gKVxuICAgIC5tYXAoKGVudHJ5KSA9PiB7XG4gICAgICBjb25zdCBwYXJ0cyA9IG90aGVycyhlbnRyeSlcbiAgICAgICAgLmZpbHRlcigob3RoZXIpID0+ICFpc0ludGVybmFsKG90aGVyKSlcbiAgICAgICAgLm1hcChsaW5rKTtcbiAgICAgIHJldHVybiBgfCAke1tsaW5rKGVudHJ5KSwgLi4ucGFydHNdLmpvaW4oJzxicj4nKX0gfCAke2VudHJ5LmRlc2NyaXB0aW9ufS4gfGA7XG4gICAgfSk7XG4gIHJldHVybiBgIyBSZWZlcmVuY2VcblxuRXZlcnkgZXhwb3J0IG9mIGV2ZXJ5IHBhY2thZ2UsIHdpdGggaXRzIHNpZ25hdHVyZSwgaXRzIGRvY3N0cmluZyBhbmQgYSBsaW5rIHRvIGl0cyBzb3VyY2UuIFRoZXNlIHBhZ2VzIGFyZSBtYWRlIGZyb20gdGhlIGNvZGUuXG5UaGUgc2VhcmNoIGZpbmRzIGFuIGV4cG9ydCBieSBpdHMgbmFtZS5cblxufCBwYWNrYWdlIHwgd2hhdCBpdCBpcyB8XG58IC0tLSB8IC0tLSB8XG4ke3Jvd3Muam9pbignXFxuJyl9XG5gO1xufVxuXG4vKiogVGhlIHBhZ2VzIGluIHRoZSBvcmRlciBvZiB0aGUgc2lkZWJhci4gKi9cbmV4cG9ydCBjb25zdCBzaWRlYmFyID0gZW50cnlQb2ludHNcbiAgLmZpbHRlcigoZW50cnkpID0+ICFpc0ludGVybmFsKGVudHJ5KSlcbiAgLm1hcCgoZW50cnkpID0+ICh7IHRleHQ6IHRpdGxlT2YoZW50cnkpLCBsaW5rOiBgL3JlZmVyZW5jZS8ke2VudHJ5LnBhZ2V9YCB9KSk7XG4iLCAiY29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2Rpcm5hbWUgPSBcIi93b3JrL21haW4vZG9jcy9zaXRlL3JlZmVyZW5jZVwiO2NvbnN0IF9fdml0ZV9pbmplY3RlZF9vcmlnaW5hbF9maWxlbmFtZSA9IFwiL3dvcmsvbWFpbi9kb2NzL3NpdGUvcmVmZXJlbmNlL3dyaXRlLnRzXCI7Y29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2ltcG9ydF9tZXRhX3VybCA9IFwiZmlsZTovLy93b3JrL21haW4vZG9jcy9zaXRlL3JlZmVyZW5jZS93cml0ZS50c1wiOy8vIFdyaXRlcyBkb2NzL3JlZmVyZW5jZTogYSBwYWdlIGZvciBlYWNoIGVudHJ5IHBvaW50IG9mIGVhY2ggcHVibGlzaGVkIHBhY2thZ2UsIGZyb20gaXRzIGV4cG9ydHMgYW5kIHRoZWlyIGRvY3N0cmluZ3MuXG5pbXBvcnQgeyBjcmVhdGVIYXNoIH0gZnJvbSAnbm9kZTpjcnlwdG8nO1xuaW1wb3J0IHsgZXhpc3RzU3luYywgcmVhZEZpbGVTeW5jLCByZWFkZGlyU3luYywgd3JpdGVGaWxlU3luYyB9IGZyb20gJ25vZGU6ZnMnO1xuaW1wb3J0IHsgam9pbiB9IGZyb20gJ25vZGU6cGF0aCc7XG5pbXBvcnQgeyBBcHBsaWNhdGlvbiwgQ29udmVydGVyLCBSZWZsZWN0aW9uS2luZCB9IGZyb20gJ3R5cGVkb2MnO1xuaW1wb3J0IHR5cGUgeyBUeXBlRG9jT3B0aW9ucyB9IGZyb20gJ3R5cGVkb2MnO1xuaW1wb3J0IHsgTWFya2Rvd25QYWdlRXZlbnQgfSBmcm9tICd0eXBlZG9jLXBsdWdpbi1tYXJrZG93bic7XG5pbXBvcnQgdHlwZSB7IE1hcmtkb3duQXBwbGljYXRpb24sIFBsdWdpbk9wdGlvbnMgfSBmcm9tICd0eXBlZG9jLXBsdWdpbi1tYXJrZG93bic7XG5pbXBvcnQgeyByZXBvc2l0b3J5IH0gZnJvbSAnLi4vLi4vLi4vc2NyaXB0cy9tYW5pZmVzdHMubWpzJztcbmltcG9ydCB7IHB1Ymxpc2hlZCwgcm9vdCB9IGZyb20gJy4uLy4uLy4uL3NjcmlwdHMvcGFja2FnZXMubWpzJztcbmltcG9ydCB7IGVudHJ5UG9pbnRzIH0gZnJvbSAnLi9lbnRyeS1wb2ludHMuanMnO1xuaW1wb3J0IHsgaW5kZXhQYWdlLCBpbnRyb2R1Y2VkIH0gZnJvbSAnLi9wYWdlLmpzJztcblxuY29uc3QgZm9sZGVyID0gam9pbihyb290LCAnZG9jcycsICdyZWZlcmVuY2UnKTtcbmNvbnN0IHNpdGUgPSBqb2luKHJvb3QsICdkb2NzJywgJ3NpdGUnKTtcblxuY29uc3Qgb3B0aW9uczogUGFydGlhbDxUeXBlRG9jT3B0aW9ucyAmIFBsdWdpbk9wdGlvbnM+ID0ge1xuICBwbHVnaW46IFsndHlwZWRvYy1wbHVnaW4tbWFya2Rvd24nXSxcbiAgZW50cnlQb2ludHM6IGVudHJ5UG9pbnRzLm1hcCgoeyBzb3VyY2UgfSkgPT4gc291cmNlKSxcbiAgdHNjb25maWc6IGpvaW4oc2l0ZSwgJ3JlZmVyZW5jZScsICd0c2NvbmZpZy5wYWNrYWdlcy5qc29uJyksXG4gIGJhc2VQYXRoOiByb290LFxuICBvdXQ6IGZvbGRlcixcbiAgbG9nTGV2ZWw6ICdFcnJvcicsXG4gIHJlYWRtZTogJ25vbmUnLFxuICAvLyBUaGUgdHlwZXMgYXJlIGNoZWNrZWQgZWxzZXdoZXJlLlxuICBza2lwRXJyb3JDaGVja2luZzogdHJ1ZSxcbiAgZXhjbHVkZVByaXZhdGU6IHRydWUsXG4gIC8vIExpbmtzIHRvIHRoZSBzb3VyY2VzIG5lZWQgbm8gY2xvbmU6IGBwYXRoYCBpcyByZWxhdGl2ZSB0byBwYWNrYWdlcy8sIHRoZSBmb2xkZXIgdGhhdCBhbGwgZW50cnkgcG9pbnRzIGhhdmUgaW4gY29tbW9uLlxuICBkaXNhYmxlR2l0OiB0cnVlLFxuICBzb3VyY2VMaW5rVGVtcGxhdGU6IGAke3JlcG9zaXRvcnl9L2Jsb2IvbWFpbi9wYWNrYWdlcy97cGF0aH0jTHtsaW5lfWAsXG4gIHNvcnQ6IFsnYWxwaGFiZXRpY2FsJ10sXG4gIGdyb3VwT3JkZXI6IFsnRnVuY3Rpb25zJywgJ1ZhcmlhYmxlcycsICdDbGFzc2VzJywgJ0ludGVyZmFjZXMnLCAnVHlwZSBBbGlhc2VzJywgJ1JlZmVyZW5jZXMnXSxcbiAgb3V0cHV0RmlsZVN0cmF0ZWd5OiAnbW9kdWxlcycsXG4gIGVudHJ5RmlsZU5hbWU6ICdpbmRleCcsXG4gIGZsYXR0ZW5PdXRwdXRGaWxlczogdHJ1ZSxcbiAgZXhjbHVkZVNjb3Blc0luUGF0aHM6IHRydWUsXG4gIGhpZGVQYWdlSGVhZGVyOiB0cnVlLFxuICBoaWRlQnJlYWRjcnVtYnM6IHRydWUsXG4gIHVzZUNvZGVCbG9ja3M6IHRydWUsXG4gIGV4cGFuZFBhcmFtZXRlcnM6IHRydWUsXG4gIHVzZUN1c3RvbUFuY2hvcnM6IHRydWUsXG4gIHVzZUhUTUxFbmNvZGVkQnJhY2tldHM6IHRydWUsXG4gIHNhbml0aXplQ29tbWVudHM6IHRydWUsXG4gIHBhcmFtZXRlcnNGb3JtYXQ6ICd0YWJsZScsXG4gIGludGVyZmFjZVByb3BlcnRpZXNGb3JtYXQ6ICd0YWJsZScsXG4gIGNsYXNzUHJvcGVydGllc0Zvcm1hdDogJ3RhYmxlJyxcbiAgdHlwZUFsaWFzUHJvcGVydGllc0Zvcm1hdDogJ3RhYmxlJyxcbiAgdHlwZURlY2xhcmF0aW9uRm9ybWF0OiAndGFibGUnLFxuICBwcm9wZXJ0eU1lbWJlcnNGb3JtYXQ6ICd0YWJsZScsXG4gIHRhYmxlQ29sdW1uU2V0dGluZ3M6IHsgaGlkZVNvdXJjZXM6IHRydWUsIGhpZGVNb2RpZmllcnM6IHRydWUsIGhpZGVJbmhlcml0ZWQ6IHRydWUsIGhpZGVPdmVycmlkZXM6IHRydWUsIGxlZnRBbGlnbkhlYWRlcnM6IHRydWUgfSxcbn07XG5cbi8qKiBXaGF0IHRoZSBwYWdlcyBhcmUgbWFkZSBmcm9tOiB0aGUgc291cmNlcyBvZiB0aGUgcGFja2FnZXMsIGFuZCB0aGUgcHJvZ3JhbSB0aGF0IHdyaXRlcyB0aGVtLiAqL1xuZnVuY3Rpb24gZmluZ2VycHJpbnQoKTogc3RyaW5nIHtcbiAgY29uc3QgZm9sZGVycyA9IFsuLi5wdWJsaXNoZWQubWFwKChuYW1lOiBzdHJpbmcpID0+IGpvaW4ocm9vdCwgJ3BhY2thZ2VzJywgbmFtZSkpLCBqb2luKHNpdGUsICdyZWZlcmVuY2UnKV07XG4gIGNvbnN0IGZpbGVzID0gZm9sZGVycy5mbGF0TWFwKChwYXRoKSA9PlxuICAgIHJlYWRkaXJTeW5jKHBhdGgsIHsgcmVjdXJzaXZlOiB0cnVlLCB3aXRoRmlsZVR5cGVzOiB0cnVlIH0pXG4gICAgICAuZmlsdGVyKChlbnRyeSkgPT4gZW50cnkuaXNGaWxlKCkgJiYgLyhzcmN8cmVmZXJlbmNlKShcXC98JCkvLnRlc3QoZW50cnkucGFyZW50UGF0aCkgJiYgIWVudHJ5LnBhcmVudFBhdGguaW5jbHVkZXMoJ25vZGVfbW9kdWxlcycpKVxuICAgICAgLm1hcCgoZW50cnkpID0+IGpvaW4oZW50cnkucGFyZW50UGF0aCwgZW50cnkubmFtZSkpLFxuICApO1xuICBjb25zdCBtYW5pZmVzdHMgPSBwdWJsaXNoZWQubWFwKChuYW1lOiBzdHJpbmcpID0+IGpvaW4ocm9vdCwgJ3BhY2thZ2VzJywgbmFtZSwgJ3BhY2thZ2UuanNvbicpKTtcbiAgY29uc3QgaGFzaCA9IGNyZWF0ZUhhc2goJ3NoYTI1NicpLnVwZGF0ZShyZXBvc2l0b3J5KTtcbiAgZm9yIChjb25zdCBwYXRoIG9mIFsuLi5maWxlcywgLi4ubWFuaWZlc3RzLCBqb2luKHNpdGUsICdwYWNrYWdlLmpzb24nKV0uc29ydCgpKSBoYXNoLnVwZGF0ZShwYXRoKS51cGRhdGUocmVhZEZpbGVTeW5jKHBhdGgpKTtcbiAgcmV0dXJuIGhhc2guZGlnZXN0KCdoZXgnKTtcbn1cblxuLyoqIFdyaXRlcyB0aGUgcGFnZXMsIGlmIHRoZSBwYWNrYWdlcyBjaGFuZ2VkIHNpbmNlIHRoZXkgd2VyZSB3cml0dGVuLiAqL1xuZXhwb3J0IGFzeW5jIGZ1bmN0aW9uIHdyaXRlUmVmZXJlbmNlKCk6IFByb21pc2U8dm9pZD4ge1xuICBjb25zdCBzdGFtcCA9IGpvaW4oZm9sZGVyLCAnLmZpbmdlcnByaW50Jyk7XG4gIGNvbnN0IHdhbnRlZCA9IGZpbmdlcnByaW50KCk7XG4gIGlmIChleGlzdHNTeW5jKHN0YW1wKSAmJiByZWFkRmlsZVN5bmMoc3RhbXAsICd1dGY4JykgPT09IHdhbnRlZCkgcmV0dXJuO1xuICBjb25zdCBhcHAgPSAoYXdhaXQgQXBwbGljYXRpb24uYm9vdHN0cmFwV2l0aFBsdWdpbnMob3B0aW9ucykpIGFzIE1hcmtkb3duQXBwbGljYXRpb247XG4gIGNvbnN0IG5hbWVzID0gbmV3IE1hcChlbnRyeVBvaW50cy5tYXAoKHsgc291cmNlLCBuYW1lIH0pID0+IFtzb3VyY2UsIG5hbWVdKSk7XG4gIGFwcC5jb252ZXJ0ZXIub24oQ29udmVydGVyLkVWRU5UX1JFU09MVkVfQkVHSU4sICh7IHByb2plY3QgfSkgPT4ge1xuICAgIGZvciAoY29uc3QgbW9kdWxlIG9mIHByb2plY3QuY2hpbGRyZW4gPz8gW10pIG1vZHVsZS5uYW1lID0gbmFtZXMuZ2V0KG1vZHVsZS5zb3VyY2VzPy5bMF0/LmZ1bGxGaWxlTmFtZSA/PyAnJykgPz8gbW9kdWxlLm5hbWU7XG4gICAgZm9yIChjb25zdCBwYXJhbWV0ZXIgb2YgcHJvamVjdC5nZXRSZWZsZWN0aW9uc0J5S2luZChSZWZsZWN0aW9uS2luZC5QYXJhbWV0ZXIpKVxuICAgICAgaWYgKHBhcmFtZXRlci5uYW1lID09PSAnX19uYW1lZFBhcmFtZXRlcnMnKSBwYXJhbWV0ZXIubmFtZSA9ICdvcHRpb25zJztcbiAgfSk7XG4gIGFwcC5yZW5kZXJlci5vbihNYXJrZG93blBhZ2VFdmVudC5FTkQsIChwYWdlOiBNYXJrZG93blBhZ2VFdmVudCkgPT4ge1xuICAgIGNvbnN0IGVudHJ5ID0gZW50cnlQb2ludHMuZmluZCgoeyBwYWdlOiBuYW1lIH0pID0+IHBhZ2UudXJsID09PSBgJHtuYW1lfS5tZGApO1xuICAgIHBhZ2UuY29udGVudHMgPSBlbnRyeSA/IGludHJvZHVjZWQoZW50cnksIHBhZ2UuY29udGVudHMpIDogaW5kZXhQYWdlKCk7XG4gIH0pO1xuICBjb25zdCBwcm9qZWN0ID0gYXdhaXQgYXBwLmNvbnZlcnQoKTtcbiAgaWYgKCFwcm9qZWN0KSB0aHJvdyBuZXcgRXJyb3IoJ1RoZSBzb3VyY2VzIG9mIHRoZSBwYWNrYWdlcyBjb3VsZCBub3QgYmUgcmVhZC4nKTtcbiAgYXdhaXQgYXBwLmdlbmVyYXRlT3V0cHV0cyhwcm9qZWN0KTtcbiAgaWYgKGFwcC5sb2dnZXIuaGFzRXJyb3JzKCkpIHRocm93IG5ldyBFcnJvcignVGhlIHJlZmVyZW5jZSB3YXMgbm90IHdyaXR0ZW46IHNlZSB0aGUgZXJyb3JzIGFib3ZlLicpO1xuICB3cml0ZUZpbGVTeW5jKHN0YW1wLCB3YW50ZWQpO1xufVxuIiwgImNvbnN0IF9fdml0ZV9pbmplY3RlZF9vcmlnaW5hbF9kaXJuYW1lID0gXCIvd29yay9tYWluL3NjcmlwdHNcIjtjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfZmlsZW5hbWUgPSBcIi93b3JrL21haW4vc2NyaXB0cy9tYW5pZmVzdHMubWpzXCI7Y29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2ltcG9ydF9tZXRhX3VybCA9IFwiZmlsZTovLy93b3JrL21haW4vc2NyaXB0cy9tYW5pZmVzdHMubWpzXCI7Ly8gV2hhdCB0aGUgcGFja2FnZS5qc29uIGZpbGVzIG9mIHRoZSBwYWNrYWdlcyBoYXZlIGluIGNvbW1vbiwgZnJvbSB0aGlzIG9uZSBwbGFjZTogYG5wbSBydW4gbWFuaWZlc3RzYCB3cml0ZXMgdGhlbS4gQSB0ZXN0IGNvbXBhcmVzLlxuaW1wb3J0IHsgcmVhZEZpbGVTeW5jLCB3cml0ZUZpbGVTeW5jIH0gZnJvbSAnbm9kZTpmcyc7XG5pbXBvcnQgeyBqb2luIH0gZnJvbSAnbm9kZTpwYXRoJztcbmltcG9ydCB7IGZpbGVVUkxUb1BhdGggfSBmcm9tICdub2RlOnVybCc7XG5pbXBvcnQgeyBtYW5pZmVzdE9mLCBwdWJsaXNoZWQsIHJvb3QgfSBmcm9tICcuL3BhY2thZ2VzLm1qcyc7XG5cbi8qKiBUaGUgYWRkcmVzcyBvZiB0aGUgcmVwb3NpdG9yeS4gSXQgaXMgYSBwbGFjZWhvbGRlcjogc2V0IGl0IGJlZm9yZSB0aGUgZmlyc3QgcmVsZWFzZSwgdGhlbiBydW4gYG5wbSBydW4gbWFuaWZlc3RzYC4gKi9cbmV4cG9ydCBjb25zdCByZXBvc2l0b3J5ID0gJ2h0dHBzOi8vZ2l0aHViLmNvbS9hdXRvZW5jb2RlcnMtanMvYXV0b2VuY29kZXJzJztcblxuLyoqIFRoZSBhZGRyZXNzIG9mIHRoZSBzaXRlLiBBIHBsYWNlaG9sZGVyLCB0b28uICovXG5leHBvcnQgY29uc3Qgc2l0ZSA9ICdodHRwczovL2F1dG9lbmNvZGVycy1qcy5naXRodWIuaW8vYXV0b2VuY29kZXJzJztcblxuLyoqIEJ5IHdoYXQgZWFjaCBwYWNrYWdlIGlzIGZvdW5kLCBiZXNpZGVzIHRoZSB3b3JkcyBvZiBhbGwuICovXG5jb25zdCBrZXl3b3JkcyA9IHtcbiAgYW5vbWFseTogWydhbm9tYWx5LWRldGVjdGlvbicsICdvdXRsaWVyLWRldGVjdGlvbicsICdpc29sYXRpb24tZm9yZXN0J10sXG4gICdiYWNrZW5kLW5vZGUnOiBbJ2JsYXMnLCAnb3BlbmJsYXMnLCAnYmFja2VuZCcsICdub2RlJ10sXG4gICdiYWNrZW5kLXdhc20nOiBbJ3dhc20nLCAnd2ViYXNzZW1ibHknLCAnc2ltZCcsICdiYWNrZW5kJ10sXG4gICdiYWNrZW5kLXdlYmdsJzogWyd3ZWJnbCcsICdncHUnLCAnYmFja2VuZCddLFxuICAnYmFja2VuZC13ZWJncHUnOiBbJ3dlYmdwdScsICdncHUnLCAnYmFja2VuZCddLFxuICBjbGk6IFsnY2xpJywgJ2NvbW1hbmQtbGluZScsICdhbm9tYWx5LWRldGVjdGlvbiddLFxuICBjb3JlOiBbJ25ldXJhbC1uZXR3b3JrJywgJ29wdGltaXplcicsICdncmFkaWVudHMnXSxcbiAgZGF0YXNldHM6IFsnZGF0YXNldCcsICdtbmlzdCcsICdmYXNoaW9uLW1uaXN0JywgJ2RpZ2l0cyddLFxuICBleGNoYW5nZTogWydvbm54JywgJ3B5dG9yY2gnLCAna2VyYXMnLCAnc2FmZXRlbnNvcnMnLCAndGVuc29yYm9hcmQnLCAnaHVnZ2luZy1mYWNlJ10sXG4gIGZpbGVzOiBbJ3BhcnF1ZXQnLCAnYXJyb3cnLCAnbnB5JywgJ2ltYWdlcyddLFxuICBsYXllcnM6IFsnbmV1cmFsLW5ldHdvcmsnLCAnbGF5ZXJzJywgJ2NvbnZvbHV0aW9uJ10sXG4gIGxvc3NlczogWydsb3NzJywgJ2tsLWRpdmVyZ2VuY2UnLCAncmVjb25zdHJ1Y3Rpb24tZXJyb3InXSxcbiAgbWV0cmljczogWydtZXRyaWNzJywgJ3JvYy1hdWMnLCAnYXZlcmFnZS1wcmVjaXNpb24nXSxcbiAgbW9kZWxzOiBbJ25ldXJhbC1uZXR3b3JrJywgJ3ZhcmlhdGlvbmFsLWF1dG9lbmNvZGVyJywgJ3ZhZScsICdwY2EnXSxcbiAgbXBpOiBbJ21waScsICdkYXRhLXBhcmFsbGVsJywgJ2Rpc3RyaWJ1dGVkLXRyYWluaW5nJ10sXG4gIG5vaXNlOiBbJ25vaXNlJywgJ2Rlbm9pc2luZycsICdhdWdtZW50YXRpb24nXSxcbiAgcmVwb3J0OiBbJ3JlcG9ydCcsICd2aXN1YWxpemF0aW9uJ10sXG4gIHRhYmxlczogWydjc3YnLCAndGFidWxhci1kYXRhJywgJ2ltcHV0YXRpb24nXSxcbiAgdHJhaW5pbmc6IFsnbmV1cmFsLW5ldHdvcmsnLCAndHJhaW5pbmcnLCAnd2ViLXdvcmtlciddLFxuICB2YXJpYW50czogWyd2YXJpYXRpb25hbC1hdXRvZW5jb2RlcicsICd2YWUnLCAnZGVub2lzaW5nLWF1dG9lbmNvZGVyJywgJ3NwYXJzZS1hdXRvZW5jb2RlciddLFxufTtcblxuLyoqIFRoZSBsaWNlbmNlIG9mIG90aGVycycgd29yayBpbiBhIHBhY2thZ2UsIGFuZCB0aGUgZmlsZSB3aXRoIGl0cyB0ZXh0LiBOT1RJQ0Ugc2F5cyB3aGljaCBmaWxlcyBpdCBjb25jZXJucy4gKi9cbmV4cG9ydCBjb25zdCBsaWNlbmNlcyA9IHtcbiAgY29yZTogeyBpZDogJ0FwYWNoZS0yLjAnLCBmaWxlOiAnTElDRU5TRS1BUEFDSEUnIH0sXG4gICdiYWNrZW5kLXdhc20nOiB7IGlkOiAnQXBhY2hlLTIuMCcsIGZpbGU6ICdMSUNFTlNFLUFQQUNIRScgfSxcbiAgZGF0YXNldHM6IHsgaWQ6ICdDQy1CWS00LjAnLCBmaWxlOiAnTElDRU5TRS1DQy1CWScgfSxcbn07XG5cbmNvbnN0IHNjcmlwdHMgPSB7XG4gIGJ1aWxkOiAnbm9kZSAuLi8uLi9zY3JpcHRzL2J1aWxkLm1qcycsXG4gIHByZXBhY2s6ICdub2RlIC4uLy4uL3NjcmlwdHMvcHJlcGFjay5tanMnLFxuICBwcmVwdWJsaXNoT25seTogJ25vZGUgLi4vLi4vc2NyaXB0cy9wcmVwdWJsaXNoLm1qcycsXG59O1xuXG5jb25zdCB7IGVuZ2luZXMgfSA9IEpTT04ucGFyc2UocmVhZEZpbGVTeW5jKGpvaW4ocm9vdCwgJ3BhY2thZ2UuanNvbicpLCAndXRmOCcpKTtcblxuY29uc3QgRklSU1QgPSBbJ25hbWUnLCAndmVyc2lvbicsICdkZXNjcmlwdGlvbicsICdrZXl3b3JkcycsICdob21lcGFnZScsICdidWdzJywgJ3JlcG9zaXRvcnknLCAnbGljZW5zZScsICdhdXRob3InXTtcblxuLyoqIFRoZSBwYWNrYWdlLmpzb24gb2YgdGhlIHBhY2thZ2UgYG5hbWVgLCB3aXRoIHdoYXQgYWxsIGhhdmUuIFdoYXQgZWxzZSBpdCBoYXMgc3RheXMuICovXG5leHBvcnQgZnVuY3Rpb24gY29tcGxldGUobmFtZSwgbWFuaWZlc3QpIHtcbiAgY29uc3Qgb3RoZXIgPSBsaWNlbmNlc1tuYW1lXTtcbiAgY29uc3QgZW5kcyA9IFsnQ0hBTkdFTE9HLm1kJywgLi4uKG90aGVyID8gWydOT1RJQ0UnLCBvdGhlci5maWxlXSA6IFtdKV07XG4gIGNvbnN0IHNoYXJlZCA9IHtcbiAgICBrZXl3b3JkczogWydhdXRvZW5jb2RlcicsICd0ZW5zb3JmbG93JywgJ3RmanMnLCAuLi5rZXl3b3Jkc1tuYW1lXV0sXG4gICAgaG9tZXBhZ2U6IGAke3JlcG9zaXRvcnl9L3RyZWUvbWFpbi9wYWNrYWdlcy8ke25hbWV9I3JlYWRtZWAsXG4gICAgYnVnczogYCR7cmVwb3NpdG9yeX0vaXNzdWVzYCxcbiAgICByZXBvc2l0b3J5OiB7IHR5cGU6ICdnaXQnLCB1cmw6IGBnaXQrJHtyZXBvc2l0b3J5fS5naXRgLCBkaXJlY3Rvcnk6IGBwYWNrYWdlcy8ke25hbWV9YCB9LFxuICAgIGxpY2Vuc2U6IG90aGVyID8gYE1JVCBBTkQgJHtvdGhlci5pZH1gIDogJ01JVCcsXG4gICAgYXV0aG9yOiAnVGhlIEBhdXRvZW5jb2RlcnMgY29udHJpYnV0b3JzJyxcbiAgICBmaWxlczogWy4uLm1hbmlmZXN0LmZpbGVzLmZpbHRlcigoZmlsZSkgPT4gIWVuZHMuaW5jbHVkZXMoZmlsZSkpLCAuLi5lbmRzXSxcbiAgICBwdWJsaXNoQ29uZmlnOiB7IGFjY2VzczogJ3B1YmxpYycgfSxcbiAgICBzY3JpcHRzOiB7IC4uLm1hbmlmZXN0LnNjcmlwdHMsIC4uLnNjcmlwdHMgfSxcbiAgICBlbmdpbmVzLFxuICB9O1xuICAvLyBUaGUga2V5cyBvZiBgZmlyc3RgIGluIHRoZWlyIG9yZGVyLCB0aGVuIHRoZSBvdGhlcnMgaW4gdGhlaXJzLlxuICBjb25zdCBmaXJzdCA9IE9iamVjdC5mcm9tRW50cmllcyhGSVJTVC5tYXAoKGtleSkgPT4gW2tleSwgdW5kZWZpbmVkXSkpO1xuICByZXR1cm4geyAuLi5maXJzdCwgLi4ubWFuaWZlc3QsIC4uLnNoYXJlZCB9O1xufVxuXG5pZiAocHJvY2Vzcy5hcmd2WzFdID09PSBmaWxlVVJMVG9QYXRoKGltcG9ydC5tZXRhLnVybCkpXG4gIGZvciAoY29uc3QgbmFtZSBvZiBwdWJsaXNoZWQpXG4gICAgd3JpdGVGaWxlU3luYyhqb2luKHJvb3QsICdwYWNrYWdlcycsIG5hbWUsICdwYWNrYWdlLmpzb24nKSwgYCR7SlNPTi5zdHJpbmdpZnkoY29tcGxldGUobmFtZSwgbWFuaWZlc3RPZihuYW1lKSksIHVuZGVmaW5lZCwgMil9XFxuYCk7XG4iLCAiY29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2Rpcm5hbWUgPSBcIi93b3JrL21haW4vZG9jcy9zaXRlL2xpdmVcIjtjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfZmlsZW5hbWUgPSBcIi93b3JrL21haW4vZG9jcy9zaXRlL2xpdmUvZmVuY2UudHNcIjtjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfaW1wb3J0X21ldGFfdXJsID0gXCJmaWxlOi8vL3dvcmsvbWFpbi9kb2NzL3NpdGUvbGl2ZS9mZW5jZS50c1wiO2ltcG9ydCB0eXBlIHsgTWFya2Rvd25SZW5kZXJlciB9IGZyb20gJ3ZpdGVwcmVzcyc7XG5cbi8qKiBQcm9ncmFtcyBmZW5jZWQgYXMgYHRzIGxpdmVgIGdldCBidXR0b25zIHRoYXQgcnVuIHRoZW0gaW4gdGhlIHBhZ2UuICovXG5leHBvcnQgZnVuY3Rpb24gbGl2ZUZlbmNlcyh7IHJlbmRlcmVyIH06IE1hcmtkb3duUmVuZGVyZXIpOiB2b2lkIHtcbiAgY29uc3QgZmVuY2UgPSByZW5kZXJlci5ydWxlcy5mZW5jZSE7XG4gIHJlbmRlcmVyLnJ1bGVzLmZlbmNlID0gKHRva2VucywgaSwgLi4ucmVzdCkgPT4ge1xuICAgIGNvbnN0IHNob3duID0gZmVuY2UodG9rZW5zLCBpLCAuLi5yZXN0KTtcbiAgICByZXR1cm4gL150cyBsaXZlXFxiLy50ZXN0KHRva2Vuc1tpXSEuaW5mbykgPyBgPExpdmVQcm9ncmFtPiR7c2hvd259PC9MaXZlUHJvZ3JhbT5gIDogc2hvd247XG4gIH07XG59XG4iLCAiY29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2Rpcm5hbWUgPSBcIi93b3JrL21haW4vZG9jcy9zaXRlLy52aXRlcHJlc3NcIjtjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfZmlsZW5hbWUgPSBcIi93b3JrL21haW4vZG9jcy9zaXRlLy52aXRlcHJlc3MvbGlua3Mtb3V0LnRzXCI7Y29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2ltcG9ydF9tZXRhX3VybCA9IFwiZmlsZTovLy93b3JrL21haW4vZG9jcy9zaXRlLy52aXRlcHJlc3MvbGlua3Mtb3V0LnRzXCI7aW1wb3J0IHsgZGlybmFtZSwgam9pbiwgcmVsYXRpdmUgfSBmcm9tICdub2RlOnBhdGgnO1xuaW1wb3J0IHsgZmlsZVVSTFRvUGF0aCB9IGZyb20gJ25vZGU6dXJsJztcbmltcG9ydCB0eXBlIHsgTWFya2Rvd25SZW5kZXJlciB9IGZyb20gJ3ZpdGVwcmVzcyc7XG5pbXBvcnQgeyByZXBvc2l0b3J5IH0gZnJvbSAnLi4vLi4vLi4vc2NyaXB0cy9tYW5pZmVzdHMubWpzJztcblxuY29uc3QgZG9jcyA9IGZpbGVVUkxUb1BhdGgobmV3IFVSTCgnLi4vLi4nLCBpbXBvcnQubWV0YS51cmwpKTtcbmNvbnN0IHJvb3QgPSBkaXJuYW1lKGRvY3MucmVwbGFjZSgvXFwvJC8sICcnKSk7XG5cbi8qKiBQYWdlcyBsaW5rIHRvIGZpbGVzIGJlc2lkZSBgZG9jc2AsIHN1Y2ggYXMgdGhlIHBhY2thZ2VzLiBUaGUgc2l0ZSBoYXMgbm8gc3VjaCBwYWdlczogdGhlc2UgbGlua3MgZ28gdG8gdGhlIHJlcG9zaXRvcnkuICovXG5leHBvcnQgZnVuY3Rpb24gbGlua3NPdXQobWQ6IE1hcmtkb3duUmVuZGVyZXIpOiB2b2lkIHtcbiAgbWQuY29yZS5ydWxlci5wdXNoKCdsaW5rcy1vdXQnLCAoeyB0b2tlbnMsIGVudiB9KSA9PiB7XG4gICAgY29uc3QgcGFnZSA9IChlbnYgYXMgeyBwYXRoOiBzdHJpbmcgfSkucGF0aDtcbiAgICBmb3IgKGNvbnN0IHRva2VuIG9mIHRva2Vucy5mbGF0TWFwKCh7IGNoaWxkcmVuIH0pID0+IGNoaWxkcmVuID8/IFtdKSkge1xuICAgICAgY29uc3QgaHJlZiA9IHRva2VuLnR5cGUgPT09ICdsaW5rX29wZW4nID8gdG9rZW4uYXR0ckdldCgnaHJlZicpIDogbnVsbDtcbiAgICAgIGlmICghaHJlZiB8fCAhL15cXC5cXC4/XFwvLy50ZXN0KGhyZWYpKSBjb250aW51ZTtcbiAgICAgIGNvbnN0IHRhcmdldCA9IGpvaW4oZGlybmFtZShwYWdlKSwgaHJlZik7XG4gICAgICBpZiAocmVsYXRpdmUoZG9jcywgdGFyZ2V0KS5zdGFydHNXaXRoKCcuLicpKSB0b2tlbi5hdHRyU2V0KCdocmVmJywgYCR7cmVwb3NpdG9yeX0vYmxvYi9tYWluLyR7cmVsYXRpdmUocm9vdCwgdGFyZ2V0KX1gKTtcbiAgICB9XG4gIH0pO1xufVxuIiwgImNvbnN0IF9fdml0ZV9pbmplY3RlZF9vcmlnaW5hbF9kaXJuYW1lID0gXCIvd29yay9tYWluL2RvY3Mvc2l0ZS8udml0ZXByZXNzXCI7Y29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2ZpbGVuYW1lID0gXCIvd29yay9tYWluL2RvY3Mvc2l0ZS8udml0ZXByZXNzL3Z1ZS1vZi10aGUtc2l0ZS50c1wiO2NvbnN0IF9fdml0ZV9pbmplY3RlZF9vcmlnaW5hbF9pbXBvcnRfbWV0YV91cmwgPSBcImZpbGU6Ly8vd29yay9tYWluL2RvY3Mvc2l0ZS8udml0ZXByZXNzL3Z1ZS1vZi10aGUtc2l0ZS50c1wiO2ltcG9ydCB7IGZpbGVVUkxUb1BhdGggfSBmcm9tICdub2RlOnVybCc7XG5cbmludGVyZmFjZSBSZXNvbHZlcyB7XG4gIHJlc29sdmUoaWQ6IHN0cmluZywgaW1wb3J0ZXI6IHN0cmluZywgb3B0aW9uczogb2JqZWN0KTogUHJvbWlzZTx7IGlkOiBzdHJpbmcgfSB8IG51bGw+O1xufVxuXG5jb25zdCBpbXBvcnRlciA9IGZpbGVVUkxUb1BhdGgobmV3IFVSTCgnLi4vcGFja2FnZS5qc29uJywgaW1wb3J0Lm1ldGEudXJsKSk7XG5cbi8qKlxuICogUGFnZXMgbGllIG91dHNpZGUgb2YgdGhpcyBmb2xkZXIsIHdoZXJlIG5vIFZ1ZSBpcyBpbnN0YWxsZWQ6IHRoZXkgZ2V0IHRoZSBvbmUgb2YgdGhlIHNpdGUuIEFuIGFsaWFzIHdvdWxkIG5vdCBkbzogdGhlIGJ1aWxkIGZvciBicm93c2Vyc1xuICogYW5kIHRoZSBvbmUgZm9yIE5vZGUgdGFrZSBkaWZmZXJlbnQgZmlsZXMgb2YgVnVlLlxuICovXG5leHBvcnQgY29uc3QgdnVlT2ZUaGVTaXRlID0ge1xuICBuYW1lOiAndnVlLW9mLXRoZS1zaXRlJyxcbiAgZW5mb3JjZTogJ3ByZScgYXMgY29uc3QsXG4gIHJlc29sdmVJZCh0aGlzOiBSZXNvbHZlcywgaWQ6IHN0cmluZywgZnJvbTogc3RyaW5nIHwgdW5kZWZpbmVkLCBvcHRpb25zOiBvYmplY3QpOiBQcm9taXNlPHsgaWQ6IHN0cmluZyB9IHwgbnVsbD4gfCB1bmRlZmluZWQge1xuICAgIGNvbnN0IGlzT3V0c2lkZSA9IGZyb20gIT09IHVuZGVmaW5lZCAmJiBmcm9tICE9PSBpbXBvcnRlciAmJiAhZnJvbS5pbmNsdWRlcygnL25vZGVfbW9kdWxlcy8nKSAmJiAhZnJvbS5pbmNsdWRlcygnL2RvY3Mvc2l0ZS8nKTtcbiAgICByZXR1cm4gL152dWUoXFwvfCQpLy50ZXN0KGlkKSAmJiBpc091dHNpZGUgPyB0aGlzLnJlc29sdmUoaWQsIGltcG9ydGVyLCB7IC4uLm9wdGlvbnMsIHNraXBTZWxmOiB0cnVlIH0pIDogdW5kZWZpbmVkO1xuICB9LFxufTtcbiJdLAogICJtYXBwaW5ncyI6ICI7QUFBcVEsU0FBUyxlQUFBQSxjQUFhLGdCQUFBQyxxQkFBb0I7QUFDL1MsU0FBUyxpQkFBQUMsc0JBQXFCOzs7QUNLdkIsSUFBTSxpQkFBaUIsT0FBZTtBQUFBLEVBQzNDLE1BQU07QUFBQSxFQUNOLFNBQVMsQ0FBQ0MsY0FBYSxFQUFFLEdBQUdBLFVBQVMseUJBQXlCLFNBQVM7QUFBQSxFQUN2RSxlQUFlLEdBQUcsUUFBUTtBQUN4QixlQUFXLFNBQVMsT0FBTyxPQUFPLE1BQU07QUFDdEMsVUFBSSxNQUFNLFNBQVMsV0FBVyxNQUFNLFdBQVcsTUFBTSxRQUFRLFNBQVM7QUFDcEUsYUFBSyxNQUFNLGlCQUFpQixNQUFNLFFBQVEsdUJBQXVCO0FBQUEsRUFDdkU7QUFDRjs7O0FEWEEsU0FBUyxvQkFBb0I7QUFDN0IsT0FBTyxVQUFVOzs7QUVKd08sU0FBUyxnQkFBQUMscUJBQW9CO0FBQ3RSLFNBQVMsUUFBQUMsYUFBWTs7O0FDRCtNLFNBQVMsWUFBWSxjQUFjLG1CQUFtQjtBQUMxUixTQUFTLFlBQVk7QUFDckIsU0FBUyxxQkFBcUI7QUFGNEcsSUFBTSwyQ0FBMkM7QUFJcEwsSUFBTSxPQUFPLGNBQWMsSUFBSSxJQUFJLE1BQU0sd0NBQWUsQ0FBQztBQUd6RCxJQUFNLFdBQVcsWUFBWSxLQUFLLE1BQU0sVUFBVSxDQUFDLEVBQUUsT0FBTyxDQUFDLFNBQVMsV0FBVyxLQUFLLE1BQU0sWUFBWSxNQUFNLGNBQWMsQ0FBQyxDQUFDO0FBRzlILElBQU0sYUFBYSxDQUFDLFNBQVMsS0FBSyxNQUFNLGFBQWEsS0FBSyxNQUFNLFlBQVksTUFBTSxjQUFjLEdBQUcsTUFBTSxDQUFDO0FBRzFHLElBQU0sWUFBWSxTQUFTLE9BQU8sQ0FBQyxTQUFTLENBQUMsV0FBVyxJQUFJLEVBQUUsT0FBTzs7O0FDWjVFLFNBQVMsZ0JBQUFDLHFCQUFvQjtBQUM3QixTQUFTLFFBQUFDLGFBQVk7OztBQ0ZtUCxJQUFNLE9BQU8sQ0FBQyxXQUFzQyxPQUFPLE9BQU8sQ0FBQyxLQUFLLFVBQVUsTUFBTSxPQUFPLENBQUMsSUFBSSxPQUFPO0FBRzVXLFNBQVMsVUFBVSxRQUFtQztBQUMzRCxRQUFNLFNBQVMsS0FBSyxNQUFNO0FBQzFCLFNBQU8sS0FBSyxLQUFLLE9BQU8sT0FBTyxDQUFDLEtBQUssVUFBVSxPQUFPLFFBQVEsV0FBVyxHQUFHLENBQUMsSUFBSSxLQUFLLElBQUksR0FBRyxPQUFPLFNBQVMsQ0FBQyxDQUFDO0FBQ2pIO0FBRU8sU0FBUyxPQUFPLFFBQW1DO0FBQ3hELFFBQU0sU0FBUyxPQUFPLFNBQVMsQ0FBQyxHQUFHLE1BQU0sSUFBSSxDQUFDO0FBQzlDLFFBQU0sT0FBTyxPQUFPLFVBQVU7QUFDOUIsU0FBTyxPQUFPLFNBQVMsTUFBTSxJQUFJLE9BQU8sSUFBSSxLQUFNLE9BQU8sT0FBTyxDQUFDLElBQUssT0FBTyxJQUFJLEtBQU07QUFDekY7OztBQ0FPLElBQU0sVUFBVSxDQUFDLEVBQUUsS0FBSyxPQUEwQjtBQUFBLEVBQ3ZELE9BQU87QUFBQSxFQUNQLE9BQU87QUFBQSxFQUNQLE1BQU0sS0FBSztBQUFBLElBQVEsQ0FBQyxFQUFFLE1BQU0sU0FBUyxTQUFTLEtBQUFDLEtBQUksTUFDaEQsWUFBWSxPQUNSLENBQUMsSUFDRDtBQUFBLE1BQ0UsRUFBRSxPQUFPLE1BQU0sTUFBTSxRQUFRLE9BQU8sVUFBVSxTQUFTLE1BQU0sS0FBSztBQUFBLE1BQ2xFLEdBQUlBLFNBQVEsT0FBTyxDQUFDLElBQUksQ0FBQyxFQUFFLE9BQU8sTUFBTSxNQUFNLE9BQU8sT0FBT0EsT0FBTSxRQUFRLENBQUM7QUFBQSxJQUM3RTtBQUFBLEVBQ047QUFBQSxFQUNBLE1BQU07QUFBQSxFQUNOLFdBQVcsRUFBRSxPQUFPLEdBQUcsTUFBTSxVQUFVO0FBQ3pDO0FBY08sSUFBTSxRQUFRLENBQUMsRUFBRSxPQUFPLE9BQXdCO0FBQUEsRUFDckQsT0FBTztBQUFBLEVBQ1AsT0FBTztBQUFBLEVBQ1AsTUFBTSxPQUFPLEtBQ1YsU0FBUyxDQUFDLEdBQUcsTUFBTSxFQUFFLFNBQVMsRUFBRSxNQUFNLEVBQ3RDLElBQUksQ0FBQyxFQUFFLE9BQU8sUUFBUSxPQUFPLE1BQU0sT0FBTyxRQUFRLE9BQU8sT0FBTztBQUFBLElBQy9ELE9BQU8sR0FBRyxNQUFNLGVBQWUsSUFBSSxDQUFDO0FBQUEsSUFDcEMsTUFBTTtBQUFBLElBQ047QUFBQSxJQUNBO0FBQUEsSUFDQSxRQUFRO0FBQUEsSUFDUixNQUFNLFVBQVU7QUFBQSxFQUNsQixFQUFFO0FBQUEsRUFDSixNQUFNO0FBQ1I7QUFRTyxTQUFTLFFBQVEsRUFBRSxTQUFTLE1BQU0sS0FBSyxHQUFzQjtBQUNsRSxRQUFNLFdBQVcsUUFBUSxRQUFRLENBQUMsRUFBRSxNQUFNLE1BQU0sTUFBYTtBQUMzRCxVQUFNLE1BQU0sS0FBSyxPQUFPLENBQUMsRUFBRSxVQUFVLE9BQU8sTUFBTSxhQUFhLGVBQWUsV0FBVyxJQUFJO0FBQzdGLFVBQU0sUUFBUSxDQUFDLEdBQUcsSUFBSSxJQUFJLElBQUksSUFBSSxDQUFDLEVBQUUsS0FBSyxNQUFNLElBQUksQ0FBQyxDQUFDO0FBRXRELFFBQUksSUFBSSxXQUFXLEtBQUssSUFBSSxXQUFXLE1BQU0sU0FBUyxLQUFLLE9BQVEsUUFBTyxDQUFDO0FBQzNFLFVBQU0sU0FBUyxNQUFNLElBQUksQ0FBQyxTQUFTLE1BQU0sS0FBSyxJQUFJLE9BQU8sQ0FBQyxFQUFFLEtBQUssTUFBTSxTQUFTLElBQUksRUFBRSxJQUFJLENBQUMsRUFBRSxNQUFNLE1BQU0sS0FBSyxDQUFDLENBQUM7QUFDaEgsV0FBTyxDQUFDLEVBQUUsTUFBTSxPQUFPLE9BQU8sS0FBSyxNQUFNLEdBQUcsUUFBUSxVQUFVLE1BQU0sR0FBRyxRQUFRLE1BQU0sQ0FBQyxNQUFNLFdBQVcsY0FBYyxFQUFFLENBQUM7QUFBQSxFQUMxSCxDQUFDO0FBQ0QsUUFBTUMsYUFBWSxPQUFPLEtBQUssS0FBSyxDQUFDLEVBQUcsU0FBUyxFQUFFLElBQUksQ0FBQyxVQUFlO0FBQUEsSUFDcEUsTUFBTSxjQUFjLElBQUk7QUFBQSxJQUN4QixPQUFPLEtBQUssS0FBSyxJQUFJLENBQUMsUUFBUSxJQUFJLFVBQVUsSUFBSSxDQUFFLENBQUM7QUFBQSxFQUNyRCxFQUFFO0FBQ0YsU0FBTztBQUFBLElBQ0wsT0FBTztBQUFBLElBQ1AsT0FBTztBQUFBLElBQ1AsTUFBTSxDQUFDLEdBQUcsVUFBVSxHQUFHQSxVQUFTLEVBQUUsU0FBUyxDQUFDLEdBQUcsTUFBTSxFQUFFLFFBQVEsRUFBRSxLQUFLO0FBQUEsSUFDdEUsTUFBTTtBQUFBLElBQ04sUUFBUSxDQUFDLFVBQVUsTUFBTSxRQUFRLENBQUM7QUFBQSxFQUNwQztBQUNGO0FBT08sSUFBTSxTQUFTLENBQUMsRUFBRSxTQUFTLEtBQUssT0FBeUI7QUFBQSxFQUM5RCxPQUFPO0FBQUEsRUFDUCxPQUFPO0FBQUEsRUFDUCxNQUFNLFFBQ0gsSUFBSSxDQUFDLEVBQUUsTUFBTSxNQUFNLEdBQUcsTUFBVztBQUVoQyxVQUFNLFNBQVMsTUFBTSxRQUFRLGFBQWEsUUFBUSxJQUFJLENBQUMsR0FBRyxTQUFTLEVBQUUsRUFBRSxRQUFRLGtCQUFrQixXQUFXO0FBQzVHLFVBQU0sU0FBUyxLQUFLLFFBQVEsQ0FBQyxRQUFTLElBQUksV0FBVyxRQUFRLElBQUksVUFBVSxTQUFZLENBQUMsSUFBSSxLQUFLLElBQUksQ0FBQyxDQUFFO0FBQ3hHLFdBQU8sRUFBRSxNQUFNLFFBQVEsT0FBTyxLQUFLLE1BQU0sR0FBRyxRQUFRLE1BQU0sQ0FBQyxNQUFNLFdBQVcsU0FBUyxFQUFFO0FBQUEsRUFDekYsQ0FBQyxFQUNBLFNBQVMsQ0FBQyxHQUFHLE1BQU0sRUFBRSxRQUFRLEVBQUUsS0FBSztBQUFBLEVBQ3ZDLE1BQU07QUFDUjtBQU1PLElBQU0sU0FBUyxDQUFDLEVBQUUsS0FBSyxPQUF5QjtBQUFBLEVBQ3JELE9BQU87QUFBQSxFQUNQLE9BQU87QUFBQSxFQUNQLE1BQU0sS0FBSyxJQUFJLENBQUMsRUFBRSxLQUFLLFFBQVEsT0FBTyxNQUFNO0FBQzFDLFVBQU0sU0FBUyxPQUFPLElBQUksQ0FBQyxFQUFFLFNBQVMsTUFBTSxRQUFRO0FBQ3BELFdBQU8sRUFBRSxPQUFPLEtBQUssTUFBTSxRQUFRLE9BQU8sS0FBSyxNQUFNLEdBQUcsUUFBUSxVQUFVLE1BQU0sR0FBRyxRQUFRLE1BQU0sT0FBTyxTQUFTLGFBQWEsRUFBRTtBQUFBLEVBQ2xJLENBQUM7QUFBQSxFQUNELE1BQU07QUFDUjs7O0FDbEgrUCxZQUFZLFVBQVU7QUFDclIsU0FBUyxpQkFBaUI7QUFxQzFCLElBQU0sUUFBUTtBQUNkLElBQU0sTUFBTTtBQUVaLElBQU0sVUFBVTtBQUNoQixJQUFNLFlBQVk7QUFDbEIsSUFBTSxPQUFPO0FBQ2IsSUFBTSxTQUFTO0FBRWYsSUFBTSxjQUFjLENBQUMsVUFDbkIsU0FBUyxNQUFPLEtBQUssTUFBTSxLQUFLLEVBQUUsZUFBZSxJQUFJLElBQUksT0FBTyxPQUFPLE1BQU0sWUFBWSxDQUFDLENBQUMsQ0FBQztBQUU5RixJQUFNLFVBQVUsSUFBSSxLQUFLLGFBQWEsTUFBTSxFQUFFLFVBQVUsV0FBVywwQkFBMEIsRUFBRSxDQUFDO0FBQ2hHLElBQU0sWUFBWSxDQUFDLEVBQUUsS0FBSyxNQUFvQixLQUFLLFNBQVMsVUFBVSxHQUFHLEtBQUssTUFBTSxHQUFHLFVBQVUsQ0FBQyxDQUFDLFdBQU07QUFHekcsU0FBUyxRQUFRLFFBQXFDO0FBQ3BELFFBQU0sQ0FBQyxPQUFPLFFBQVEsSUFBSSxDQUFDLEtBQUssSUFBSSxHQUFHLE1BQU0sR0FBRyxLQUFLLElBQUksR0FBRyxNQUFNLENBQUM7QUFDbkUsUUFBTUMsU0FBUSxXQUFXLFFBQVEsTUFBTSxDQUFDLENBQUMsSUFBSSxDQUFDLEdBQUcsR0FBRyxDQUFDO0FBQ3JELFFBQU0sU0FBUyxNQUFNLEtBQUssRUFBRSxRQUFRLEdBQUcsR0FBRyxDQUFDLEdBQUcsTUFBTSxPQUFPLElBQUksR0FBRztBQUNsRSxTQUFPLE9BQU8sUUFBUSxDQUFDLFVBQVVBLE9BQU0sSUFBSSxDQUFDLFNBQVMsT0FBTyxLQUFLLENBQUMsRUFBRSxPQUFPLENBQUMsU0FBUyxRQUFRLFNBQVMsUUFBUSxRQUFRO0FBQ3hIO0FBRUEsU0FBUyxNQUFNLE1BR2I7QUFDQSxRQUFNLFdBQStDLENBQUM7QUFDdEQsUUFBTSxTQUFtQixDQUFDO0FBQzFCLE1BQUksT0FBTztBQUNYLGFBQVcsQ0FBQyxHQUFHLEdBQUcsS0FBSyxLQUFLLFFBQVEsR0FBRztBQUNyQyxRQUFJLElBQUksVUFBVSxVQUFhLElBQUksVUFBVSxLQUFLLElBQUksQ0FBQyxHQUFHLE1BQU8sVUFBUyxLQUFLLEVBQUUsT0FBTyxJQUFJLE9BQU8sT0FBTyxPQUFPLENBQUM7QUFDbEgsV0FBTyxLQUFLLEVBQUUsR0FBRyxLQUFLLE9BQU8sT0FBTyxDQUFDO0FBQUEsRUFDdkM7QUFDQSxTQUFPLEVBQUUsUUFBUSxTQUFTO0FBQzVCO0FBRUEsU0FBUyxRQUFRLEVBQUUsTUFBTSxXQUFXLFNBQVMsWUFBWSxHQUFhLFFBQTJDO0FBQy9HLFFBQU0sU0FBUyxDQUFDLEVBQUUsS0FBSyxNQUF1QixPQUFPLE9BQU87QUFDNUQsUUFBTSxNQUFNLENBQUMsRUFBRSxPQUFPLFNBQVMsR0FBRyxTQUFTLENBQUMsRUFBRSxNQUFzQixLQUFLLElBQUksUUFBUSxRQUFRLEdBQUcsTUFBTTtBQUV0RyxRQUFNLFNBQVMsQ0FBQyxFQUFFLE1BQU0sTUFBdUIsU0FBUyxVQUFVLFFBQVEsVUFBVztBQUNyRixRQUFNQyxRQUFPLEVBQUUsR0FBRyxTQUFTLE1BQU0sQ0FBQyxRQUFnQixPQUFPLElBQUksS0FBSyxHQUFHLE1BQU0scUJBQXFCO0FBQ2hHLFFBQU0sVUFBVTtBQUFBLElBQ1QsVUFBSyxRQUFRLEVBQUUsR0FBR0EsT0FBTSxHQUFHLEtBQUssWUFBWSxTQUFTLElBQUksR0FBRyxRQUFRLENBQUMsUUFBZ0IsQ0FBQyxPQUFPLEdBQUcsRUFBRSxDQUFDO0FBQUEsSUFDbkcsVUFBSyxRQUFRLEVBQUUsR0FBR0EsT0FBTSxHQUFHLFNBQVMsWUFBWSxPQUFPLElBQUksSUFBSSxRQUFRLE9BQU8sQ0FBQztBQUFBLEVBQ3RGO0FBQ0EsTUFBSSxTQUFTLE1BQU8sUUFBTyxDQUFNLFVBQUssUUFBUSxFQUFFLEdBQUcsU0FBUyxHQUFHLFNBQVMsTUFBTSxRQUFRLFVBQVUsR0FBRyxhQUFhLEVBQUUsQ0FBQyxHQUFHLEdBQUcsT0FBTztBQUNoSSxRQUFNLE9BQU8sQ0FBQyxRQUF5QixTQUFTLFNBQVMsVUFBVyxRQUFRLElBQUksU0FBUyxJQUFJLFVBQVU7QUFDdkcsUUFBTSxLQUFLLENBQUMsUUFBeUIsU0FBUyxTQUFTLElBQUksUUFBUSxJQUFJLFNBQVMsSUFBSSxVQUFVO0FBQzlGLFFBQU0sVUFBVSxPQUFPLFFBQVEsQ0FBQyxFQUFFLFNBQVMsQ0FBQyxHQUFHLE9BQU8sR0FBRyxLQUFLLE1BQU0sT0FBTyxJQUFJLENBQUMsT0FBTyxFQUFFLEdBQUcsR0FBRyxRQUFRLE9BQU8sT0FBTyxPQUFPLEVBQUUsQ0FBQztBQUMvSCxTQUFPO0FBQUEsSUFDQSxVQUFLLFFBQVEsRUFBRSxJQUFJLE1BQU0sSUFBSSxJQUFJLElBQUksU0FBUyxJQUFJLFNBQVMsUUFBUSxRQUFRLGFBQWEsRUFBRSxDQUFDO0FBQUEsSUFDM0YsU0FBSSxTQUFTLEVBQUUsR0FBRyxLQUFLLEdBQUcsS0FBSyxHQUFHLEdBQUcsTUFBTSxVQUFVLGFBQWEsSUFBSSxDQUFDO0FBQUEsSUFDdkUsU0FBSSxRQUFRLEVBQUUsR0FBRyxTQUFTLEdBQUcsU0FBUyxHQUFHLEdBQUcsTUFBTSxPQUFPLENBQUM7QUFBQSxJQUMvRCxHQUFHO0FBQUEsRUFDTDtBQUNGO0FBR0EsU0FBUyxLQUFLQyxRQUEwQjtBQUN0QyxRQUFNLEVBQUUsUUFBUSxTQUFTLElBQUksTUFBTUEsT0FBTSxJQUFJO0FBQzdDLFFBQU0sY0FBYyxLQUFLLElBQUksR0FBRyxPQUFPLElBQUksQ0FBQyxRQUFRLFVBQVUsR0FBRyxFQUFFLE1BQU0sQ0FBQyxJQUFJLFlBQVk7QUFDMUYsUUFBTSxTQUFTQSxPQUFNLEtBQUssUUFBUSxDQUFDLEVBQUUsT0FBTyxTQUFTLEVBQUUsTUFBTSxDQUFDLFFBQVEsUUFBUSxRQUFRLE1BQU0sQ0FBQztBQUM3RixRQUFNLFFBQVEsT0FBTyxTQUFTLFNBQVM7QUFDdkMsUUFBTSxRQUFRLEVBQUUsR0FBRyxTQUFTLGFBQWEsUUFBUSxNQUFNLHFCQUFxQjtBQUM1RSxTQUFZLFVBQUs7QUFBQSxJQUNmLFVBQVUsVUFBVSw0QkFBNEIsRUFBRTtBQUFBLElBQ2xELE9BQU87QUFBQSxJQUNQLFFBQVEsTUFBTSxRQUFRO0FBQUEsSUFDdEIsWUFBWTtBQUFBLElBQ1osYUFBYTtBQUFBLElBQ2IsY0FBYztBQUFBLElBQ2QsR0FBRztBQUFBLE1BQ0QsT0FBT0EsT0FBTTtBQUFBLE1BQ2IsTUFBTUEsT0FBTSxjQUFjLFFBQVE7QUFBQSxNQUNsQyxPQUFPQSxPQUFNLGNBQWMsUUFBUSxNQUFNLElBQUk7QUFBQSxNQUM3QyxZQUFZLENBQUMsVUFBa0IsUUFBUSxPQUFPLEtBQUs7QUFBQSxNQUNuRCxNQUFNO0FBQUEsTUFDTixhQUFhO0FBQUEsTUFDYixZQUFZO0FBQUEsSUFDZDtBQUFBLElBQ0EsR0FBRyxFQUFFLE1BQU0sUUFBUSxNQUFNLE1BQU0sUUFBUSxNQUFNLEtBQUssRUFBRSxRQUFRLE1BQU0sR0FBRyxDQUFDLEdBQUcsTUFBTSxDQUFDLEdBQUcsU0FBUyxFQUFFO0FBQUEsSUFDOUYsT0FBTztBQUFBLE1BQ0xBLE9BQU0sYUFBa0IsV0FBTSxDQUFDQSxPQUFNLFVBQVUsS0FBSyxHQUFHLEVBQUUsUUFBUSxzQkFBc0IsaUJBQWlCLE1BQU0sQ0FBQztBQUFBLE1BQy9HLEdBQUcsUUFBUUEsUUFBTyxNQUFNO0FBQUEsTUFDbkIsVUFBSyxRQUFRLEVBQUUsR0FBRyxPQUFPLE1BQU0sV0FBVyxZQUFZLE9BQU8sSUFBSSxJQUFJLENBQUM7QUFBQSxNQUN0RSxVQUFLLFVBQVUsRUFBRSxHQUFHLE9BQU8sTUFBTSxTQUFTLFlBQVksU0FBUyxJQUFJLENBQUMsYUFBYSxZQUFZLElBQUksQ0FBQztBQUFBLElBQ3pHO0FBQUEsRUFDRixDQUFDO0FBQ0g7QUFFQSxJQUFNLFFBQ0o7QUFHSyxTQUFTLFNBQVNBLFFBQXlCO0FBQ2hELFFBQU0sTUFBTSxLQUFLQSxNQUFLO0FBQ3RCLE1BQUksY0FBYyxPQUFPLEdBQUcsT0FBTztBQUNuQyxhQUFXLFFBQVEsSUFBSSxpQkFBaUIsY0FBYyxFQUFHLE1BQUssZ0JBQWdCLFlBQVk7QUFDMUYsTUFBSSxhQUFhLFFBQVEsS0FBSztBQUM5QixNQUFJLGFBQWEsY0FBY0EsT0FBTSxLQUFLO0FBQzFDLE1BQUksYUFBYSxTQUFTLEtBQUs7QUFDL0IsUUFBTSxPQUFPQSxPQUFNLFlBQVksdUJBQXVCQSxPQUFNLFVBQVUsSUFBSSxNQUFNO0FBQ2hGLFFBQU0sT0FBTyxJQUFJLElBQUlBLE9BQU0sS0FBSyxJQUFJLENBQUMsUUFBUSxJQUFJLFFBQVEsS0FBSyxDQUFDLEVBQUUsT0FBTyxJQUFJLGdDQUFnQztBQUU1RyxRQUFNLFlBQVksOENBQThDLElBQUksU0FBUztBQUM3RSxTQUFPLGtDQUFrQyxTQUFTLGVBQWVBLE9BQU0sS0FBSyxHQUFHLElBQUksR0FBRyxJQUFJO0FBQzVGOzs7QUN2SU8sU0FBUyxNQUFNLEVBQUUsT0FBTyxHQUFvQjtBQUNqRCxRQUFNLE9BQU8sT0FBTyxRQUFRLENBQUMsRUFBRSxPQUFPLFFBQVEsTUFBTTtBQUNsRCxVQUFNLFFBQVEsUUFBUSxLQUFLLENBQUMsRUFBRSxLQUFLLE1BQU0sU0FBUyxTQUFTLEVBQUc7QUFDOUQsV0FBTyxRQUNKLE9BQU8sQ0FBQyxFQUFFLEtBQUssTUFBTSxTQUFTLFNBQVMsRUFDdkMsSUFBSSxDQUFDLEVBQUUsTUFBTSxPQUFPLFNBQVMsR0FBRyxPQUFZLEVBQUUsT0FBTyxPQUFPLE1BQU0sU0FBUyxPQUFPLEtBQUssT0FBTyxNQUFNLEtBQUssV0FBVyxNQUFNLEVBQUUsRUFBRTtBQUFBLEVBQ25JLENBQUM7QUFDRCxTQUFPO0FBQUEsSUFDTCxPQUFPO0FBQUEsSUFDUCxPQUFPO0FBQUEsSUFDUDtBQUFBLElBQ0EsTUFBTTtBQUFBLElBQ04sYUFBYTtBQUFBLElBQ2IsV0FBVyxFQUFFLE9BQU8sR0FBRyxNQUFNLDBCQUEwQjtBQUFBLEVBQ3pEO0FBQ0Y7QUFVTyxJQUFNLE1BQU0sQ0FBQyxFQUFFLEtBQUssT0FBc0I7QUFBQSxFQUMvQyxPQUFPO0FBQUEsRUFDUCxPQUFPO0FBQUEsRUFDUCxNQUFNLEtBQ0gsT0FBTyxDQUFDLEVBQUUsVUFBVSxNQUFNLGNBQWMsWUFBWSxFQUNwRCxJQUFJLENBQUMsRUFBRSxNQUFNLFdBQVcsTUFBTSxPQUFPO0FBQUEsSUFDcEMsT0FBTyxHQUFHLEtBQUssS0FBSyxLQUFLLEtBQUssS0FBSyxlQUFlLElBQUksQ0FBQyxTQUFNLEtBQUssU0FBUyxlQUFlLElBQUksQ0FBQyxLQUFLLEtBQUssVUFBVTtBQUFBLElBQ25ILE1BQU07QUFBQSxJQUNOLE9BQU87QUFBQSxJQUNQLE1BQU0sVUFBVSxXQUFXLE1BQU07QUFBQSxFQUNuQyxFQUFFO0FBQUEsRUFDSixNQUFNO0FBQUEsRUFDTixhQUFhO0FBQUEsRUFDYixXQUFXLEVBQUUsT0FBTyxHQUFHLE1BQU0sZUFBZTtBQUM5QztBQU9PLElBQU0sUUFBUSxDQUFDO0FBQUEsRUFDcEI7QUFBQSxFQUNBO0FBQ0YsT0FHaUI7QUFBQSxFQUNmLE9BQU87QUFBQSxFQUNQLE9BQU87QUFBQSxFQUNQLE1BQU0sQ0FBQyxHQUFHLEtBQUssSUFBSSxDQUFDLFNBQVMsRUFBRSxPQUFPLGVBQWUsR0FBRyxJQUFJLEVBQUUsR0FBRyxHQUFHLGNBQWMsSUFBSSxDQUFDLFNBQVMsRUFBRSxPQUFPLGlCQUFpQixHQUFHLElBQUksRUFBRSxDQUFDLEVBQUU7QUFBQSxJQUNwSSxDQUFDLEVBQUUsT0FBTyxNQUFNLE1BQU0sT0FBTyxFQUFFLE9BQU8sTUFBTSxNQUFNLE9BQU8sTUFBTSxPQUFPLE1BQU0sS0FBSztBQUFBLEVBQ25GO0FBQUEsRUFDQSxNQUFNO0FBQ1I7QUFVTyxJQUFNLE9BQU8sQ0FBQyxFQUFFLFNBQVMsT0FBdUI7QUFBQSxFQUNyRCxPQUFPO0FBQUEsRUFDUCxPQUFPO0FBQUEsRUFDUCxNQUFNLFNBQVM7QUFBQSxJQUFRLENBQUMsRUFBRSxRQUFRLGVBQWUsTUFBTSxNQUNwRCxDQUFDLFFBQVEsTUFBTSxFQUFZLElBQUksQ0FBQyxVQUFVO0FBQUEsTUFDekMsT0FBTyxnQkFBZ0IsR0FBRyxNQUFNLHlCQUF5QjtBQUFBLE1BQ3pELE1BQU0sU0FBUyxTQUFTLGVBQWU7QUFBQSxNQUN2QyxPQUFPLE9BQU8sTUFBTSxJQUFJLENBQUM7QUFBQSxNQUN6QixNQUFNLFNBQVM7QUFBQSxJQUNqQixFQUFFO0FBQUEsRUFDSjtBQUFBLEVBQ0EsTUFBTTtBQUFBLEVBQ04sYUFBYTtBQUNmO0FBVU8sSUFBTSxTQUFTLENBQUMsRUFBRSxLQUFLLE9BQXlCO0FBQUEsRUFDckQsT0FBTztBQUFBLEVBQ1AsT0FBTztBQUFBLEVBQ1AsTUFBTSxLQUFLLElBQUksQ0FBQyxFQUFFLE1BQU0sT0FBTyxPQUFPLE9BQU87QUFBQSxJQUMzQyxPQUFPO0FBQUEsSUFDUCxNQUFNO0FBQUEsSUFDTixPQUFPLE9BQU8sT0FBTyxJQUFJLENBQUMsRUFBRSxjQUFjLE1BQU0sYUFBYSxDQUFDO0FBQUEsSUFDOUQsTUFBTSxNQUFNLFdBQVcsTUFBTTtBQUFBLEVBQy9CLEVBQUU7QUFBQSxFQUNGLE1BQU07QUFBQSxFQUNOLGFBQWE7QUFDZjtBQU1PLElBQU0sT0FBTyxDQUFDLEVBQUUsS0FBSyxPQUF1QjtBQUFBLEVBQ2pELE9BQU87QUFBQSxFQUNQLE9BQU87QUFBQSxFQUNQLE1BQU0sS0FBSyxJQUFJLENBQUMsRUFBRSxLQUFLLFVBQVUsT0FBTyxFQUFFLE1BQU0sS0FBSyxPQUFPLFdBQVcsTUFBTSxLQUFLLEVBQUU7QUFBQSxFQUNwRixNQUFNO0FBQ1I7OztBSmxIQSxJQUFNLFNBQWlFO0FBQUEsRUFDckU7QUFBQSxFQUNBO0FBQUEsRUFDQTtBQUFBLEVBQ0E7QUFBQSxFQUNBO0FBQUEsRUFDQTtBQUFBLEVBQ0E7QUFBQSxFQUNBLGdCQUF3QjtBQUFBLEVBQ3hCO0FBQUEsRUFDQTtBQUFBLEVBQ0Esa0JBQTBCO0FBQUEsRUFDMUI7QUFDRjtBQUdPLFNBQVMsUUFBUSxNQUFrQztBQUN4RCxRQUFNQyxTQUFRLE9BQU8sSUFBSTtBQUN6QixTQUFPQSxVQUFTLFNBQVNBLE9BQU0sS0FBSyxNQUFNQyxjQUFhQyxNQUFLLE1BQU0sU0FBUyxXQUFXLEdBQUcsSUFBSSxPQUFPLEdBQUcsTUFBTSxDQUFDLENBQVUsQ0FBQztBQUMzSDs7O0FGdEJBLFNBQVMsUUFBUSxNQUFjLFNBQXFDO0FBQ2xFLFFBQU1DLFFBQU9DLGNBQWFDLE1BQUssTUFBTSxTQUFTLFdBQVcsR0FBRyxJQUFJLEtBQUssR0FBRyxNQUFNO0FBQzlFLFFBQU0sUUFBUSxZQUFZLFNBQVksSUFBSUYsTUFBSyxRQUFRO0FBQUEsS0FBUSxPQUFPO0FBQUEsQ0FBSTtBQUMxRSxRQUFNLFFBQVEsUUFBUSxJQUFJLFNBQVksZUFBZSxLQUFLQSxNQUFLLE1BQU0sS0FBSyxDQUFDLElBQUksQ0FBQztBQUNoRixNQUFJLFVBQVUsT0FBVyxPQUFNLElBQUksTUFBTSxpQkFBaUIsSUFBSSwyQkFBMkIsV0FBVyxXQUFXLElBQUk7QUFDbkgsU0FBTztBQUNUO0FBRUEsU0FBUyxNQUFNLE1BQXNCO0FBQ25DLFFBQU0sT0FBTyxRQUFRLElBQUk7QUFDekIsTUFBSSxTQUFTLE9BQVcsT0FBTSxJQUFJLE1BQU0sZ0JBQWdCLElBQUksa0JBQWtCO0FBQzlFLFNBQU87QUFDVDtBQUdPLFNBQVMsVUFBVSxJQUE0QjtBQUNwRCxLQUFHLEtBQUssTUFBTSxPQUFPLGFBQWEsY0FBYyxDQUFDLFVBQVU7QUFDekQsVUFBTSxNQUFNLE1BQU0sSUFDZixXQUFXLHlDQUF5QyxDQUFDLEdBQUcsTUFBYyxZQUFxQixRQUFRLE1BQU0sT0FBTyxDQUFDLEVBQ2pILFdBQVcsNkJBQTZCLENBQUMsR0FBRyxTQUFpQixNQUFNLElBQUksQ0FBQztBQUFBLEVBQzdFLENBQUM7QUFDSDs7O0FPNUI4USxTQUFTLFFBQUFHLGFBQVk7QUFxQm5TLElBQU0sWUFBWSxDQUFDQyxZQUEwQztBQUMzRCxRQUFNLEVBQUUsTUFBTSxLQUFLLGFBQWEsUUFBUSxJQUFJLFdBQVdBLE9BQU07QUFDN0QsU0FBTyxPQUFPLFFBQVEsT0FBTyxFQUFFLFFBQVEsQ0FBQyxDQUFDLE1BQU0sTUFBTSxNQUFNO0FBQ3pELFVBQU0sU0FBUyxPQUFPLHNCQUFzQjtBQUM1QyxVQUFNLE9BQU9DLE1BQUssS0FBSyxJQUFJO0FBQzNCLFVBQU0sT0FBTyxLQUFLLFFBQVEsa0JBQWtCLEVBQUUsRUFBRSxXQUFXLEtBQUssR0FBRztBQUNuRSxXQUFPLFNBQVMsQ0FBQyxFQUFFLE1BQU0sUUFBQUQsU0FBUSxhQUFhLFFBQVFDLE1BQUssTUFBTSxZQUFZRCxTQUFRLE1BQU0sR0FBRyxLQUFLLENBQUMsSUFBSSxDQUFDO0FBQUEsRUFDM0csQ0FBQztBQUNIO0FBR08sSUFBTSxjQUFxQyxVQUFVLFFBQVEsU0FBUztBQUd0RSxJQUFNLGFBQWEsQ0FBQyxFQUFFLEtBQUssTUFBMkIsS0FBSyxTQUFTLFdBQVc7OztBQ2hDdEYsSUFBTSxVQUFVLENBQUMsRUFBRSxLQUFLLE1BQTBCLEtBQUssUUFBUSxrQkFBa0IsRUFBRTtBQUduRixJQUFNLFNBQVMsQ0FBQyxFQUFFLFFBQUFFLFNBQVEsS0FBSyxNQUM3QixZQUFZLE9BQU8sQ0FBQyxVQUFVLE1BQU0sV0FBV0EsV0FBVSxNQUFNLFNBQVMsSUFBSTtBQUU5RSxJQUFNQyxRQUFPLENBQUMsVUFBOEIsTUFBTSxNQUFNLElBQUksT0FBTyxNQUFNLElBQUk7QUFHdEUsU0FBUyxXQUFXLE9BQW1CLFVBQTBCO0FBQ3RFLFFBQU0sU0FBUyxNQUFNLFNBQVMsaUJBQWlCLE1BQU0sTUFBTTtBQUMzRCxRQUFNLE9BQU8sV0FBVyxLQUFLLElBQ3pCLG1GQUNBLFNBQ0UsR0FBRyxNQUFNLFdBQVcsaUNBQWlDLE1BQU0sTUFBTSw4QkFDakUsNkJBQTZCLE1BQU0sTUFBTTtBQUMvQyxRQUFNLE9BQU8sT0FBTyxLQUFLLEVBQUUsSUFBSUEsS0FBSTtBQUNuQyxRQUFNLE9BQU8sS0FBSyxTQUFTLElBQUk7QUFBQTtBQUFBLFdBQWdCLEtBQUssS0FBSyxJQUFJLENBQUMsTUFBTTtBQUVwRSxRQUFNLFVBQVUsU0FBUyxXQUFXLDhEQUE4RCxFQUFFO0FBQ3BHLFNBQU8sUUFBUSxRQUFRLFdBQVcsQ0FBQyxVQUFVO0FBQUE7QUFBQTtBQUFBO0FBQUEsRUFBZ0MsS0FBSztBQUFBO0FBQUEsRUFBTyxJQUFJLEdBQUcsSUFBSSxFQUFFO0FBQ3hHO0FBR08sU0FBUyxZQUFvQjtBQUNsQyxRQUFNLE9BQU8sWUFDVixPQUFPLENBQUMsRUFBRSxNQUFNLFFBQUFELFFBQU8sTUFBTSxTQUFTLGlCQUFpQkEsT0FBTSxFQUFFLEVBQy9ELElBQUksQ0FBQyxVQUFVO0FBQ2QsVUFBTSxRQUFRLE9BQU8sS0FBSyxFQUN2QixPQUFPLENBQUMsVUFBVSxDQUFDLFdBQVcsS0FBSyxDQUFDLEVBQ3BDLElBQUlDLEtBQUk7QUFDWCxXQUFPLEtBQUssQ0FBQ0EsTUFBSyxLQUFLLEdBQUcsR0FBRyxLQUFLLEVBQUUsS0FBSyxNQUFNLENBQUMsTUFBTSxNQUFNLFdBQVc7QUFBQSxFQUN6RSxDQUFDO0FBQ0gsU0FBTztBQUFBO0FBQUE7QUFBQTtBQUFBO0FBQUE7QUFBQTtBQUFBLEVBT1AsS0FBSyxLQUFLLElBQUksQ0FBQztBQUFBO0FBRWpCO0FBR08sSUFBTSxVQUFVLFlBQ3BCLE9BQU8sQ0FBQyxVQUFVLENBQUMsV0FBVyxLQUFLLENBQUMsRUFDcEMsSUFBSSxDQUFDLFdBQVcsRUFBRSxNQUFNLFFBQVEsS0FBSyxHQUFHLE1BQU0sY0FBYyxNQUFNLElBQUksR0FBRyxFQUFFOzs7QUNqRDlFLFNBQVMsa0JBQWtCO0FBQzNCLFNBQVMsY0FBQUMsYUFBWSxnQkFBQUMsZUFBYyxlQUFBQyxjQUFhLGlCQUFBQyxzQkFBcUI7QUFDckUsU0FBUyxRQUFBQyxhQUFZO0FBQ3JCLFNBQVMsYUFBYSxXQUFXLHNCQUFzQjtBQUV2RCxTQUFTLHlCQUF5Qjs7O0FDTGxDLFNBQVMsZ0JBQUFDLGVBQWMscUJBQXFCO0FBQzVDLFNBQVMsUUFBQUMsYUFBWTtBQUNyQixTQUFTLGlCQUFBQyxzQkFBcUI7QUFINkcsSUFBTUMsNENBQTJDO0FBT3JMLElBQU0sYUFBYTtBQU0xQixJQUFNLFdBQVc7QUFBQSxFQUNmLFNBQVMsQ0FBQyxxQkFBcUIscUJBQXFCLGtCQUFrQjtBQUFBLEVBQ3RFLGdCQUFnQixDQUFDLFFBQVEsWUFBWSxXQUFXLE1BQU07QUFBQSxFQUN0RCxnQkFBZ0IsQ0FBQyxRQUFRLGVBQWUsUUFBUSxTQUFTO0FBQUEsRUFDekQsaUJBQWlCLENBQUMsU0FBUyxPQUFPLFNBQVM7QUFBQSxFQUMzQyxrQkFBa0IsQ0FBQyxVQUFVLE9BQU8sU0FBUztBQUFBLEVBQzdDLEtBQUssQ0FBQyxPQUFPLGdCQUFnQixtQkFBbUI7QUFBQSxFQUNoRCxNQUFNLENBQUMsa0JBQWtCLGFBQWEsV0FBVztBQUFBLEVBQ2pELFVBQVUsQ0FBQyxXQUFXLFNBQVMsaUJBQWlCLFFBQVE7QUFBQSxFQUN4RCxVQUFVLENBQUMsUUFBUSxXQUFXLFNBQVMsZUFBZSxlQUFlLGNBQWM7QUFBQSxFQUNuRixPQUFPLENBQUMsV0FBVyxTQUFTLE9BQU8sUUFBUTtBQUFBLEVBQzNDLFFBQVEsQ0FBQyxrQkFBa0IsVUFBVSxhQUFhO0FBQUEsRUFDbEQsUUFBUSxDQUFDLFFBQVEsaUJBQWlCLHNCQUFzQjtBQUFBLEVBQ3hELFNBQVMsQ0FBQyxXQUFXLFdBQVcsbUJBQW1CO0FBQUEsRUFDbkQsUUFBUSxDQUFDLGtCQUFrQiwyQkFBMkIsT0FBTyxLQUFLO0FBQUEsRUFDbEUsS0FBSyxDQUFDLE9BQU8saUJBQWlCLHNCQUFzQjtBQUFBLEVBQ3BELE9BQU8sQ0FBQyxTQUFTLGFBQWEsY0FBYztBQUFBLEVBQzVDLFFBQVEsQ0FBQyxVQUFVLGVBQWU7QUFBQSxFQUNsQyxRQUFRLENBQUMsT0FBTyxnQkFBZ0IsWUFBWTtBQUFBLEVBQzVDLFVBQVUsQ0FBQyxrQkFBa0IsWUFBWSxZQUFZO0FBQUEsRUFDckQsVUFBVSxDQUFDLDJCQUEyQixPQUFPLHlCQUF5QixvQkFBb0I7QUFDNUY7QUFHTyxJQUFNLFdBQVc7QUFBQSxFQUN0QixNQUFNLEVBQUUsSUFBSSxjQUFjLE1BQU0saUJBQWlCO0FBQUEsRUFDakQsZ0JBQWdCLEVBQUUsSUFBSSxjQUFjLE1BQU0saUJBQWlCO0FBQUEsRUFDM0QsVUFBVSxFQUFFLElBQUksYUFBYSxNQUFNLGdCQUFnQjtBQUNyRDtBQUVBLElBQU0sVUFBVTtBQUFBLEVBQ2QsT0FBTztBQUFBLEVBQ1AsU0FBUztBQUFBLEVBQ1QsZ0JBQWdCO0FBQ2xCO0FBRUEsSUFBTSxFQUFFLFFBQVEsSUFBSSxLQUFLLE1BQU1DLGNBQWFDLE1BQUssTUFBTSxjQUFjLEdBQUcsTUFBTSxDQUFDO0FBRS9FLElBQU0sUUFBUSxDQUFDLFFBQVEsV0FBVyxlQUFlLFlBQVksWUFBWSxRQUFRLGNBQWMsV0FBVyxRQUFRO0FBRzNHLFNBQVMsU0FBUyxNQUFNLFVBQVU7QUFDdkMsUUFBTSxRQUFRLFNBQVMsSUFBSTtBQUMzQixRQUFNLE9BQU8sQ0FBQyxnQkFBZ0IsR0FBSSxRQUFRLENBQUMsVUFBVSxNQUFNLElBQUksSUFBSSxDQUFDLENBQUU7QUFDdEUsUUFBTSxTQUFTO0FBQUEsSUFDYixVQUFVLENBQUMsZUFBZSxjQUFjLFFBQVEsR0FBRyxTQUFTLElBQUksQ0FBQztBQUFBLElBQ2pFLFVBQVUsR0FBRyxVQUFVLHVCQUF1QixJQUFJO0FBQUEsSUFDbEQsTUFBTSxHQUFHLFVBQVU7QUFBQSxJQUNuQixZQUFZLEVBQUUsTUFBTSxPQUFPLEtBQUssT0FBTyxVQUFVLFFBQVEsV0FBVyxZQUFZLElBQUksR0FBRztBQUFBLElBQ3ZGLFNBQVMsUUFBUSxXQUFXLE1BQU0sRUFBRSxLQUFLO0FBQUEsSUFDekMsUUFBUTtBQUFBLElBQ1IsT0FBTyxDQUFDLEdBQUcsU0FBUyxNQUFNLE9BQU8sQ0FBQyxTQUFTLENBQUMsS0FBSyxTQUFTLElBQUksQ0FBQyxHQUFHLEdBQUcsSUFBSTtBQUFBLElBQ3pFLGVBQWUsRUFBRSxRQUFRLFNBQVM7QUFBQSxJQUNsQyxTQUFTLEVBQUUsR0FBRyxTQUFTLFNBQVMsR0FBRyxRQUFRO0FBQUEsSUFDM0M7QUFBQSxFQUNGO0FBRUEsUUFBTSxRQUFRLE9BQU8sWUFBWSxNQUFNLElBQUksQ0FBQyxRQUFRLENBQUMsS0FBSyxNQUFTLENBQUMsQ0FBQztBQUNyRSxTQUFPLEVBQUUsR0FBRyxPQUFPLEdBQUcsVUFBVSxHQUFHLE9BQU87QUFDNUM7QUFFQSxJQUFJLFFBQVEsS0FBSyxDQUFDLE1BQU1DLGVBQWNDLHlDQUFlO0FBQ25ELGFBQVcsUUFBUTtBQUNqQixrQkFBY0YsTUFBSyxNQUFNLFlBQVksTUFBTSxjQUFjLEdBQUcsR0FBRyxLQUFLLFVBQVUsU0FBUyxNQUFNLFdBQVcsSUFBSSxDQUFDLEdBQUcsUUFBVyxDQUFDLENBQUM7QUFBQSxDQUFJOzs7QUQvRHJJLElBQU0sU0FBU0csTUFBSyxNQUFNLFFBQVEsV0FBVztBQUM3QyxJQUFNLE9BQU9BLE1BQUssTUFBTSxRQUFRLE1BQU07QUFFdEMsSUFBTSxVQUFtRDtBQUFBLEVBQ3ZELFFBQVEsQ0FBQyx5QkFBeUI7QUFBQSxFQUNsQyxhQUFhLFlBQVksSUFBSSxDQUFDLEVBQUUsT0FBTyxNQUFNLE1BQU07QUFBQSxFQUNuRCxVQUFVQSxNQUFLLE1BQU0sYUFBYSx3QkFBd0I7QUFBQSxFQUMxRCxVQUFVO0FBQUEsRUFDVixLQUFLO0FBQUEsRUFDTCxVQUFVO0FBQUEsRUFDVixRQUFRO0FBQUE7QUFBQSxFQUVSLG1CQUFtQjtBQUFBLEVBQ25CLGdCQUFnQjtBQUFBO0FBQUEsRUFFaEIsWUFBWTtBQUFBLEVBQ1osb0JBQW9CLEdBQUcsVUFBVTtBQUFBLEVBQ2pDLE1BQU0sQ0FBQyxjQUFjO0FBQUEsRUFDckIsWUFBWSxDQUFDLGFBQWEsYUFBYSxXQUFXLGNBQWMsZ0JBQWdCLFlBQVk7QUFBQSxFQUM1RixvQkFBb0I7QUFBQSxFQUNwQixlQUFlO0FBQUEsRUFDZixvQkFBb0I7QUFBQSxFQUNwQixzQkFBc0I7QUFBQSxFQUN0QixnQkFBZ0I7QUFBQSxFQUNoQixpQkFBaUI7QUFBQSxFQUNqQixlQUFlO0FBQUEsRUFDZixrQkFBa0I7QUFBQSxFQUNsQixrQkFBa0I7QUFBQSxFQUNsQix3QkFBd0I7QUFBQSxFQUN4QixrQkFBa0I7QUFBQSxFQUNsQixrQkFBa0I7QUFBQSxFQUNsQiwyQkFBMkI7QUFBQSxFQUMzQix1QkFBdUI7QUFBQSxFQUN2QiwyQkFBMkI7QUFBQSxFQUMzQix1QkFBdUI7QUFBQSxFQUN2Qix1QkFBdUI7QUFBQSxFQUN2QixxQkFBcUIsRUFBRSxhQUFhLE1BQU0sZUFBZSxNQUFNLGVBQWUsTUFBTSxlQUFlLE1BQU0sa0JBQWtCLEtBQUs7QUFDbEk7QUFHQSxTQUFTLGNBQXNCO0FBQzdCLFFBQU0sVUFBVSxDQUFDLEdBQUcsVUFBVSxJQUFJLENBQUMsU0FBaUJBLE1BQUssTUFBTSxZQUFZLElBQUksQ0FBQyxHQUFHQSxNQUFLLE1BQU0sV0FBVyxDQUFDO0FBQzFHLFFBQU0sUUFBUSxRQUFRO0FBQUEsSUFBUSxDQUFDLFNBQzdCQyxhQUFZLE1BQU0sRUFBRSxXQUFXLE1BQU0sZUFBZSxLQUFLLENBQUMsRUFDdkQsT0FBTyxDQUFDLFVBQVUsTUFBTSxPQUFPLEtBQUssd0JBQXdCLEtBQUssTUFBTSxVQUFVLEtBQUssQ0FBQyxNQUFNLFdBQVcsU0FBUyxjQUFjLENBQUMsRUFDaEksSUFBSSxDQUFDLFVBQVVELE1BQUssTUFBTSxZQUFZLE1BQU0sSUFBSSxDQUFDO0FBQUEsRUFDdEQ7QUFDQSxRQUFNLFlBQVksVUFBVSxJQUFJLENBQUMsU0FBaUJBLE1BQUssTUFBTSxZQUFZLE1BQU0sY0FBYyxDQUFDO0FBQzlGLFFBQU0sT0FBTyxXQUFXLFFBQVEsRUFBRSxPQUFPLFVBQVU7QUFDbkQsYUFBVyxRQUFRLENBQUMsR0FBRyxPQUFPLEdBQUcsV0FBV0EsTUFBSyxNQUFNLGNBQWMsQ0FBQyxFQUFFLEtBQUssRUFBRyxNQUFLLE9BQU8sSUFBSSxFQUFFLE9BQU9FLGNBQWEsSUFBSSxDQUFDO0FBQzNILFNBQU8sS0FBSyxPQUFPLEtBQUs7QUFDMUI7QUFHQSxlQUFzQixpQkFBZ0M7QUFDcEQsUUFBTSxRQUFRRixNQUFLLFFBQVEsY0FBYztBQUN6QyxRQUFNLFNBQVMsWUFBWTtBQUMzQixNQUFJRyxZQUFXLEtBQUssS0FBS0QsY0FBYSxPQUFPLE1BQU0sTUFBTSxPQUFRO0FBQ2pFLFFBQU0sTUFBTyxNQUFNLFlBQVkscUJBQXFCLE9BQU87QUFDM0QsUUFBTSxRQUFRLElBQUksSUFBSSxZQUFZLElBQUksQ0FBQyxFQUFFLFFBQVEsS0FBSyxNQUFNLENBQUMsUUFBUSxJQUFJLENBQUMsQ0FBQztBQUMzRSxNQUFJLFVBQVUsR0FBRyxVQUFVLHFCQUFxQixDQUFDLEVBQUUsU0FBQUUsU0FBUSxNQUFNO0FBQy9ELGVBQVcsVUFBVUEsU0FBUSxZQUFZLENBQUMsRUFBRyxRQUFPLE9BQU8sTUFBTSxJQUFJLE9BQU8sVUFBVSxDQUFDLEdBQUcsZ0JBQWdCLEVBQUUsS0FBSyxPQUFPO0FBQ3hILGVBQVcsYUFBYUEsU0FBUSxxQkFBcUIsZUFBZSxTQUFTO0FBQzNFLFVBQUksVUFBVSxTQUFTLG9CQUFxQixXQUFVLE9BQU87QUFBQSxFQUNqRSxDQUFDO0FBQ0QsTUFBSSxTQUFTLEdBQUcsa0JBQWtCLEtBQUssQ0FBQyxTQUE0QjtBQUNsRSxVQUFNLFFBQVEsWUFBWSxLQUFLLENBQUMsRUFBRSxNQUFNLEtBQUssTUFBTSxLQUFLLFFBQVEsR0FBRyxJQUFJLEtBQUs7QUFDNUUsU0FBSyxXQUFXLFFBQVEsV0FBVyxPQUFPLEtBQUssUUFBUSxJQUFJLFVBQVU7QUFBQSxFQUN2RSxDQUFDO0FBQ0QsUUFBTSxVQUFVLE1BQU0sSUFBSSxRQUFRO0FBQ2xDLE1BQUksQ0FBQyxRQUFTLE9BQU0sSUFBSSxNQUFNLGdEQUFnRDtBQUM5RSxRQUFNLElBQUksZ0JBQWdCLE9BQU87QUFDakMsTUFBSSxJQUFJLE9BQU8sVUFBVSxFQUFHLE9BQU0sSUFBSSxNQUFNLHNEQUFzRDtBQUNsRyxFQUFBQyxlQUFjLE9BQU8sTUFBTTtBQUM3Qjs7O0FFcEZPLFNBQVMsV0FBVyxFQUFFLFNBQVMsR0FBMkI7QUFDL0QsUUFBTSxRQUFRLFNBQVMsTUFBTTtBQUM3QixXQUFTLE1BQU0sUUFBUSxDQUFDLFFBQVEsTUFBTSxTQUFTO0FBQzdDLFVBQU0sUUFBUSxNQUFNLFFBQVEsR0FBRyxHQUFHLElBQUk7QUFDdEMsV0FBTyxhQUFhLEtBQUssT0FBTyxDQUFDLEVBQUcsSUFBSSxJQUFJLGdCQUFnQixLQUFLLG1CQUFtQjtBQUFBLEVBQ3RGO0FBQ0Y7OztBQ1QyUSxTQUFTLFNBQVMsUUFBQUMsT0FBTSxnQkFBZ0I7QUFDblQsU0FBUyxpQkFBQUMsc0JBQXFCO0FBRHNJLElBQU1DLDRDQUEyQztBQUtyTixJQUFNLE9BQU9DLGVBQWMsSUFBSSxJQUFJLFNBQVNELHlDQUFlLENBQUM7QUFDNUQsSUFBTUUsUUFBTyxRQUFRLEtBQUssUUFBUSxPQUFPLEVBQUUsQ0FBQztBQUdyQyxTQUFTLFNBQVMsSUFBNEI7QUFDbkQsS0FBRyxLQUFLLE1BQU0sS0FBSyxhQUFhLENBQUMsRUFBRSxRQUFRLElBQUksTUFBTTtBQUNuRCxVQUFNLE9BQVEsSUFBeUI7QUFDdkMsZUFBVyxTQUFTLE9BQU8sUUFBUSxDQUFDLEVBQUUsU0FBUyxNQUFNLFlBQVksQ0FBQyxDQUFDLEdBQUc7QUFDcEUsWUFBTSxPQUFPLE1BQU0sU0FBUyxjQUFjLE1BQU0sUUFBUSxNQUFNLElBQUk7QUFDbEUsVUFBSSxDQUFDLFFBQVEsQ0FBQyxXQUFXLEtBQUssSUFBSSxFQUFHO0FBQ3JDLFlBQU0sU0FBU0MsTUFBSyxRQUFRLElBQUksR0FBRyxJQUFJO0FBQ3ZDLFVBQUksU0FBUyxNQUFNLE1BQU0sRUFBRSxXQUFXLElBQUksRUFBRyxPQUFNLFFBQVEsUUFBUSxHQUFHLFVBQVUsY0FBYyxTQUFTRCxPQUFNLE1BQU0sQ0FBQyxFQUFFO0FBQUEsSUFDeEg7QUFBQSxFQUNGLENBQUM7QUFDSDs7O0FDbkJ1UixTQUFTLGlCQUFBRSxzQkFBcUI7QUFBM0ksSUFBTUMsNENBQTJDO0FBTTNOLElBQU0sV0FBV0MsZUFBYyxJQUFJLElBQUksbUJBQW1CRCx5Q0FBZSxDQUFDO0FBTW5FLElBQU0sZUFBZTtBQUFBLEVBQzFCLE1BQU07QUFBQSxFQUNOLFNBQVM7QUFBQSxFQUNULFVBQTBCLElBQVksTUFBMEJFLFVBQTZEO0FBQzNILFVBQU0sWUFBWSxTQUFTLFVBQWEsU0FBUyxZQUFZLENBQUMsS0FBSyxTQUFTLGdCQUFnQixLQUFLLENBQUMsS0FBSyxTQUFTLGFBQWE7QUFDN0gsV0FBTyxhQUFhLEtBQUssRUFBRSxLQUFLLFlBQVksS0FBSyxRQUFRLElBQUksVUFBVSxFQUFFLEdBQUdBLFVBQVMsVUFBVSxLQUFLLENBQUMsSUFBSTtBQUFBLEVBQzNHO0FBQ0Y7OztBZm5CaUssSUFBTUMsNENBQTJDO0FBWWxOLE1BQU0sZUFBZTtBQUVyQixJQUFNLEtBQUssQ0FBQyxTQUF5QkMsZUFBYyxJQUFJLElBQUksTUFBTUQseUNBQWUsQ0FBQztBQUdqRixJQUFNRSxXQUFVLENBQUMsU0FBeUIsWUFBWSxLQUFLQyxjQUFhLEdBQUcsU0FBUyxJQUFJLEtBQUssR0FBRyxNQUFNLENBQUMsSUFBSSxDQUFDLEtBQUs7QUFDakgsSUFBTSxRQUFRLElBQUksVUFBNkIsTUFBTSxJQUFJLENBQUMsVUFBVSxFQUFFLE1BQU1ELFNBQVEsSUFBSSxHQUFHLE1BQU0sSUFBSSxJQUFJLEdBQUcsRUFBRTtBQUM5RyxJQUFNLFlBQVlFLGFBQVksR0FBRyxpQkFBaUIsQ0FBQyxFQUNoRCxPQUFPLENBQUMsU0FBUyxLQUFLLFNBQVMsS0FBSyxDQUFDLEVBQ3JDLElBQUksQ0FBQyxTQUFTLGFBQWEsS0FBSyxNQUFNLEdBQUcsRUFBRSxDQUFDLEVBQUU7QUFFakQsSUFBTSxTQUFTO0FBQUEsRUFDYixFQUFFLE1BQU0sU0FBUyxPQUFPLE1BQU0sT0FBTyxFQUFFO0FBQUEsRUFDdkM7QUFBQSxJQUNFLE1BQU07QUFBQSxJQUNOLE9BQU87QUFBQSxNQUNMO0FBQUEsTUFDQTtBQUFBLE1BQ0E7QUFBQSxNQUNBO0FBQUEsTUFDQTtBQUFBLE1BQ0E7QUFBQSxJQUNGO0FBQUEsRUFDRjtBQUFBLEVBQ0E7QUFBQSxJQUNFLE1BQU07QUFBQSxJQUNOLE9BQU87QUFBQSxNQUNMO0FBQUEsTUFDQTtBQUFBLE1BQ0E7QUFBQSxNQUNBO0FBQUEsTUFDQTtBQUFBLE1BQ0E7QUFBQSxNQUNBO0FBQUEsTUFDQTtBQUFBLE1BQ0E7QUFBQSxNQUNBO0FBQUEsTUFDQTtBQUFBLE1BQ0E7QUFBQSxNQUNBO0FBQUEsTUFDQTtBQUFBLE1BQ0E7QUFBQSxNQUNBO0FBQUEsTUFDQTtBQUFBLE1BQ0E7QUFBQSxJQUNGO0FBQUEsRUFDRjtBQUFBLEVBQ0E7QUFBQSxJQUNFLE1BQU07QUFBQSxJQUNOLE9BQU87QUFBQSxNQUNMO0FBQUEsTUFDQTtBQUFBLE1BQ0E7QUFBQSxNQUNBO0FBQUEsTUFDQTtBQUFBLE1BQ0E7QUFBQSxJQUNGO0FBQUEsRUFDRjtBQUNGO0FBRUEsSUFBTyxpQkFBUSxhQUFhO0FBQUEsRUFDMUIsT0FBTztBQUFBLEVBQ1AsYUFBYTtBQUFBLEVBQ2IsTUFBTTtBQUFBLEVBQ04sUUFBUTtBQUFBLEVBQ1IsWUFBWSxDQUFDLFdBQVcsYUFBYSxtQkFBbUI7QUFBQSxFQUN4RCxRQUFRLEdBQUcsU0FBUztBQUFBO0FBQUEsRUFFcEIsTUFBTSxRQUFRLElBQUksTUFBTSxLQUFLO0FBQUEsRUFDN0IsTUFBTTtBQUFBLElBQ0osQ0FBQyxRQUFRLEVBQUUsS0FBSyxRQUFRLE1BQU0sd0JBQXdCLG1CQUFtQkQsY0FBYSxHQUFHLFVBQVUsR0FBRyxNQUFNLENBQUMsRUFBRSxDQUFDO0FBQUEsSUFDaEgsQ0FBQyxTQUFTLENBQUMsR0FBR0EsY0FBYSxHQUFHLFlBQVksR0FBRyxNQUFNLENBQUM7QUFBQSxFQUN0RDtBQUFBLEVBQ0EsV0FBVztBQUFBLEVBQ1gsYUFBYTtBQUFBLEVBQ2IsVUFBVTtBQUFBLElBQ1IsUUFBUSxDQUFDLE9BQU8sS0FBSyxHQUFHLElBQUksU0FBUyxFQUFFLElBQUksUUFBUSxFQUFFLElBQUksVUFBVTtBQUFBLElBQ25FLE1BQU07QUFBQSxJQUNOLE9BQU8sRUFBRSxPQUFPLDhCQUE4QixNQUFNLDRCQUE0QjtBQUFBLEVBQ2xGO0FBQUEsRUFDQSxNQUFNO0FBQUE7QUFBQSxJQUVKLFNBQVMsQ0FBQyxjQUFjLEtBQUssQ0FBVTtBQUFBLElBQ3ZDLFNBQVMsRUFBRSxZQUFZLENBQUMsc0JBQXNCLEVBQUU7QUFBQSxJQUNoRCxRQUFRLEVBQUUsUUFBUSxNQUFNLFNBQVMsTUFBTSxDQUFDLGVBQWUsQ0FBVSxFQUFFO0FBQUE7QUFBQSxJQUVuRSxjQUFjLEVBQUUsU0FBUyxDQUFDLFVBQVUsbUJBQW1CLEVBQUUsSUFBSSxDQUFDLFNBQVMsR0FBRyxXQUFXLElBQUksRUFBRSxDQUFDLEVBQUU7QUFBQSxJQUM5RixPQUFPLEVBQUUsUUFBUSxTQUFTO0FBQUEsRUFDNUI7QUFBQSxFQUNBLGFBQWE7QUFBQSxJQUNYLFFBQVEsRUFBRSxVQUFVLFFBQVE7QUFBQSxJQUM1QixTQUFTLENBQUMsR0FBRyxDQUFDO0FBQUEsSUFDZCxLQUFLO0FBQUEsTUFDSCxFQUFFLE1BQU0sU0FBUyxNQUFNLFNBQVM7QUFBQSxNQUNoQyxFQUFFLE1BQU0sYUFBYSxNQUFNLDJCQUEyQjtBQUFBLE1BQ3RELEVBQUUsTUFBTSxVQUFVLE1BQU0saUJBQWlCO0FBQUEsTUFDekMsRUFBRSxNQUFNLGFBQWEsTUFBTSxjQUFjO0FBQUEsTUFDekMsRUFBRSxNQUFNLFdBQVcsTUFBTSxZQUFZO0FBQUEsSUFDdkM7QUFBQTtBQUFBLElBRUEsU0FBUztBQUFBLE1BQ1AsZUFBZSxDQUFDLEVBQUUsTUFBTSxhQUFhLE9BQU8sQ0FBQyxFQUFFLE1BQU0sZ0JBQWdCLE1BQU0sY0FBYyxHQUFHLEdBQUcsT0FBTyxFQUFFLENBQUM7QUFBQSxNQUN6RyxlQUFlLENBQUMsRUFBRSxNQUFNLGFBQWEsT0FBTyxNQUFNLEdBQUcsU0FBUyxFQUFFLENBQUM7QUFBQSxNQUNqRSxLQUFLO0FBQUEsUUFDSCxHQUFHO0FBQUEsUUFDSDtBQUFBLFVBQ0UsTUFBTTtBQUFBLFVBQ04sT0FBTztBQUFBLFlBQ0wsRUFBRSxNQUFNLGdCQUFnQixNQUFNLGNBQWM7QUFBQSxZQUM1QyxHQUFHLE1BQU0sWUFBWSxlQUFlLGtCQUFrQixtQkFBbUIsZUFBZSxZQUFZLGNBQWM7QUFBQSxVQUNwSDtBQUFBLFFBQ0Y7QUFBQSxRQUNBLEVBQUUsTUFBTSxXQUFXLE9BQU8sQ0FBQyxFQUFFLE1BQU0sZUFBZSxNQUFNLFlBQVksQ0FBQyxFQUFFO0FBQUEsUUFDdkUsRUFBRSxNQUFNLGFBQWEsT0FBTyxDQUFDLEVBQUUsTUFBTSw2QkFBNkIsTUFBTSxJQUFJLFVBQVUsQ0FBQyxDQUFDLEdBQUcsQ0FBQyxFQUFFO0FBQUEsTUFDaEc7QUFBQSxJQUNGO0FBQUEsRUFDRjtBQUNGLENBQUM7IiwKICAibmFtZXMiOiBbInJlYWRkaXJTeW5jIiwgInJlYWRGaWxlU3luYyIsICJmaWxlVVJMVG9QYXRoIiwgIm9wdGlvbnMiLCAicmVhZEZpbGVTeW5jIiwgImpvaW4iLCAicmVhZEZpbGVTeW5jIiwgImpvaW4iLCAicGNhIiwgInB1Ymxpc2hlZCIsICJzdGVwcyIsICJ0ZXh0IiwgImNoYXJ0IiwgImNoYXJ0IiwgInJlYWRGaWxlU3luYyIsICJqb2luIiwgInRleHQiLCAicmVhZEZpbGVTeW5jIiwgImpvaW4iLCAiam9pbiIsICJmb2xkZXIiLCAiam9pbiIsICJmb2xkZXIiLCAibGluayIsICJleGlzdHNTeW5jIiwgInJlYWRGaWxlU3luYyIsICJyZWFkZGlyU3luYyIsICJ3cml0ZUZpbGVTeW5jIiwgImpvaW4iLCAicmVhZEZpbGVTeW5jIiwgImpvaW4iLCAiZmlsZVVSTFRvUGF0aCIsICJfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfaW1wb3J0X21ldGFfdXJsIiwgInJlYWRGaWxlU3luYyIsICJqb2luIiwgImZpbGVVUkxUb1BhdGgiLCAiX192aXRlX2luamVjdGVkX29yaWdpbmFsX2ltcG9ydF9tZXRhX3VybCIsICJqb2luIiwgInJlYWRkaXJTeW5jIiwgInJlYWRGaWxlU3luYyIsICJleGlzdHNTeW5jIiwgInByb2plY3QiLCAid3JpdGVGaWxlU3luYyIsICJqb2luIiwgImZpbGVVUkxUb1BhdGgiLCAiX192aXRlX2luamVjdGVkX29yaWdpbmFsX2ltcG9ydF9tZXRhX3VybCIsICJmaWxlVVJMVG9QYXRoIiwgInJvb3QiLCAiam9pbiIsICJmaWxlVVJMVG9QYXRoIiwgIl9fdml0ZV9pbmplY3RlZF9vcmlnaW5hbF9pbXBvcnRfbWV0YV91cmwiLCAiZmlsZVVSTFRvUGF0aCIsICJvcHRpb25zIiwgIl9fdml0ZV9pbmplY3RlZF9vcmlnaW5hbF9pbXBvcnRfbWV0YV91cmwiLCAiZmlsZVVSTFRvUGF0aCIsICJ0aXRsZU9mIiwgInJlYWRGaWxlU3luYyIsICJyZWFkZGlyU3luYyJdCn0K
