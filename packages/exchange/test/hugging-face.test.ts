import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setBackend } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { InputError, readWeights } from '@autoencoders/core';
import { chain, dense, relu } from '@autoencoders/layers';
import { autoencoder, classifier, load, save } from '@autoencoders/models';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { fromHuggingFace, loadPytorch, toHuggingFace, toPytorch } from '../src/index.js';
import { fromHuggingFace as fromFolder } from '../src/node.js';
import { pythonWith, runPython } from './python.js';

const folder = mkdtempSync(join(tmpdir(), 'autoencoders-hugging-face-'));
beforeAll(() => setBackend('cpu'));
afterAll(() => rmSync(folder, { recursive: true }));

const newModel = () => autoencoder({ input: [6], encoder: chain(dense(4), relu), decoder: dense(6), seed: 1 });
const python = pythonWith('yaml');

function write(name: string, files: Readonly<Record<string, string | Uint8Array>>): string {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name, path)), { recursive: true });
    writeFileSync(join(folder, name, path), content);
  }
  return join(folder, name);
}

const made = async (more = {}) => {
  using model = newModel();
  return toHuggingFace(model, { file: await save(model), name: 'Six numbers', ...more });
};

test('a folder opens again, with the weights to the last bit', async () => {
  using model = newModel();
  const files = await toHuggingFace(model, { file: await save(model), name: 'Six numbers', onnx: true });
  expect(Object.keys(files)).toEqual(['config.json', 'model.safetensors', 'README.md', 'onnx/model.onnx']);
  using back = load(await fromFolder(write('six', files)), { kind: 'autoencoder' });
  expect(await readWeights(back)).toEqual(await readWeights(model));
  expect(JSON.parse(files['config.json'] as string)).toMatchObject({
    library_name: 'autoencoders',
    model_type: 'autoencoder',
    input_shape: [6],
    parameters: 58,
    version: 1,
    config: { name: 'autoencoder' },
  });
});

const hostile = { name: 'A "name": # |x|\n---\nlicense: gpl', data: 'a: b\n- <script>', tags: ['x: y'], license: 'cc-by-4.0' };

test.skipIf(!python)('the front matter is YAML that says what was given, whatever was given', async () => {
  const figures = { 'test loss': 1.5, 'k: v': 2e-7, broken: NaN };
  const { 'README.md': card } = await made({ ...hostile, figures, training: { epochs: 3 } });
  const path = join(write('card', { 'README.md': card! }), 'README.md');
  const read = 'import json, sys, yaml; print(json.dumps(yaml.safe_load(open(sys.argv[1]).read().split("\\n---\\n")[0])))';
  const result = { task: { type: 'feature-extraction' }, dataset: { name: hostile.data, type: 'other' } };
  const metrics = [
    { type: 'test loss', value: 1.5 },
    { type: 'k: v', value: 2e-7 },
  ];
  expect(JSON.parse(runPython(python!, ['-c', read, path]))).toEqual({
    license: 'cc-by-4.0',
    library_name: 'autoencoders',
    pipeline_tag: 'feature-extraction',
    tags: ['autoencoder', 'x: y'],
    'model-index': [{ name: hostile.name, results: [{ ...result, metrics }] }],
  });
});

test('the card tells data, figures, limits, licence and how to load', async () => {
  const plain = (await made())['README.md'] as string;
  for (const words of [
    '# Six numbers',
    'What it was trained on is not told.',
    'Nothing was measured.',
    '## Limits',
    'Not told. Ask the author',
  ])
    expect(plain).toContain(words);
  expect(plain).toContain("load(await fromHuggingFace('https://huggingface.co/<user>/<model>'), { kind: 'autoencoder' })");
  const full = (await made({ ...hostile, limits: 'Small.', figures: { loss: 2 }, training: { 'a|b': 'c' }, onnx: true }))[
    'README.md'
  ] as string;
  for (const words of ['| loss | 2 |', '| a\\|b | c |', '## Limits\n\nSmall.\n', 'cc-by-4.0', 'onnx/model.onnx', '&lt;script>'])
    expect(full).toContain(words);
  expect(full.split('\n---\n')).toHaveLength(2);
});

test('a classifier', async () => {
  using model = classifier({ input: [6], encoder: dense(4), classes: 3 });
  const files = await toHuggingFace(model, { file: await save(model), name: 'Classes' });
  expect(files['README.md']).toContain('model.classify(x)');
});

test('addresses of repositories, folders and files', async () => {
  const { 'model.safetensors': file } = await made();
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (address: string) => {
    asked.push(address);
    return new Response(file as Uint8Array<ArrayBuffer>);
  });
  try {
    for (const url of [
      'https://huggingface.co/me/six',
      'https://hf.co/me/six/tree/v2/',
      'https://huggingface.co/me/six/blob/main/small/model.safetensors',
      'https://huggingface.co/me/six/tree/main/small',
      'https://example.org/a/?key=1',
      'https://example.org/b.safetensors',
    ])
      expect(await fromFolder(url)).toEqual(file);
  } finally {
    vi.unstubAllGlobals();
  }
  expect(asked).toEqual([
    'https://huggingface.co/me/six/resolve/main/model.safetensors',
    'https://hf.co/me/six/resolve/v2/model.safetensors',
    'https://huggingface.co/me/six/resolve/main/small/model.safetensors',
    'https://huggingface.co/me/six/resolve/main/small/model.safetensors',
    'https://example.org/a/model.safetensors?key=1',
    'https://example.org/b.safetensors',
  ]);
});

test('a server: the model, an answer without one, too much, and a connection that breaks', async () => {
  const { 'model.safetensors': file } = await made();
  const server = createServer((request, response) => {
    if (request.url === '/six/model.safetensors') return response.end(file);
    if (request.url === '/endless/model.safetensors') return void setInterval(() => response.write(Buffer.alloc(1000)), 1).unref();
    if (request.url === '/broken/model.safetensors')
      return response.writeHead(200, { 'content-length': 9999 }).write('abc', () => response.destroy());
    return response.writeHead(404).end('no');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    using model = load(await fromHuggingFace(`${base}/six/`));
    expect(model.kind).toBe('autoencoder');
    await expect(fromHuggingFace(`${base}/none`)).rejects.toThrow('/none/model.safetensors cannot be read: the server answers 404');
    await expect(fromHuggingFace(`${base}/endless`, { limit: 5000 })).rejects.toThrow('is larger than limit, 5000 bytes');
    await expect(fromHuggingFace(`${base}/six`, { limit: 10 })).rejects.toThrow('is larger than limit, 10 bytes');
    await expect(fromHuggingFace(`${base}/broken`)).rejects.toThrow(/broke off/);
  } finally {
    server.closeAllConnections();
    server.close();
  }
  await expect(fromHuggingFace(`${base}/six`)).rejects.toThrow(/cannot be read \(.*ECONNREFUSED/);
});

/** A server that answers as Hugging Face does. Files are at another host, to which it redirects. `ask` opens a repository at it. */
async function withHub(
  use: (ask: (address: string, options?: object) => Promise<Uint8Array>, seen: string[]) => Promise<void>,
): Promise<void> {
  const { 'model.safetensors': file } = await made();
  using other = newModel();
  const { weights } = await toPytorch(other);
  const seen: string[] = [];
  const bodies: Record<string, Uint8Array | string> = {
    six: file!,
    torch: weights,
    pointer: 'version https://git-lfs.github.com/spec/v1\n',
  };
  const storage = createServer((request, response) => {
    const name = request.url!.slice(1);
    if (name === 'cut') return response.writeHead(200, { 'transfer-encoding': 'chunked' }).write(file, () => response.destroy());
    if (name === 'short') return response.writeHead(200, { connection: 'close' }).write(file!.slice(0, 100), () => response.socket!.end());
    // In pieces, and so without a content-length.
    return response.writeHead(200).write(bodies[name]!.slice(0, 20), () => response.end(bodies[name]!.slice(20)));
  });
  const hub = createServer((request, response) => {
    seen.push(request.url!);
    const [, user, name] = request.url!.split('/');
    const refuse = (status: number, code: string, error: string): unknown =>
      response.writeHead(status, { 'x-error-code': code, 'x-error-message': error }).end(JSON.stringify({ error }));
    if (user === 'private') return refuse(401, 'RepoNotFound', 'Repository not found');
    if (user === 'gated') return refuse(403, 'GatedRepo', 'Access to model is restricted');
    if (name === 'empty') return refuse(404, 'EntryNotFound', 'Entry not found');
    if (request.url!.includes('/nowhere/')) return refuse(404, 'RevisionNotFound', 'Invalid rev id: nowhere');
    return response.writeHead(302, { location: `http://localhost:${portOf(storage)}/${name}` }).end('Found');
  });
  const portOf = (server: ReturnType<typeof createServer>): number => (server.address() as AddressInfo).port;
  for (const server of [storage, hub]) await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { fetch } = globalThis;
  vi.stubGlobal('fetch', (address: string) => fetch(address.replace('https://huggingface.co', `http://127.0.0.1:${portOf(hub)}`)));
  try {
    await use((address, options) => fromHuggingFace(`https://huggingface.co/${address}`, options), seen);
  } finally {
    vi.unstubAllGlobals();
    for (const server of [storage, hub]) {
      server.closeAllConnections();
      server.close();
    }
  }
}

test('a hub that redirects to its storage: a repository, a revision, weights of PyTorch', () =>
  withHub(async (ask, seen) => {
    for (const options of [{}, { revision: 'v2' }, { revision: 'refs/pr/1' }]) opensAndCloses(load(await ask('me/six', options)));
    opensAndCloses(load(await ask('me/six/tree/v3')));
    expect(seen).toEqual(['main', 'v2', 'refs%2Fpr%2F1', 'v3'].map((branch) => `/me/six/resolve/${branch}/model.safetensors`));
    using model = newModel();
    await loadPytorch(model, await ask('me/torch', { pytorch: true }));
  }));

const opensAndCloses = (model: { readonly kind: string; readonly dispose: () => void }): void => {
  expect(model.kind).toBe('autoencoder');
  model.dispose();
};

test.each<[string, string, object]>([
  ['private/six', 'the server answers 401 (Repository not found); the repository is private, asks for its terms', {}],
  ['gated/six', 'the server answers 403 (Access to model is restricted); the repository is private', {}],
  ['me/empty', 'the server answers 404 (Entry not found)', {}],
  ['me/six', 'the server answers 404 (Invalid rev id: nowhere)', { revision: 'nowhere' }],
  ['me/cut', 'broke off (', {}],
  ['me/short', 'is no model: safetensors: the header should be', {}],
  ['me/six', 'is larger than limit, 100 bytes', { limit: 100 }],
  ['me/torch', 'holds weights of another tool; make a model of the same layers, and load them with loadPytorch', {}],
  ['me/pointer', 'is a pointer of Git LFS in place of the file; run git lfs pull', {}],
  ['me/six/tree/v2', 'revision is for an address such as https://huggingface.co/user/model', { revision: 'v3' }],
  ['me/six', 'revision must be a branch, a tag or a commit', { revision: 3 }],
  ['me/six', 'pytorch must be true or false', { pytorch: 1 }],
])('the hub refuses: %s, %s', (address, message, options) =>
  withHub(async (ask) => {
    const error = await ask(address, options).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InputError);
    expect((error as Error).message).toContain(message);
    expect((error as Error).message).not.toContain('\n');
  }),
);

test('bad input', async () => {
  using model = newModel();
  const { weights } = await toPytorch(model);
  const file = await save(model);
  await expect(made({ file: weights })).rejects.toThrow('file must be what save(model) gives; it has no config of a model');
  await expect(made({ file: new Uint8Array(3) })).rejects.toThrow('safetensors: the file has 3 bytes');
  await expect(made({ name: ' ' })).rejects.toThrow('toHuggingFace: name must be the heading of the card');
  await expect(made({ figures: { loss: '1' } })).rejects.toThrow('figures.loss must be a number, not "1"');
  await expect(made({ licence: 'mit' })).rejects.toThrow(/licence/);
  await expect(toHuggingFace({} as any, { file, name: 'x' })).rejects.toThrow('toHuggingFace: the model must be one');
  await expect(fromFolder(write('torch', { 'model.safetensors': weights }))).rejects.toThrow('holds weights of another tool');
  await expect(fromFolder(write('damaged', { 'model.safetensors': file.subarray(0, 40) }))).rejects.toThrow(
    'is no model: safetensors: the header',
  );
  await expect(fromFolder(join(folder, 'nowhere'))).rejects.toThrow(/cannot be read \(ENOENT/);
  await expect(fromHuggingFace('six')).rejects.toThrow('fromHuggingFace: "six" is not an address that begins with https://');
});
