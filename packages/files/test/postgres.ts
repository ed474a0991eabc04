import { execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const DEBIAN = '/usr/lib/postgresql';

/** The folder with PostgreSQL's server, as Debian's package postgresql installs it, or undefined. */
export const serverFolder: string | undefined = existsSync(DEBIAN)
  ? readdirSync(DEBIAN)
      .map((version) => join(DEBIAN, version, 'bin'))
      .find((folder) => existsSync(join(folder, 'initdb')))
  : undefined;

/** The user for a server that root starts: PostgreSQL refuses root. */
function serverUser(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

export interface PostgresServer {
  /** The folder with its socket. It listens on no port. */
  readonly host: string;
  /** Ends it at once, as a crash does. */
  readonly crash: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Starts a server on an empty database in a temporary folder. */
export async function startPostgres(bin: string): Promise<PostgresServer> {
  const user = serverUser();
  const host = mkdtempSync(join(tmpdir(), 'postgres-'));
  if (user.uid !== undefined) chownSync(host, user.uid, user.gid!);
  const data = join(host, 'data');
  execFileSync(join(bin, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '--no-sync', '--no-locale', '-E', 'UTF8'], {
    ...user,
    cwd: host,
    stdio: 'pipe',
  });
  const server = spawn(join(bin, 'postgres'), ['-D', data, '-k', host, '-c', 'listen_addresses=', '-c', 'fsync=off'], {
    ...user,
    cwd: host,
  });
  const ended = new Promise<void>((done) => server.once('exit', () => done()));
  await new Promise<void>((ready, failed) => {
    let log = '';
    server.stderr.on('data', (text: Buffer) => {
      log += text.toString();
      if (log.includes('ready to accept connections')) ready();
    });
    server.once('exit', () => failed(new Error(log)));
  });
  const end = async (signal: 'SIGINT' | 'SIGQUIT'): Promise<void> => {
    server.kill(signal);
    await ended;
  };
  return {
    host,
    crash: () => end('SIGQUIT'),
    stop: async () => {
      if (server.exitCode === null && server.signalCode === null) await end('SIGINT');
      rmSync(host, { recursive: true });
    },
  };
}
