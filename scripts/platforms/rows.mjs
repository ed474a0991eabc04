// Tries a platform, and says what came of it in rows: { name, in, ok, version, loss, simd, threads, error }.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from '../spawn.mjs';
import { open, paths } from './browsers.mjs';
import { makeProject, nodeFolder, versionOf } from './project.mjs';
import { serveFolder, serveScript } from './servers.mjs';

/** Environment variables that put the Node of a platform first. */
function environment({ node }) {
  const folder = nodeFolder(node);
  return { NEXT_TELEMETRY_DISABLED: '1', ASTRO_TELEMETRY_DISABLED: '1', ...(folder && { PATH: folder + delimiter + process.env.PATH }) };
}

/** What tfjs prints for every kernel if its modules run twice. */
const REPEATED = /already registered|was already been registered/;

/** What a training says of itself, as far as it is kept. */
const figuresOf = ({ loss, simd, threads }) => ({ loss, simd, threads });

/** The folder of a platform. Platforms with the same dependencies share it. */
function projectOf(platform, { folder, source, report }) {
  const { template = 'programs', dependencies = {}, manager = 'npm' } = platform;
  const id = [template, manager, ...Object.entries(dependencies).flat()].join('-').replaceAll(/[^\w-]/g, '');
  const project = join(folder, id);
  if (existsSync(project)) return project;
  return report(`${platform.name}: ${manager} installs it`, makeProject(platform, project, source)) ? project : undefined;
}

/** A program prints its results as the last line. */
export function rowsOfProgram(platform, tried) {
  const project = projectOf(platform, tried);
  if (!project) return [{ name: platform.name, in: 'process', ok: false, error: 'it does not install' }];
  const [command, ...args] = platform.command;
  const { ok, text } = run(command, args, project, environment(platform));
  const line = text.split('\n').findLast((each) => each.startsWith('{"loss":'));
  const works = ok && line !== undefined && !REPEATED.test(text);
  tried.report(`${platform.name} trains`, { ok: works, text });
  const row = { name: platform.name, in: 'process', ok: works, version: versionOf(platform, project) };
  return [works ? { ...row, ...figuresOf(JSON.parse(line)) } : { ...row, error: text.trim().split('\n')[0] }];
}

/** A page trains itself, and in a worker. */
export async function rowsOfPage(platform, tried) {
  const { name, script, browsers = ['chromium'] } = platform;
  const failed = (error) => [{ name, in: 'page', ok: false, error }];
  const project = projectOf(platform, tried);
  if (!project) return failed('it does not install');
  const env = environment(platform);
  const isDev = script === 'dev';
  if (!isDev) {
    const { ok, text } = run('npm', ['run', 'build'], project, env);
    if (!tried.report(`${name} builds`, { ok: ok && !REPEATED.test(text), text })) return failed('it does not build');
  }
  const server = await (script ? serveScript(project, script, env) : serveFolder(join(project, 'dist'))).catch((error) => error);
  if (server instanceof Error) {
    tried.report(`${name} is served`, { ok: false, text: server.message });
    return failed('it is not served');
  }
  try {
    const rows = [];
    for (const browser of browsers) rows.push(...(await rowsIn(browser, platform, { ...tried, project, server })));
    return rows;
  } finally {
    server.close();
  }
}

async function rowsIn(browser, platform, { project, server, report }) {
  const { name } = platform;
  if (!paths[browser]) {
    report(`${name}: there is no ${browser}`, { ok: false, text: '' });
    return [{ name, in: 'page', browser, ok: false, error: 'there is no such browser here' }];
  }
  const opened = await open(browser, server.address).catch((error) => ({ result: { error: error.message }, messages: [] }));
  const { result, version: browserVersion, messages } = opened;
  const text = [JSON.stringify(result), ...messages, server.text()].join('\n');
  const ok = result.error === undefined && !REPEATED.test(text);
  report(`${name} trains in ${browser}, in the page and in a worker`, { ok, text });
  const row = { name, version: versionOf(platform, project), browser, browserVersion, ok };
  if (!ok) return [{ ...row, in: 'page', error: String(result.error ?? 'kernels are registered twice').split('\n')[0] }];
  return Object.entries(result).map(([where, trained]) => ({ ...row, in: where, ...figuresOf(trained) }));
}
