// An npm registry for rehearsals: keeps what is published to it in memory, and serves it. It listens on 127.0.0.1 only. As a program, it
// prints its address.
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const self = fileURLToPath(import.meta.url);

const LOCAL = ['127.0.0.1', 'localhost', '[::1]'];

/** Throws unless the address is one of this machine. */
export function checkLocal(address) {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol !== 'http:' || !LOCAL.includes(url.hostname))
    throw new Error(`release:dry publishes to a registry on this machine only, such as http://127.0.0.1:4873/, not to ${address}`);
}

const bodyOf = async (request) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
};

/** Takes a version: its description, and its tarball in base64. */
function take(store, origin, published) {
  const { name, versions, _attachments: attachments, 'dist-tags': tags } = published;
  const known = store.get(name) ?? { name, versions: {}, 'dist-tags': {}, time: {}, tarballs: {} };
  for (const [version, manifest] of Object.entries(versions)) {
    if (known.versions[version]) return [409, { error: `${name}@${version} is published already` }];
    const [file, { data }] = Object.entries(attachments)[0];
    known.tarballs[file.split('/').pop()] = Buffer.from(data, 'base64');
    const tarball = `${origin}/${name}/-/${file.split('/').pop()}`;
    known.versions[version] = { ...manifest, dist: { ...manifest.dist, tarball } };
    known.time[version] = new Date().toISOString();
  }
  Object.assign(known['dist-tags'], tags);
  store.set(name, known);
  return [201, { ok: true }];
}

function answer(store, path) {
  const [name, file] = path.split('/-/');
  const { tarballs, ...description } = store.get(name) ?? {};
  if (!tarballs) return [404, { error: `there is no ${name} here` }];
  if (file === undefined) return [200, description];
  return tarballs[file] ? [200, tarballs[file]] : [404, { error: `there is no ${path} here` }];
}

/** A registry in this process. Resolves with its address. */
async function serve() {
  const packages = new Map();
  const server = createServer(async (request, response) => {
    const origin = `http://${request.headers.host}`;
    const path = decodeURIComponent(new URL(request.url, origin).pathname).slice(1);
    const [status, content] = request.method === 'PUT' ? take(packages, origin, JSON.parse(await bodyOf(request))) : answer(packages, path);
    const bytes = Buffer.isBuffer(content) ? content : JSON.stringify(content);
    response.writeHead(status, { 'content-type': Buffer.isBuffer(content) ? 'application/octet-stream' : 'application/json' }).end(bytes);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${server.address().port}/`;
}

/** A registry in a process of its own, since the rehearsal waits for its commands. */
export async function startRegistry() {
  const child = spawn(process.execPath, [self], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [url] = await new Promise((resolve) => createInterface(child.stdout).once('line', (...line) => resolve(line)));
  return { url, close: () => child.kill() };
}

if (process.argv[1] === self) console.log(await serve());
