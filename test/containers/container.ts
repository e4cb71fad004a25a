// What a container engine does with an image, as far as a test needs it: namespaces, a root that cannot be written, volumes,
// a user, an environment, a health check, a signal to stop.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../support/until.ts';
import type { ContainerNetwork } from './network.ts';

/** What of this machine stands where in a container. */
export interface Mount {
  readonly source: string;
  readonly target: string;
  readonly isReadOnly: boolean;
}

/** A container to be. */
export interface ContainerOptions {
  /** What it is called in the network. */
  readonly name: string;
  /** The folder that is its root; undefined for the programs of this machine under a root of their own. */
  readonly root: string | undefined;
  readonly isReadOnly: boolean;
  /** Whom it runs as, such as `10001:10001`. */
  readonly user: string;
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly mounts: readonly Mount[];
  /** Folders in memory, with options of mount(8), such as `mode=0700`. */
  readonly memory: Readonly<Record<string, string>>;
  /** Other hosts, by name. */
  readonly hosts: Readonly<Record<string, string>>;
  readonly address: string;
}

/** A container that runs. Disposing kills it. */
export interface Container extends AsyncDisposable {
  readonly name: string;
  /** All that it has written so far. */
  log(): string;
  /** Runs a command in it, as its user, with its environment, and `input` to read. */
  exec(command: readonly string[], input?: string): Promise<{ readonly code: number | null; readonly said: string }>;
  /** Asks it to stop. @returns its exit code, and after how many milliseconds */
  stop(): Promise<{ readonly code: number | null; readonly took: number }>;
}

const quoted = (value: string): string => `'${value.replaceAll("'", String.raw`'\''`)}'`;

/** What of this machine a container sees that has no root of its own: its programs and what they read, and nothing else. */
const machine = `
mount -t tmpfs -o mode=755 tmpfs "$new"
for folder in usr etc; do mkdir "$new/$folder"; done
mount --rbind /usr "$new/usr"
mount -t tmpfs tmpfs "$new/etc"
for name in passwd group nsswitch.conf ssl ld.so.cache ld.so.conf ld.so.conf.d localtime postgresql-common alternatives; do
  test ! -e "/etc/$name" || cp -a "/etc/$name" "$new/etc/"
done
for name in bin sbin lib lib64; do ln -s "usr/$name" "$new/$name"; done
mkdir -p "$new/var/run" "$new/var/lib" "$new/root"
mkdir -m 1777 "$new/tmp"
mkdir -m 1777 -p "$new/var/run/postgresql"`;

/** Programs that images have and this machine has not. */
const standIns = join(import.meta.dirname, 'stand-ins');

function script(options: ContainerOptions, network: ContainerNetwork, place: string): string {
  const { name, root, isReadOnly, mounts, memory, hosts, address, user, command } = options;
  const env = Object.entries(options.env).map(([key, value]) => quoted(`${key}=${value}`));
  const start = ['env', '-i', ...env, '/usr/sbin/chroot', `--userspec=${user}`, quoted(place), ...command.map(quoted)];
  const veth = `v${address.split('.').at(-1)}`;
  const lines = Object.entries({ localhost: '127.0.0.1', [name]: address, ...hosts });
  const mounting = mounts.flatMap(({ source, target, isReadOnly: fixed }) => {
    const at = `"$new"${quoted(target)}`;
    const point = `if test -d ${quoted(source)}; then mkdir -p ${at}; else mkdir -p "$(dirname ${at})"; touch ${at}; fi`;
    return [point, `mount --bind ${quoted(source)} ${at}`, ...(fixed ? [`mount -o remount,bind,ro ${at}`] : [])];
  });
  const inMemory = Object.entries(memory).map(
    ([target, how]) =>
      `mkdir -p "$new"${target}; mount -t tmpfs ${how === '' ? '' : `-o ${how}`} tmpfs "$new"${target}`,
  );
  return [
    'set -e',
    'ip link set lo up',
    `ip link add eth0 type veth peer name ${veth} netns ${network.pid}`,
    `ip address add ${address}/24 dev eth0; ip link set eth0 up; ip route add default via 172.30.0.1`,
    `nsenter --net=/proc/${network.pid}/ns/net sh -c 'ip link set ${veth} master br0 up'`,
    `new=${quoted(place)}`,
    root === undefined ? machine : `mount --bind ${quoted(root)} "$new"`,
    'mkdir -p "$new/proc" "$new/dev" "$new/etc" "$new/run"',
    'mount -t tmpfs -o mode=755 tmpfs "$new/dev"',
    'for device in null zero full random urandom; do touch "$new/dev/$device"; mount --bind /dev/$device "$new/dev/$device"; done',
    'mkdir -m 1777 "$new/dev/shm"; ln -s /proc/self/fd "$new/dev/fd"; ln -s /proc/self/fd/1 "$new/dev/stdout"; ln -s /proc/self/fd/2 "$new/dev/stderr"',
    `printf '%s\\n' ${lines.map(([host, at]) => quoted(`${at} ${host}`)).join(' ')} > "$new/etc/hosts"`,
    ...(root === undefined ? [`mkdir -p "$new/usr-local"; mount --bind ${quoted(standIns)} "$new/usr-local"`] : []),
    ...inMemory,
    ...mounting,
    // What is mounted below stays as it is.
    ...(isReadOnly ? ['mount -o remount,bind,ro "$new"'] : []),
    `exec unshare --pid --fork --kill-child --mount sh -c ${quoted(`mount -t proc proc ${quoted(place)}/proc; exec ${start.join(' ')}`)}`,
  ].join('\n');
}

/** Starts a container; resolves once its namespaces are there. */
export async function startContainer(network: ContainerNetwork, options: ContainerOptions): Promise<Container> {
  const place = mkdtempSync(join(tmpdir(), `linkpin-container-${options.name}-`));
  const child = spawn('unshare', ['--net', '--mount', 'sh', '-c', script(options, network, place)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (part: string) => (said += part));
  const over = once(child, 'close') as Promise<[number | null]>;
  let isOver = false;
  void over.then(() => (isOver = true));
  let pid = 0;
  await until(`the container ${options.name} runs`, () => {
    if (isOver) throw new Error(`The container ${options.name} ended at once:\n${said}`);
    pid = processOf(child);
    return pid !== 0;
  });
  const watchdog = watch(pid);
  void over.then(() => watchdog.kill('SIGKILL'));
  const [uid = '0', gid = '0'] = options.user.split(':');
  return {
    name: options.name,
    log: () => said,
    async exec(command, input = '') {
      const into = ['--target', String(pid), '--mount', '--net', '--pid', '--root', '--wd'];
      const as = ['--setuid', uid, '--setgid', gid, '--'];
      const run = spawn('nsenter', [...into, ...as, ...command], { env: options.env, stdio: 'pipe' });
      run.stdin.on('error', () => {}).end(input);
      let words = '';
      for (const stream of [run.stdout, run.stderr])
        stream.setEncoding('utf8').on('data', (part: string) => (words += part));
      const [code] = (await once(run, 'close')) as [number | null];
      return { code, said: words };
    },
    async stop() {
      const began = performance.now();
      process.kill(pid, 'SIGTERM');
      const [code] = await over;
      return { code, took: performance.now() - began };
    },
    async [Symbol.asyncDispose]() {
      watchdog.stdin?.end();
      await over;
      rmSync(place, { recursive: true, force: true });
    },
  };
}

/** Starts the shell that kills a process when its input ends: when the container is disposed, or when our process ends. */
function watch(pid: number): ChildProcess {
  const shell = spawn('sh', ['-c', `cat > /dev/null; kill -KILL ${pid}`], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  shell.unref();
  return shell;
}

/** What stands before the container's own program. */
const before = ['sh', 'env', 'chroot', 'mount', 'unshare'];

/** The process that the container is: its first one. 0 while that is not there. */
function processOf({ pid: parent = 0 }: ChildProcess): number {
  try {
    // Before, it prepares what the container finds.
    if (nameOf(parent) !== 'unshare') return 0;
    const [pid = ''] = readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8').trim().split(' ');
    return before.includes(nameOf(pid)) ? 0 : Number(pid);
  } catch {
    return 0;
  }
}

const nameOf = (pid: string | number): string => readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
