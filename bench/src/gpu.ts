// Times training on a GPU: ours, tfjs-layers' and PyTorch's. See `npm run bench:gpu -- --help`.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { take } from '@autoencoders/datasets';
import { mnist } from '@autoencoders/datasets/node';
import { browserPath, buildInto, openPage } from './gpu/browser.js';
import { backendNames, backends, pageContenders, programs } from './gpu/contenders.js';
import { countsMarkdown, markdown } from './gpu/markdown.js';
import { comparedFor, effortFor, help, imagesFor, isKept, optionsOf } from './gpu/options.js';
import type { Options } from './gpu/options.js';
import type { PageBackend } from './gpu/protocol.js';
import { gpuResult, strangers } from './gpu/results.js';
import type { CountReport, GpuReport, GpuResult } from './gpu/results.js';
import { torchContenders } from './gpu/torch.js';
import type { Contender } from './steps/contenders.js';
import { writeData } from './steps/data.js';
import { measure } from './steps/rounds.js';
import type { Measured } from './steps/rounds.js';
import { BATCH, models } from './steps/tasks.js';

const say = (text: string): void => void process.stderr.write(`${text}\n`);
const today = (): string => new Date().toISOString().slice(0, 10);

/** The backends that start in the browser, with the names of their GPUs, and why others do not. */
async function gpusHere(folder: string, software: boolean) {
  const [gpus, problems]: [[PageBackend, string][], string[]] = [[], []];
  for (const backend of backendNames) {
    const page = await openPage(folder, software);
    try {
      gpus.push([backend, await page.start({ program: 'ours', backend, software })]);
    } catch (error) {
      problems.push(`${backends[backend]} does not take part: ${(error as Error).message}`);
    }
    await page.close();
  }
  if (gpus.length === 0)
    throw new Error(`${problems.join('\n')}\nThere is no GPU to measure. \`--software\` tries this script on an emulated one.`);
  return { gpus, problems };
}

async function count({ tasks, software }: Options, folder: string): Promise<CountReport> {
  const { gpus, problems } = await gpusHere(folder, software);
  for (const problem of problems) say(problem);
  const rows: CountReport['rows'][number][] = [];
  for (const task of tasks.filter(({ batch }) => batch === BATCH))
    for (const program of programs)
      for (const [backend] of gpus) {
        const page = await openPage(folder, software);
        await page.start({ program, backend, software });
        rows.push({ model: task.title, program: `${program}, ${backends[backend]}`, ...(await page.counts(task)) });
        say(JSON.stringify(rows.at(-1)));
        await page.close();
      }
  return { date: today(), gpus: gpus.map(([backend, gpu]) => [backends[backend], gpu]), rows };
}

/** Measures a task. A contender that fails is left out, with a note. */
async function measured(
  task: Options['tasks'][number],
  contenders: readonly Contender[],
  options: Options,
  folder: string,
  notes: string[],
): Promise<readonly Measured[]> {
  try {
    return await measure(task, contenders, folder, effortFor(options), say);
  } catch (error) {
    const { message } = error as Error;
    const failed = contenders.find(({ title }) => message.startsWith(`${title} ended `));
    if (!failed || contenders.length === 1) throw error;
    const reason = message.split('\n').findLast((line) => /^\S*(Error|error)\b/.test(line)) ?? message.split('\n')[0];
    notes.push(`${task.title}, batch ${task.batch}: ${failed.title} failed: ${reason}`);
    say(message);
    return measured(
      task,
      contenders.filter((one) => one !== failed),
      options,
      folder,
      notes,
    );
  }
}

async function time(options: Options, folder: string): Promise<GpuReport> {
  const { software, without } = options;
  const compared = comparedFor(options);
  const { gpus, problems } = await gpusHere(folder, software);
  const { torch, contenders: ofTorch, notes: aboutTorch } = torchContenders(software, compared);
  const notes = [...problems, ...aboutTorch];
  for (const note of notes) say(note);
  const pages = pageContenders(
    gpus.map(([backend]) => backend),
    software,
    compared,
  );
  const contenders = [...pages, ...ofTorch].filter(({ name }) => !without.includes(name));
  const results: GpuResult[] = [];
  const versions = new Set<string>();
  for (const task of options.tasks) {
    const all = await measured(task, contenders, options, folder, notes);
    for (const { ready } of all) for (const version of ready.version.split(', ')) versions.add(version);
    results.push(gpuResult(task, all, { images: imagesFor(options), compared }));
  }
  const named = gpus.map(([backend, gpu]) => [backends[backend], gpu] as const);
  const ofCuda = torch?.device ? [['PyTorch', `${torch.device}, CUDA ${torch.cuda}, driver ${torch.driver}`] as const] : [];
  return {
    date: today(),
    machine: `${cpus()[0]?.model.trim() ?? 'unknown'}, ${cpus().length} processors, ${process.platform}`,
    gpus: [...named, ...ofCuda],
    versions: [...versions].sort(),
    software,
    notes,
    results,
  };
}

function write(name: string, report: object, text: string): void {
  const file = join(import.meta.dirname, '..', 'results', name);
  writeFileSync(`${file}.json`, `${JSON.stringify(report, null, 2)}\n`);
  writeFileSync(`${file}.md`, text);
}

async function main(options: Options): Promise<void> {
  browserPath();
  const folder = mkdtempSync(join(tmpdir(), 'bench-gpu-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  process.once('SIGINT', () => process.exit(130));
  await buildInto(folder);
  writeData(folder, take(await mnist('train'), imagesFor(options)).values, models);
  if (options.counts) {
    const report = await count(options, folder);
    console.log(countsMarkdown(report));
    if (report.gpus.length === backendNames.length && report.rows.length === models.length * programs.length * backendNames.length)
      write('gpu-counts', report, countsMarkdown(report));
    return;
  }
  const report = await time(options, folder);
  console.log(markdown(report));
  const wrong = strangers(report.results);
  for (const sentence of wrong) console.error(sentence);
  if (wrong.length > 0) process.exitCode = 1;
  else if (isKept(options)) write('gpu', report, markdown(report));
}

try {
  const options = optionsOf(process.argv.slice(2));
  if (options.help) console.log(help);
  else await main(options);
} catch (error) {
  console.error(`bench:gpu: ${error instanceof Error ? error.message : String(error)}`);
  // A browser may still be open.
  process.exit(1);
}
