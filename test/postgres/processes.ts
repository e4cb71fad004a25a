// The processes of a server: its own and those that it started, by /proc.
import { readdirSync, readFileSync } from 'node:fs';
import { until } from '../support/until.ts';

interface Process {
  readonly pid: number;
  /** A letter: S sleeping, R running, T stopped, Z ended. */
  readonly state: string;
  readonly parent: number;
  /** Processor time of itself and of its ended children, in ticks of a hundredth of a second. */
  readonly ticks: number;
}

/** A process; [] if there is none. */
function read(pid: number): Process[] {
  let text;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    return [];
  }
  // The name, in parentheses, may hold anything.
  const [state = '', parent, ...fields] = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const ticks = fields.slice(9, 13).reduce((sum, field) => sum + Number(field), 0);
  return [{ pid, state, parent: Number(parent), ticks }];
}

function family(pid: number): readonly Process[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.flatMap((name) => read(Number(name))).filter((one) => one.pid === pid || one.parent === pid);
}

/** Processor time of a process, its children and those that have ended, in milliseconds; in steps of ten. */
export function cpuOf(pid: number): number {
  return family(pid).reduce((sum, { ticks }) => sum + ticks * 10, 0);
}

/** Stops a process and its children; itself first, so that it starts no more. */
export async function stopAll(pid: number): Promise<readonly number[]> {
  await stop([pid]);
  const pids = family(pid).map((one) => one.pid);
  await stop(pids);
  return pids;
}

/** A signal takes effect when the process is next on its turn, not when it is sent. */
async function stop(pids: readonly number[]): Promise<void> {
  for (const pid of pids) send(pid, 'SIGSTOP');
  const isStopped = ({ state }: Process): boolean => state === 'T' || state === 'Z';
  await until('the processes are stopped', () => pids.flatMap(read).every(isStopped));
}

/** Has a process and its children go on. */
export function continueAll(pid: number): void {
  for (const one of family(pid)) send(one.pid, 'SIGCONT');
}

/** Ends a process and its children without a chance to do anything about it. */
export async function killAll(pid: number): Promise<void> {
  const pids = await stopAll(pid);
  for (const one of pids) send(one, 'SIGKILL');
  await until('the processes have ended', () => pids.flatMap(read).every(({ state }) => state === 'Z'));
}

function send(pid: number, signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
