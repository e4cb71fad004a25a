// The processes of a server: its own and those that it started, by /proc.
import { readdirSync, readFileSync } from 'node:fs';

interface Process {
  readonly pid: number;
  readonly parent: number;
  /** Processor time of itself and of its ended children, in ticks of a hundredth of a second. */
  readonly ticks: number;
}

function read(pid: string): Process[] {
  let text;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    return [];
  }
  // The name, in parentheses, may hold anything.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return [{ pid: Number(pid), parent: Number(fields[1]), ticks }];
}

function family(pid: number): readonly Process[] {
  const numbers = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return numbers.flatMap(read).filter((one) => one.pid === pid || one.parent === pid);
}

/** Processor time of a process, its children and those that have ended, in milliseconds; in steps of ten. */
export function cpuOf(pid: number): number {
  return family(pid).reduce((sum, { ticks }) => sum + ticks * 10, 0);
}

/** Sends a signal to a process and to its children, who are stopped first so that it starts no more. */
export function signalAll(pid: number, signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void {
  process.kill(pid, 'SIGSTOP');
  for (const one of family(pid)) {
    try {
      process.kill(one.pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}
