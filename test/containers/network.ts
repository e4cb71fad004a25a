// A network of its own for the containers of a test, in which each has an address, and which nothing leaves.
import { spawn, execFileSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** A network with a bridge, as an engine makes one. Disposing ends it, and so does the end of our process. */
export interface ContainerNetwork extends AsyncDisposable {
  /** The process whose network namespace it is. */
  readonly pid: number;
  /** The next free address. */
  nextAddress(): string;
  /** Runs a program of this machine there, with its output as text. */
  run(command: string, args: readonly string[], env?: NodeJS.ProcessEnv): string;
  /** The same beside us. */
  spawn(command: string, args: readonly string[], env?: NodeJS.ProcessEnv): ChildProcess;
}

const script = `
set -e
ip link set lo up
ip link add br0 type bridge
ip address add 172.30.0.1/24 dev br0
ip link set br0 up
echo ready
exec cat`;

/** Makes the network 172.30.0.0/24. Needs root, iproute2 and util-linux. */
export async function createNetwork(): Promise<ContainerNetwork> {
  const holder = spawn('unshare', ['--net', 'sh', '-c', script], { stdio: ['pipe', 'pipe', 'inherit'] });
  await Promise.race([
    once(holder.stdout, 'data'),
    once(holder, 'exit').then(([code]) => {
      throw new Error(`No network could be made (${String(code)}): these tests need root and iproute2.`);
    }),
  ]);
  const pid = holder.pid ?? 0;
  const entering = (command: string, args: readonly string[]): string[] => [
    `--net=/proc/${pid}/ns/net`,
    command,
    ...args,
  ];
  let last = 1;
  return {
    pid,
    nextAddress: () => `172.30.0.${(last += 1)}`,
    run: (command, args, env = process.env) =>
      execFileSync('nsenter', entering(command, args), { encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'pipe'] }),
    spawn: (command, args, env = process.env) =>
      spawn('nsenter', entering(command, args), { env, stdio: ['ignore', 'pipe', 'pipe'] }),
    async [Symbol.asyncDispose]() {
      const gone = once(holder, 'exit');
      holder.stdin.end();
      await gone;
    },
  };
}
