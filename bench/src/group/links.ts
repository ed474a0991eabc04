import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/*
 * Hosts in one computer: network namespaces, each with a network interface, on one bridge. `tc` limits what an interface sends. What is made here has
 * names that begin with `ae`.
 */

/** The interface of each host, in its namespace. */
export const INTERFACE = 'eth0';
const BRIDGE = 'aebr';
const NETWORK = '10.77.0';
const SUBNET = `${NETWORK}.0/24`;
/** The last number of the bridge's address. */
const HERE = 254;
/** Bytes that an interface may send at once, above its rate. A packet may have 64 KB. */
const BURST = 131_072;
/** Bytes that wait in front of a link, before packets are dropped. */
const QUEUE = 524_288;

const names = (hosts: number): readonly number[] => Array.from({ length: hosts }, (_, i) => i + 1);
const spaceOf = (host: number): string => `ae${host}`;
const endOf = (host: number): string => `aev${host}`;

/** Runs a command. Throws what it says if it fails. */
function run(line: string): void {
  const [command, ...args] = line.split(' ');
  execFileSync(command!, args, { stdio: ['ignore', 'ignore', 'pipe'] });
}

/** Hosts with links of a rate. */
export interface Hosts {
  /** What `mpirun` must be told, so that it starts a rank on each of the first hosts. */
  readonly options: (count: number) => readonly string[];
  /** Limits what each host sends and gets, in Gbit/s. Infinity: no limit. */
  readonly limit: (gigabits: number) => void;
  /** Removes them. */
  readonly remove: () => void;
}

/** Why there can be no hosts here, or undefined if there can. */
export function whyNoHosts(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'network namespaces need Linux, and root';
  const missing = ['ip', 'tc', 'unshare', 'mpirun.openmpi'].filter((command) => spawnSync(command, ['-V']).error !== undefined);
  if (missing.length > 0) return `there is no ${missing.join(' and no ')} here`;
  const { status, stderr } = spawnSync('ip', ['netns', 'add', 'aetry'], { encoding: 'utf8' });
  if (status !== 0) return `there can be no network namespaces here: ${stderr.trim()}`;
  run('ip netns delete aetry');
  return undefined;
}

/** Makes hosts. `folder` gets the script by which `mpirun` reaches them. */
export function hosts(count: number, folder: string): Hosts {
  const all = names(count);
  const remove = (): void => {
    for (const host of all) endAll(host);
    for (const host of all) spawnSync('ip', ['netns', 'delete', spaceOf(host)]);
    for (const host of all) spawnSync('ip', ['link', 'delete', endOf(host)]);
    spawnSync('ip', ['link', 'delete', BRIDGE]);
  };
  remove();
  try {
    run(`ip link add ${BRIDGE} type bridge`);
    run(`ip address add ${NETWORK}.${HERE}/24 dev ${BRIDGE}`);
    run(`ip link set ${BRIDGE} up`);
    for (const host of all) connect(host);
  } catch (error) {
    remove();
    throw error;
  }
  return { options: optionsFor(folder), limit: (gigabits) => all.forEach((host) => limit(host, gigabits)), remove };
}

/** Ends what runs on a host. Ranks that lose their network would wait for each other. */
function endAll(host: number): void {
  const { stdout } = spawnSync('ip', ['netns', 'pids', spaceOf(host)], { encoding: 'utf8' });
  for (const pid of stdout.split('\n').filter(Boolean)) spawnSync('kill', ['-KILL', pid]);
}

function connect(host: number): void {
  const [space, end] = [spaceOf(host), endOf(host)];
  run(`ip netns add ${space}`);
  run(`ip link add ${end} type veth peer name ${INTERFACE} netns ${space}`);
  run(`ip link set ${end} master ${BRIDGE} up`);
  run(`ip -n ${space} address add ${NETWORK}.${host}/24 dev ${INTERFACE}`);
  run(`ip -n ${space} link set ${INTERFACE} up`);
  run(`ip -n ${space} link set lo up`);
}

function limit(host: number, gigabits: number): void {
  const ends = [`tc -n ${spaceOf(host)} qdisc replace dev ${INTERFACE} root`, `tc qdisc replace dev ${endOf(host)} root`];
  const rule = Number.isFinite(gigabits) ? `tbf rate ${1000 * gigabits}mbit burst ${BURST} limit ${QUEUE}` : 'pfifo';
  for (const end of ends) run(`${end} ${rule}`);
}

/** Open MPI starts its daemons through a script instead of `ssh`. Each host needs its own name. */
function optionsFor(folder: string): Hosts['options'] {
  const script = join(folder, 'agent.sh');
  writeFileSync(script, '#!/bin/sh\nspace=ae${1##*.}; shift\nexec ip netns exec "$space" unshare --uts sh -c "hostname $space; $*"\n');
  chmodSync(script, 0o755);
  const settings = {
    plm_rsh_agent: script,
    btl: 'tcp,self',
    btl_tcp_if_include: SUBNET,
    oob_tcp_if_include: SUBNET,
    // The hosts share cores, which Open MPI does not know: a rank that waits must let others compute.
    mpi_yield_when_idle: '1',
  };
  return (count) => [
    ...Object.entries(settings).flatMap(([name, value]) => ['--mca', name, value]),
    '--host',
    names(count)
      .map((host) => `${NETWORK}.${host}`)
      .join(','),
  ];
}
