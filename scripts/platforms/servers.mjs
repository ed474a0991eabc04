// Servers on 127.0.0.1: of a folder, or of a project's own script.
import { spawn } from 'node:child_process';
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.wasm': 'application/wasm' };

/** A port that nobody uses. */
export async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Serves the files of a folder as they are. */
export async function serveFolder(folder) {
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url, 'http://127.0.0.1').pathname);
    const file = join(folder, path.endsWith('/') ? `${path}index.html` : path);
    if (!existsSync(file) || !statSync(file).isFile()) return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' });
    createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { address: `http://127.0.0.1:${server.address().port}/`, text: () => '', close: () => server.close() };
}

/** Starts a script of a project's package.json, with the environment variable PORT, and waits until it answers. */
export async function serveScript(folder, script, env) {
  const port = await freePort();
  const child = spawn('npm', ['run', script], { cwd: folder, env: { ...process.env, ...env, PORT: String(port) }, detached: true });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (text += data));
  const address = `http://127.0.0.1:${port}/`;
  // The group: npm has started the server.
  const close = () => {
    try {
      process.kill(-child.pid);
    } catch {
      // It has ended.
    }
  };
  for (
    const end = Date.now() + 120_000;
    Date.now() < end && child.exitCode === null;
    await new Promise((resolve) => setTimeout(resolve, 200))
  )
    if ((await fetch(address).catch(() => undefined))?.ok) return { address, text: () => text, close };
  close();
  throw new Error(`npm run ${script} serves nothing:\n${text}`);
}
